// What is being written is kept in the browser until it is sent.
// form[data-draft="<key>"]; [data-draft-clear="<key>"] on the page that says it was received.
// A form in which nobody wrote gets its draft back at once, and says so ([data-draft-notice]); in a form that
// holds a text the draft is offered ([data-draft-offer]), and nothing is replaced before the person chose.
// Passwords, files and hidden fields (such as the CSRF token) are never kept.
import { afterPause } from "./ask.js";
import { forget, names, recall, remember } from "./storage.js";

const PAUSE_MS = 400;
const KEPT_MS = 7 * 24 * 3600 * 1000;
const PREFIX = "draft:";
const NEVER = new Set(["password", "file", "hidden", "submit", "button", "reset", "image"]);
const TICKED = new Set(["checkbox", "radio"]);

const nameOf = (key) => PREFIX + key;

export function start() {
  for (const mark of document.querySelectorAll("[data-draft-clear]")) forget(nameOf(mark.dataset.draftClear));
  // A text that was saved under another version leaves its draft behind: no page asks for it again.
  for (const name of names(PREFIX)) if (!read(name)) forget(name);
  document.querySelectorAll("form[data-draft]").forEach(keep);
}

// Forget the draft of a form, and empty it.
export function discard(form) {
  forget(nameOf(form.dataset.draft));
  form.reset();
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

function keep(form) {
  giveBack(form);
  form.addEventListener("input", afterPause(PAUSE_MS, () => save(form)));
  // Closing the page must not cost the last words.
  addEventListener("pagehide", () => {
    if (form.dataset.draftDirty) save(form);
  });
  form.addEventListener("input", () => { form.dataset.draftDirty = "yes"; });
}

function fieldsOf(form) {
  return [...form.elements].filter((field) => field.name && field.type && !NEVER.has(field.type) && field.type !== "fieldset");
}

function isText(field) {
  return !TICKED.has(field.type) && !(field instanceof HTMLSelectElement);
}

// While a draft is offered it stays as it was kept: what is typed meanwhile must not take its place.
function save(form) {
  if (form.dataset.draftOffered) return undefined;
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

function read(name) {
  try {
    const draft = JSON.parse(recall(name));
    return draft && Date.now() - draft.at < KEPT_MS ? draft : null;
  } catch {
    return null;
  }
}

// Put the draft back or offer it; one that says what the page already says is not worth a word. What the server
// filled in of its own ([data-prefilled]) does not count as typed.
function giveBack(form) {
  const draft = read(nameOf(form.dataset.draft));
  if (!draft) return;
  const fields = fieldsOf(form);
  if (fields.every((field) => holds(field, draft.values))) return;
  const isWritten = fields.some((field) => isText(field) && field.value.trim() && !("prefilled" in field.dataset));
  if (isWritten) offer(form, draft);
  else restore(form, draft);
}

function restore(form, draft) {
  fillAll(form, draft);
  const notice = form.querySelector("[data-draft-notice]");
  notice.hidden = false;
  notice.querySelector("[data-draft-discard]").addEventListener("click", () => {
    discard(form);
    delete form.dataset.draftDirty;
    notice.hidden = true;
    fieldsOf(form)[0]?.focus();
  });
}

function offer(form, draft) {
  const place = form.querySelector("[data-draft-offer]");
  const words = place.querySelector("[data-words]");
  const time = new Date(draft.at).toLocaleString(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
  words.textContent = words.dataset.words.replace("{time}", time);
  form.dataset.draftOffered = "yes";
  place.hidden = false;
  const choose = (act) => () => {
    delete form.dataset.draftOffered;
    place.hidden = true;
    act();
    fieldsOf(form)[0]?.focus();
  };
  place.querySelector("[data-draft-resume]").addEventListener("click", choose(() => {
    fillAll(form, draft);
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }));
  place.querySelector("[data-draft-erase]").addEventListener("click", choose(() => forget(nameOf(form.dataset.draft))));
}

function fillAll(form, draft) {
  for (const field of fieldsOf(form)) fill(field, draft.values);
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

function keptOf(field, values) {
  return values.filter(([name]) => name === field.name).map(([, value]) => value);
}

// The server may have tidied blanks in what it gives back.
const tidy = (text) => text.replace(/\s+/g, " ").trim();

function holds(field, values) {
  const kept = keptOf(field, values);
  if (TICKED.has(field.type)) return field.checked === kept.includes(field.value);
  return kept.length === 0 || tidy(kept[0]) === tidy(field.value);
}

function fill(field, values) {
  const kept = keptOf(field, values);
  if (TICKED.has(field.type)) field.checked = kept.includes(field.value);
  else if (kept.length > 0) field.value = kept[0];
}
