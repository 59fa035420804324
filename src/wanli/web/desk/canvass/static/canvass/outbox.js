// What was typed and not yet sent, kept on this device until the server has answered for it.
// One store for pages and service worker, so it is sent whichever of them wakes up with a network.
// Every entry has an id made where it was typed: sent twice, it counts once.
globalThis.wanliOutbox = (() => {
  const CHANNEL = "wanli-outbox";
  const KEEP_SENT_MS = 12 * 3600 * 1000;

  const opened = () => new Promise((resolve, reject) => {
    const request = indexedDB.open("wanli", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("outbox", { keyPath: "id" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

  async function store(mode, work) {
    const database = await opened();
    try {
      return await new Promise((resolve, reject) => {
        const transaction = database.transaction("outbox", mode);
        const request = work(transaction.objectStore("outbox"));
        transaction.oncomplete = () => resolve(request.result);
        transaction.onabort = transaction.onerror = () => reject(transaction.error);
      });
    } finally {
      database.close();
    }
  }

  function changed() {
    const channel = new BroadcastChannel(CHANNEL);
    channel.postMessage("changed");
    channel.close();
  }

  // What a user has waiting, refused or sent today, the oldest first.
  async function all(user) {
    const entries = (await store("readonly", (box) => box.getAll())).filter((one) => one.user === user);
    return entries.sort((a, b) => a.at - b.at);
  }

  async function put(entry) {
    await store("readwrite", (box) => box.put(entry));
    changed();
  }

  async function remove(id) {
    await store("readwrite", (box) => box.delete(id));
    changed();
  }

  async function sendOne(entry, token) {
    const waited = Math.max(0, Math.round((Date.now() - entry.at) / 1000));
    const body = new URLSearchParams([...entry.fields, ["waited", waited]]);
    const answer = await fetch(entry.url, {
      method: "POST", body, redirect: "manual",
      headers: { "X-CSRFToken": token, Accept: "application/json" },
    });
    if (answer.status >= 500 || answer.status === 429 || answer.status === 403) return false;
    const said = await answer.json().catch(() => ({}));
    if (answer.ok) {
      // Of what was sent, only that it was is kept.
      await put({ id: entry.id, user: entry.user, title: entry.title, door: entry.door, row: entry.row,
        at: entry.at, state: "sent", answer: said, sentAt: Date.now() });
    } else {
      await put({ ...entry, state: "refused", code: answer.status, reason: (said.refused ?? []).join(" ") });
    }
    return true;
  }

  async function sendAll(manifest) {
    const entries = await store("readonly", (box) => box.getAll());
    for (const old of entries) {
      if (old.state === "sent" && Date.now() - old.sentAt > KEEP_SENT_MS) await remove(old.id);
    }
    if (!entries.some((one) => one.state === "waiting")) return "empty";
    let who;
    try {
      const answer = await fetch(manifest, { cache: "no-store", redirect: "manual" });
      if (!answer.ok) return "signed-out";
      who = await answer.json();
      const mine = entries.filter((one) => one.state === "waiting" && one.user === who.user);
      for (const entry of mine.sort((a, b) => a.at - b.at)) {
        if (!(await sendOne(entry, who.token))) return "later";
      }
    } catch {
      return "offline";
    }
    return "sent";
  }

  // Send what waits, one after the other, in one place at a time.
  const flush = (manifest) => (navigator.locks
    ? navigator.locks.request(CHANNEL, () => sendAll(manifest))
    : sendAll(manifest));

  function watch(listener) {
    new BroadcastChannel(CHANNEL).addEventListener("message", listener);
  }

  // A time-ordered id (UUID, version 7).
  function newId() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    let time = Date.now();
    for (let at = 5; at >= 0; at -= 1) { bytes[at] = time % 256; time = Math.floor(time / 256); }
    bytes[6] = 0x70 | (bytes[6] & 0x0f);
    bytes[8] = 0x80 | (bytes[8] & 0x3f);
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  }

  return { all, put, remove, flush, watch, newId };
})();
