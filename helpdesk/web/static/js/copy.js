// Copying a private link, and printing.
// [data-copy="<text>"] or [data-copy-from="<id>"], with data-done: what the button says once done.

const SAID_MS = 4000;

export function start() {
  for (const button of document.querySelectorAll("[data-copy]")) button.addEventListener("click", () => copy(button));
  for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());
}

async function copy(button) {
  const source = document.getElementById(button.dataset.copyFrom ?? "");
  const text = button.dataset.copy || source?.value || source?.textContent.trim() || location.href;
  try {
    await navigator.clipboard.writeText(text);
    say(button);
  } catch {
    // No right to the clipboard: select the text, so that one gesture copies it.
    if (source) getSelection().selectAllChildren(source);
  }
}

function say(button) {
  const words = button.querySelector("span");
  button.dataset.words ??= words.textContent;
  words.textContent = button.dataset.done;
  setTimeout(() => { words.textContent = button.dataset.words; }, SAID_MS);
}
