// Registers the service worker on public pages; lists on the offline page what is kept; forgets it when asked,
// and when somebody signs out, since what one has read says something of oneself.
// link[rel=canonical] marks public pages. ul[data-kept-pages], button[data-forget-pages], form[data-forget-pages].

const PAGES = "pages-1";

export function start() {
  if (!("serviceWorker" in navigator) || !("caches" in window)) return;
  if (document.querySelector("link[rel=canonical]")) navigator.serviceWorker.register("/service-worker.js").catch(() => {});
  const list = document.querySelector("[data-kept-pages]");
  if (list) show(list);
  for (const button of document.querySelectorAll("button[data-forget-pages]")) {
    button.addEventListener("click", async () => {
      await caches.delete(PAGES);
      location.reload();
    });
  }
  for (const form of document.querySelectorAll("form[data-forget-pages]")) {
    form.addEventListener("submit", () => caches.delete(PAGES));
  }
}

async function show(list) {
  const pages = await caches.open(PAGES);
  const here = location.pathname;
  const entries = (await pages.keys()).map((each) => new URL(each.url).pathname).filter((path) => path !== here && !path.endsWith("/hors-ligne"));
  for (const path of entries.reverse()) list.append(await entry(pages, path));
  document.querySelector("[data-kept-none]").hidden = entries.length > 0;
}

async function entry(pages, path) {
  const text = await (await pages.match(path)).text();
  const title = new DOMParser().parseFromString(text, "text/html").title;
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = path;
  link.textContent = title.split(" · ")[0];
  item.append(link);
  return item;
}
