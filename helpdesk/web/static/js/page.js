// What any page may hold: the theme button, menus, forms sent once.
import { remember } from "./storage.js";

const NARROW = "(max-width: 60rem)";

export function start() {
  for (const button of document.querySelectorAll("[data-theme-toggle]")) {
    button.addEventListener("click", switchTheme);
  }
  for (const menu of document.querySelectorAll("[data-menu]")) closeFromOutside(menu);
  for (const form of document.querySelectorAll("form[data-once]")) sendOnce(form);
  for (const notice of document.querySelectorAll("[data-vanishes]")) vanish(notice);
  // Details that are open for want of scripts are folded where room is short.
  if (matchMedia(NARROW).matches) {
    for (const details of document.querySelectorAll("details[data-open-wide]")) details.open = false;
  }
}

// What can be done for some seconds only goes when they are over, unless somebody is just at it.
function vanish(notice) {
  setTimeout(() => {
    if (!notice.contains(document.activeElement)) notice.hidden = true;
  }, Number(notice.dataset.vanishes) * 1000);
}

function switchTheme() {
  const root = document.documentElement;
  const systemIsDark = matchMedia("(prefers-color-scheme: dark)").matches;
  const isDark = root.dataset.theme ? root.dataset.theme === "dark" : systemIsDark;
  root.dataset.theme = isDark ? "light" : "dark";
  remember("theme", root.dataset.theme);
}

function closeFromOutside(menu) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

// A second click while the first is on its way sends nothing. The server guards against it too.
function sendOnce(form) {
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
    for (const button of form.querySelectorAll("[type=submit]")) button.setAttribute("aria-disabled", "true");
  });
  // The page may come back from the browser's cache by "Back".
  addEventListener("pageshow", () => {
    sent = false;
    for (const button of form.querySelectorAll("[type=submit]")) button.removeAttribute("aria-disabled");
  });
}
