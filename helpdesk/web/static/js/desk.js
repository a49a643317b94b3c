// The agents' lists and their composer.
// [data-rows] of [data-row], each with one link: j and k go down and up, Enter opens.
// form[data-send]: Ctrl+Enter sends. [data-insert="<text>"][data-insert-into="<id>"]: puts a text at the cursor.
// details.pop: a small form under its button takes the focus when it unfolds.
import { isShortcut } from "./keys.js";

export function start() {
  document.addEventListener("keydown", (event) => {
    if (isShortcut(event) && (event.key === "j" || event.key === "k")) move(event.key === "j" ? 1 : -1);
  });
  for (const form of document.querySelectorAll("form[data-send]")) form.addEventListener("keydown", sendByKey);
  // Asked of the document: what may be inserted arrives later than the page.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert]");
    const field = button && document.getElementById(button.dataset.insertInto);
    if (!field) return;
    event.preventDefault();
    insert(field, button.dataset.insert);
  });
  for (const pop of document.querySelectorAll("details.pop")) {
    pop.addEventListener("toggle", () => {
      if (pop.open) pop.querySelector(".pop-panel :is(select, input:checked, input:not([type=hidden]), a)")?.focus();
    });
  }
}

function move(step) {
  const rows = [...document.querySelectorAll("[data-rows] [data-row]")];
  if (rows.length === 0) return;
  const from = rows.indexOf(document.activeElement.closest("[data-row]"));
  const to = from < 0 ? 0 : Math.min(Math.max(from + step, 0), rows.length - 1);
  rows[to].querySelector("a").focus();
}

function sendByKey(event) {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  event.currentTarget.requestSubmit();
}

function insert(field, text) {
  const before = field.value.slice(0, field.selectionStart);
  const gap = before && !/\s$/.test(before) ? "\n" : "";
  field.focus();
  field.setRangeText(gap + text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
