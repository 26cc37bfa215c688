/* Forms that wait on the phone for a line: encrypted with a key the phone does not keep. */
"use strict";
const Waiting = (() => {
  const STORE = "forms";
  const able = Boolean(window.isSecureContext && window.indexedDB && window.crypto && crypto.subtle);

  const settled = (request) => new Promise((good, bad) => {
    request.onsuccess = () => good(request.result);
    request.onerror = () => bad(request.error);
  });

  function opened() {
    const request = indexedDB.open("linkage-unit", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id", autoIncrement: true });
    return settled(request);
  }

  async function within(mode, work) {
    const database = await opened();
    try {
      return await settled(work(database.transaction(STORE, mode).objectStore(STORE)));
    } finally {
      database.close();
    }
  }

  const all = () => (able ? within("readonly", (store) => store.getAll()) : Promise.resolve([]));
  const put = (entry) => within("readwrite", (store) => store.put(entry));
  const remove = (id) => within("readwrite", (store) => store.delete(id));

  const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  const keyOf = (text) => crypto.subtle.importKey("raw", bytes(text), "AES-GCM", false, ["encrypt", "decrypt"]);

  /* One block: how long the head is, the head as JSON, then the files one after the other. */
  async function packed(head, files) {
    const front = new TextEncoder().encode(JSON.stringify(head));
    const length = new Uint8Array(new Uint32Array([front.length]).buffer);
    return new Uint8Array(await new Blob([length, front, ...files]).arrayBuffer());
  }

  function unpacked(block) {
    const length = new Uint32Array(block.slice(0, 4))[0];
    const head = JSON.parse(new TextDecoder().decode(block.slice(4, 4 + length)));
    let start = 4 + length;
    const files = head.files.map((one) => {
      const end = start + one.size;
      const file = new File([block.slice(start, end)], one.name, { type: one.type });
      start = end;
      return [one.field, file];
    });
    return { ...head, files };
  }

  async function sealed(key, said) {
    const files = said.files.map(([, file]) => file);
    const kinds = said.files.map(([field, file]) => ({ field, name: file.name, type: file.type, size: file.size }));
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const block = await packed({ ...said, files: kinds }, files);
    return { iv, box: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, block) };
  }

  const unsealed = async (key, entry) =>
    unpacked(await crypto.subtle.decrypt({ name: "AES-GCM", iv: entry.iv }, key, entry.box));

  return { able, all, put, remove, keyOf, sealed, unsealed };
})();
