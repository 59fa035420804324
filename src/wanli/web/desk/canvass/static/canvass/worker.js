// One's own day without a network, Today and the doors: the service worker of all pages.
// Above this text the server writes WANLI = {version, statics, fallback, manifest}.
//
// Pages are asked of the network first; what is kept is for when there is none. Kept pages belong
// to one user and one day: another user, sign-out or midnight takes them away.
const STATICS = `wanli-statics-${WANLI.version}`;
const PAGES = "wanli-pages-";
const PATIENCE_MS = 4000;
const AT_ONCE = 2;

const names = async (start) => (await caches.keys()).filter((name) => name.startsWith(start));
const drop = async (start, but) => Promise.all(
  (await names(start)).filter((name) => name !== but).map((name) => caches.delete(name)));

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(STATICS).then((cache) => cache.addAll(
    // As nobody: it is shown to whoever holds the phone.
    [...WANLI.statics, WANLI.fallback].map((url) => new Request(url, { cache: "reload", credentials: "omit" })))));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(drop("wanli-statics-", STATICS).then(() => self.clients.claim()));
});

// The cache of kept pages, if its day is not over: wanli-pages-<user>-<end of the day in ms>.
async function kept() {
  for (const name of await names(PAGES)) {
    if (Date.now() < Number(name.split("-").pop())) return caches.open(name);
    await caches.delete(name);
  }
  return null;
}

async function keep(message, client) {
  const name = `${PAGES}${message.user}-${message.until}`;
  await drop(PAGES, name);
  const cache = await caches.open(name);
  for (const request of await cache.keys()) {
    const { pathname, search } = new URL(request.url);
    if (!message.urls.includes(pathname + search)) await cache.delete(request);
  }
  const left = message.only ?? [...message.urls];
  let done = 0;
  const fetchSome = async () => {
    for (let url = left.shift(); url; url = left.shift()) {
      const answer = await fetch(url, { redirect: "manual", headers: { "X-Keep": "1" } }).catch(() => null);
      if (answer?.ok) { await cache.put(url, answer); done += 1; }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, fetchSome));
  if (!message.only) client?.postMessage({ type: "kept", count: done, until: message.until });
}

self.addEventListener("message", (event) => {
  if (event.data?.type === "keep") event.waitUntil(keep(event.data, event.source));
  if (event.data?.type === "forget") event.waitUntil(drop(PAGES));
});

self.addEventListener("sync", (event) => {
  if (event.tag !== "wanli-outbox") return;
  event.waitUntil(self.wanliOutbox.flush(WANLI.manifest).then((how) => {
    if (how === "offline" || how === "later") throw new Error(how); // the browser tries again
  }));
});

function within(milliseconds, promise) {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("slow")), milliseconds);
    promise.then(resolve, reject);
  });
}

// A page that was kept says so, and from when it is.
async function old(held) {
  const text = (await held.text()).replace("data-offline hidden", "data-offline data-old");
  return new Response(text, { status: held.status, headers: held.headers });
}

async function page(request) {
  const cache = await kept();
  const exact = await cache?.match(request, { ignoreVary: true });
  const held = exact ?? await cache?.match(request, { ignoreVary: true, ignoreSearch: true });
  try {
    const answer = await (held ? within(PATIENCE_MS, fetch(request)) : fetch(request));
    if (exact && answer.ok && !answer.redirected) await cache.put(request.url, answer.clone());
    return answer;
  } catch {
    return held ? old(held) : await caches.match(WANLI.fallback) ?? Response.error();
  }
}

async function still(request) {
  try {
    return await fetch(request);
  } catch {
    return await caches.match(request, { ignoreSearch: true, ignoreVary: true }) ?? Response.error();
  }
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (event.request.mode === "navigate") event.respondWith(page(event.request));
  else if (url.pathname.startsWith("/static/")) event.respondWith(still(event.request));
});
