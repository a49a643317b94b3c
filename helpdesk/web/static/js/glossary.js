// The meaning of a term beside it, while it is pointed at or has the focus.
// a.term[aria-describedby="<id>"]: the link leads to the glossary; the hidden element holds the meaning.
// WCAG 1.4.13: the meaning can be pointed at itself, stays until one leaves, and goes with Escape.

const LEAVE_MS = 200;

let bubble;
let shownFor;
let leaving;

export function start() {
  bubble = document.createElement("span");
  bubble.className = "meaning";
  bubble.hidden = true;
  // Said already by the description of the link.
  bubble.setAttribute("aria-hidden", "true");
  for (const term of document.querySelectorAll("a.term")) watch(term);
  bubble.addEventListener("pointerenter", () => clearTimeout(leaving));
  bubble.addEventListener("pointerleave", leave);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
}

function watch(term) {
  term.addEventListener("pointerenter", (event) => {
    if (event.pointerType === "mouse") show(term);
  });
  term.addEventListener("pointerleave", leave);
  term.addEventListener("focus", () => show(term));
  term.addEventListener("blur", hide);
}

function show(term) {
  clearTimeout(leaving);
  const meaning = document.getElementById(term.getAttribute("aria-describedby"));
  if (!meaning || shownFor === term) return;
  shownFor = term;
  bubble.textContent = meaning.textContent;
  // After the word in the document: the style sheet puts it under the line, wherever the page is scrolled to.
  term.after(bubble);
  bubble.hidden = false;
}

function leave() {
  clearTimeout(leaving);
  leaving = setTimeout(hide, LEAVE_MS);
}

function hide() {
  clearTimeout(leaving);
  shownFor = undefined;
  bubble.hidden = true;
}
