// The search field: articles as one types.
// form[data-combobox][data-url][data-one][data-many][data-none][data-corrected]; a[data-new] writes to us.
import { afterPause, asker } from "./ask.js";
import { Listbox } from "./listbox.js";

const PAUSE_MS = 130;
const SHORTEST = 2;

export function start() {
  document.querySelectorAll("[data-combobox]").forEach(suggest);
}

function suggest(form) {
  const list = new Listbox(form, {
    // The words that found an article go with its address where they may: the server says which.
    choose: (article) => location.assign(article.url),
    titleOf: (article) => article.title,
    textOf: (article) => [article.kept_for, article.variant, article.snippet || article.summary].filter(Boolean).join(" · "),
  });
  const ask = asker();

  async function search() {
    const query = list.input.value.trim();
    if (query.length < SHORTEST) return list.close();
    const answer = await ask(form.dataset.url, query);
    if (!answer || answer.query.trim() !== list.input.value.trim()) return undefined;
    offerToWrite(form, answer);
    // A reason code has a page of its own, before the articles.
    return list.show([...(answer.code ? [answer.code] : []), ...answer.results], answer.corrected ?? query, sentence(form, answer));
  }

  list.input.addEventListener("input", afterPause(PAUSE_MS, search));
  list.input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && !list.isOpen) search();
  });
  // Who types faster than the page loads waits for an answer already.
  if (document.activeElement === list.input && list.input.value) search();
}

function sentence(form, answer) {
  if (!answer.corrected || answer.results.length === 0) return undefined;
  return form.dataset.corrected.replace("{query}", answer.corrected);
}

// Nothing found: the way to write to us, with what was typed as the subject.
function offerToWrite(form, answer) {
  const link = form.querySelector("[data-new]");
  const address = new URL(link.dataset.new, location.href);
  address.searchParams.set("subject", answer.query);
  link.href = address;
  link.hidden = answer.results.length > 0 || Boolean(answer.code);
}
