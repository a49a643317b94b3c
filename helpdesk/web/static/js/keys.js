// One-key shortcuts. An element says its key: data-key="a", or two keys in turn: data-key="g i".
// They can be turned off (WCAG 2.1.4): by <html data-shortcuts="off">, or for this browser by
// input[data-shortcuts-switch]. [data-shortcuts-open] and « ? » show dialog[data-shortcuts-help].
import { recall, remember } from "./storage.js";

const SEQUENCE_MS = 1200;
const TYPING = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";

let previous = { key: "", at: 0 };

export function areOn() {
  return document.documentElement.dataset.shortcuts !== "off" && recall("shortcuts") !== "off";
}

// Tell whether a key press is meant as a shortcut rather than as text.
export function isShortcut(event) {
  if (!areOn() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return false;
  return !event.target.closest?.(TYPING) && !document.querySelector("dialog[open]");
}

export function start() {
  const help = document.querySelector("[data-shortcuts-help]");
  document.addEventListener("keydown", (event) => {
    if (!isShortcut(event)) return;
    if (event.key === "?" && help) help.showModal();
    else if (!press(event)) return;
    event.preventDefault();
  });
  for (const button of document.querySelectorAll("[data-shortcuts-open]")) {
    button.addEventListener("click", () => help.showModal());
  }
  for (const box of document.querySelectorAll("[data-shortcuts-switch]")) {
    box.checked = areOn();
    box.addEventListener("change", () => remember("shortcuts", box.checked ? "on" : "off"));
  }
}

function press(event) {
  const pair = event.timeStamp - previous.at < SEQUENCE_MS ? `${previous.key} ${event.key}` : "";
  previous = { key: event.key, at: event.timeStamp };
  const target = (pair && find(pair)) || find(event.key);
  if (target) activate(target);
  return Boolean(target);
}

// Where the width of the window hides an element, another may have its key.
function find(keys) {
  const named = [...document.querySelectorAll(`[data-key="${CSS.escape(keys)}"]`)];
  return named.find((element) => element.checkVisibility()) ?? named[0];
}

function activate(target) {
  if (target.matches("input[type=radio]")) {
    target.click();
    target.form?.querySelector("textarea")?.focus();
  } else if (target.matches("input, textarea, select")) {
    target.focus();
    // What stands in a search field is typed over.
    if (target.matches("[inputmode=search]")) target.select();
  } else {
    target.click();
  }
}
