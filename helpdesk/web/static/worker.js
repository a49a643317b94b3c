// The service worker: help pages one has read stay readable without a network.
// Only what the server itself calls public is kept, and only for who is not signed in: everything else says
// no-store and goes by. Served at /service-worker.js, with the version and the files to keep in its first lines.

const PAGES = "pages-1";
const FILES = `files-${self.VERSION}`;
const MOST_PAGES = 80;
const PUBLIC = /^(?:\/en)?\/(?:$|faq\/|collections\/|codes\/|glossaire$|guides\/|notes\/|diagnostic\/|pages\/|imprimer$|hors-ligne$)/;

self.addEventListener("install", (event) => {
  event.waitUntil(keepFirst().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOldFiles().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(file(request));
  else if (request.mode === "navigate" && PUBLIC.test(url.pathname)) event.respondWith(page(request, url));
});

async function keepFirst() {
  await (await caches.open(FILES)).addAll(self.KEPT_FILES);
  const pages = await caches.open(PAGES);
  // One that fails does not stop the others: the page may be refused to whoever is signed in.
  await Promise.all(self.KEPT_PAGES.map(async (address) => {
    const answer = await fetch(address, { credentials: "omit" }).catch(() => null);
    if (answer && isPublic(answer)) await pages.put(address, answer);
  }));
}

async function forgetOldFiles() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("files-") && name !== FILES).map((name) => caches.delete(name)));
}

// A file with its fingerprint never changes; a module without one is asked for anew while there is a network.
async function file(request) {
  const kept = await caches.match(request, { cacheName: FILES });
  if (kept && new URL(request.url).search) return kept;
  try {
    return await fetch(request);
  } catch {
    return kept ?? Response.error();
  }
}

async function page(request, url) {
  try {
    const answer = await fetch(request);
    // Words that led to an article change nothing on its page (helpdesk/web/carried.py).
    if (/^(\?mots=[^&]*)?$/.test(url.search)) await follow(url.pathname, answer);
    return answer;
  } catch {
    const pages = await caches.open(PAGES);
    const kept = await pages.match(url.pathname);
    return kept ?? (await pages.match(url.pathname.startsWith("/en") ? "/en/hors-ligne" : "/hors-ligne")) ?? Response.error();
  }
}

// What was withdrawn, moved, or is for some readers now, is not read from here any more; a fault says nothing.
async function follow(path, answer) {
  if (isPublic(answer)) return remember(path, answer.clone());
  const isNoLonger = answer.type === "opaqueredirect" || [200, 401, 403, 404, 410].includes(answer.status);
  if (isNoLonger && !self.KEPT_PAGES.includes(path)) await (await caches.open(PAGES)).delete(path);
}

function isPublic(answer) {
  const rule = answer.headers.get("Cache-Control") ?? "";
  return answer.status === 200 && !answer.redirected && rule.includes("public") && !rule.includes("no-store");
}

// By address alone, the last read last, so that the oldest goes first.
async function remember(path, answer) {
  const pages = await caches.open(PAGES);
  await pages.delete(path);
  await pages.put(path, answer);
  const kept = (await pages.keys()).filter((each) => !self.KEPT_PAGES.includes(new URL(each.url).pathname));
  await Promise.all(kept.slice(0, Math.max(0, kept.length - MOST_PAGES)).map((each) => pages.delete(each)));
}
