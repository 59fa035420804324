// What was typed and not yet sent, kept on this device until the server has answered for it.
// One store for pages and service worker, so it is sent whichever of them wakes up with a network.
// Every entry has an id made where it was typed: sent twice, it counts once.
globalThis.wanliOutbox = (() => {
  const CHANNEL = "wanli-outbox";
  const KEEP_SENT_MS = 12 * 3600 * 1000;
  const PIECE = { first: 128 * 1024, least: 32 * 1024, most: 1024 * 1024 };
  const SILENT_MS = 30_000;

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

  function tell(what) {
    const channel = new BroadcastChannel(CHANNEL);
    channel.postMessage(what);
    channel.close();
  }
  const changed = () => tell("changed");

  // What a user has waiting, refused or sent today, the oldest first.
  async function all(user) {
    const entries = (await store("readonly", (box) => box.getAll())).filter((one) => one.user === user);
    return entries.sort((a, b) => a.at - b.at);
  }

  const get = (id) => store("readonly", (box) => box.get(id));

  async function put(entry) {
    await store("readwrite", (box) => box.put(entry));
    changed();
  }

  async function remove(id) {
    await store("readwrite", (box) => box.delete(id));
    changed();
  }

  // A request that nobody answers for so long is a cut: the next one asks how far we are.
  const ask = (url, options) => fetch(url, {
    cache: "no-store", redirect: "manual", ...options,
    signal: globalThis.AbortSignal?.timeout?.(SILENT_MS),
  });
  const offset = (answer) => Number(answer.headers.get("Upload-Offset"));
  // Signed out, forged, overloaded or broken: no verdict on what was sent.
  const unanswered = ({ status }) => status === 0 || status === 403 || status === 429 || status >= 500;

  // A picture goes ahead of its form, in pieces (tus 1.0): after a cut it goes on where the server
  // says that it is. Null when all of it is there, else the answer that stopped it.
  async function sendFile(entry, file, token) {
    const headers = { "X-CSRFToken": token, "Tus-Resumable": "1.0.0", Accept: "application/json" };
    const address = `${entry.uploads}${file.id}/`;
    const total = file.blob.size;
    let answer = await ask(address, { method: "HEAD", headers });
    if (answer.status === 404) {
      answer = await ask(entry.uploads, { method: "POST", headers: { ...headers,
        "Upload-Length": String(total), "Upload-Metadata": `id ${btoa(file.id)}` } });
    }
    if (!answer.ok) return answer;
    let at = offset(answer);
    let size = PIECE.first;
    while (at < total) {
      tell({ id: entry.id, done: at, total });
      const began = Date.now();
      answer = await ask(address, { method: "PATCH", body: file.blob.slice(at, at + size),
        headers: { ...headers, "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(at) } });
      if (!answer.ok && answer.status !== 409) return answer;
      at = offset(answer);
      // As large as the network carries in about a second: of more, more is lost with a cut.
      size = Date.now() - began < 1000 ? Math.min(size * 2, PIECE.most) : Math.max(size / 2, PIECE.least);
    }
    tell({ id: entry.id, done: total, total });
    return null;
  }

  async function refuse(entry, answer) {
    if (unanswered(answer)) return false;
    const said = await answer.json().catch(() => ({}));
    await put({ ...entry, state: "refused", code: answer.status, reason: (said.refused ?? []).join(" ") });
    return true;
  }

  async function sendOne(entry, token) {
    const uploaded = [];
    for (const file of entry.files ?? []) {
      const stopped = await sendFile(entry, file, token);
      if (stopped) return refuse(entry, stopped);
      uploaded.push([`${file.field}-upload`, file.id]);
    }
    const waited = Math.max(0, Math.round((Date.now() - entry.at) / 1000));
    const body = new URLSearchParams([...entry.fields, ...uploaded, ["waited", waited]]);
    const answer = await ask(entry.url, {
      method: "POST", body,
      headers: { "X-CSRFToken": token, Accept: "application/json" },
    });
    if (answer.ok) {
      const said = await answer.json().catch(() => ({}));
      // Of what was sent, only that it was is kept.
      await put({ id: entry.id, user: entry.user, title: entry.title, door: entry.door, row: entry.row,
        at: entry.at, state: "sent", answer: said, sentAt: Date.now() });
      return true;
    }
    return refuse(entry, answer);
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

  // "sent", "empty", "signed-out", "offline" or "later".
  // Send what waits, one after the other, in one place at a time.
  const flush = (manifest) => (navigator.locks
    ? navigator.locks.request(CHANNEL, () => sendAll(manifest))
    : sendAll(manifest));

  function watch(listener) {
    new BroadcastChannel(CHANNEL).addEventListener("message", (event) => listener(event.data));
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

  return { all, get, put, remove, flush, watch, newId };
})();
