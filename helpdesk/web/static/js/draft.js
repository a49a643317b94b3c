// What is being written is kept in the browser until it is sent.
// form[data-draft="<key>"]; [data-draft-clear="<key>"] on the page that says it was received.
// Passwords, files and hidden fields (such as the CSRF token) are never kept.
import { afterPause } from "./ask.js";
import { forget, recall, remember } from "./storage.js";

const PAUSE_MS = 400;
const KEPT_MS = 7 * 24 * 3600 * 1000;
const NEVER = new Set(["password", "file", "hidden", "submit", "button", "reset", "image"]);
const TICKED = new Set(["checkbox", "radio"]);

const nameOf = (key) => `draft:${key}`;

export function start() {
  for (const mark of document.querySelectorAll("[data-draft-clear]")) forget(nameOf(mark.dataset.draftClear));
  document.querySelectorAll("form[data-draft]").forEach(keep);
}

// Forget the draft of a form, and empty it.
export function discard(form) {
  forget(nameOf(form.dataset.draft));
  form.reset();
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

function keep(form) {
  const notice = form.querySelector("[data-draft-notice]");
  if (restore(form) && notice) notice.hidden = false;
  form.addEventListener("input", afterPause(PAUSE_MS, () => save(form)));
  // Closing the page must not cost the last words.
  addEventListener("pagehide", () => {
    if (form.dataset.draftDirty) save(form);
  });
  form.addEventListener("input", () => { form.dataset.draftDirty = "yes"; });
  form.querySelector("[data-draft-discard]")?.addEventListener("click", () => {
    discard(form);
    delete form.dataset.draftDirty;
    notice.hidden = true;
    fieldsOf(form)[0]?.focus();
  });
}

function fieldsOf(form) {
  return [...form.elements].filter((field) => field.name && field.type && !NEVER.has(field.type) && field.type !== "fieldset");
}

function isText(field) {
  return !TICKED.has(field.type) && !(field instanceof HTMLSelectElement);
}

function save(form) {
  const fields = fieldsOf(form);
  const written = fields.some((field) => isText(field) && field.value.trim());
  if (!written) return forget(nameOf(form.dataset.draft));
  const values = fields.filter((field) => !TICKED.has(field.type) || field.checked).map((field) => [field.name, field.value]);
  if (remember(nameOf(form.dataset.draft), JSON.stringify({ at: Date.now(), values }))) sayKept(form);
  delete form.dataset.draftDirty;
  return undefined;
}

function sayKept(form) {
  const place = form.querySelector("[data-draft-saved]");
  if (!place) return;
  const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  place.querySelector("span").textContent = place.dataset.words.replace("{time}", time);
  place.hidden = false;
}

function read(form) {
  try {
    const draft = JSON.parse(recall(nameOf(form.dataset.draft)));
    return draft && Date.now() - draft.at < KEPT_MS ? draft.values : null;
  } catch {
    return null;
  }
}

// Put the draft back; a refused form, with what was just typed, is newer and stays. What the server filled in
// of its own ([data-prefilled]) does not count as typed.
function restore(form) {
  const values = read(form);
  if (!values) return forget(nameOf(form.dataset.draft));
  const fields = fieldsOf(form);
  if (fields.some((field) => isText(field) && field.value.trim() && !("prefilled" in field.dataset))) return false;
  for (const field of fields) fill(field, values);
  form.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}

function fill(field, values) {
  const kept = values.filter(([name]) => name === field.name).map(([, value]) => value);
  if (TICKED.has(field.type)) field.checked = kept.includes(field.value);
  else if (kept.length > 0) field.value = kept[0];
}
