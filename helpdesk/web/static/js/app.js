// Entry of every page. Progressive enhancement only: each page works without any of this.
// A module is fetched only where the page carries its mark.
import { start as startPage } from "./page.js";

const MODULES = [
  ["[data-draft-clear], form[data-draft]", "./draft.js"],
  ["[data-combobox]", "./combobox.js"],
  ["form[data-suggest]", "./suggest.js"],
  ["[data-organisation]", "./organisation.js"],
  ["form[data-topics]", "./topicfields.js"],
  ["[data-copy], [data-print]", "./copy.js"],
  ["[data-toc]", "./toc.js"],
  ["a.term", "./glossary.js"],
  ["link[rel=canonical], [data-kept-pages], [data-forget-pages]", "./offline.js"],
  ["[data-key], [data-shortcuts-switch]", "./keys.js"],
  ["[data-rows], [data-insert], form[data-send]", "./desk.js"],
];

startPage();
for (const [mark, module] of MODULES) {
  if (document.querySelector(mark)) import(module).then(({ start }) => start());
}
