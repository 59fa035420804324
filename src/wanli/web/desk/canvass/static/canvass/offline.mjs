// Keeps Today and one's own doors on the phone for the day, and says how far that is.
const script = document.querySelector("script[data-worker]").dataset;
const sign = document.querySelector("[data-kept]");
const AGAIN_AFTER_MS = 5 * 60 * 1000;

const NOTED = `wanli.kept.${script.user}`;

function last() {
  try { return JSON.parse(localStorage.getItem(NOTED)) ?? {}; } catch { return {}; }
}

function say() {
  const { until, count } = last();
  if (!sign || !count || !(Date.now() < until)) return;
  sign.textContent = sign.dataset.said.replace("{n}", count);
  sign.hidden = false;
}

// A round that somebody has just taken is kept at once: the shop may be in a basement.
const missing = async () => Boolean(document.querySelector("[data-keep-now]"))
  && !(await caches.match(location.pathname, { ignoreVary: true }));

async function keep(registration) {
  const lately = Date.now() - (last().at ?? 0) < AGAIN_AFTER_MS;
  if (lately && !(await missing())) return;
  const answer = await fetch(script.manifest, { cache: "no-store", redirect: "manual" });
  if (!answer.ok) return;
  const said = await answer.json();
  registration.active?.postMessage({ type: "keep", user: said.user, until: said.until, urls: said.urls,
    only: lately ? [location.pathname] : undefined });
}

if ("serviceWorker" in navigator) {
  navigator.serviceWorker.addEventListener("message", (event) => {
    if (event.data?.type !== "kept") return;
    localStorage.setItem(NOTED, JSON.stringify({ at: Date.now(), count: event.data.count, until: event.data.until }));
    say();
  });
  say();
  try {
    await navigator.serviceWorker.register(script.worker, { scope: script.scope });
    // An earlier release kept the doors alone, under a scope of their own.
    for (const one of await navigator.serviceWorker.getRegistrations()) {
      if (new URL(one.scope).pathname !== script.scope) await one.unregister();
    }
    await keep(await navigator.serviceWorker.ready);
  } catch { /* no network now, or a browser that does not keep pages: everything else works */ }
}
