// While a complaint is written: articles that may already answer it, to be read on the spot.
// form[data-suggest="<json address>"], fields [data-suggest-from], one [data-suggest-panel][data-solved-url].
import { afterPause, asker } from "./ask.js";
import { discard } from "./draft.js";
import { howMany } from "./words.js";

const PAUSE_MS = 250;
const SHORTEST = 8;
const LONGEST = 300;
const SHOWN = 3;

export function start() {
  document.querySelectorAll("form[data-suggest]").forEach(suggest);
}

function suggest(form) {
  const panel = form.querySelector("[data-suggest-panel]");
  const ask = asker();
  let asked = "";

  const search = afterPause(PAUSE_MS, async () => {
    const query = queryOf(form);
    if (query === asked || query.length < SHORTEST) return;
    asked = query;
    const answer = await ask(form.dataset.suggest, query);
    if (answer) show(form, panel, answer);
  });

  form.addEventListener("input", (event) => {
    if (event.target.closest("[data-suggest-from]")) search();
  });
  panel.addEventListener("click", (event) => {
    const button = event.target.closest("[data-solved]");
    if (button) solved(form, panel, button.value);
  });
}

// What is typed, without what could identify a person or an account: the address is written in logs.
function queryOf(form) {
  const texts = [...form.querySelectorAll("[data-suggest-from]")].map(textOf).join(" ");
  return texts.replace(/\S*@\S*|\S*\d{4}\S*/g, " ").replace(/\s+/g, " ").trim().slice(0, LONGEST);
}

function textOf(field) {
  if (field instanceof HTMLSelectElement) return field.value ? field.selectedOptions[0].text : "";
  return field.value;
}

// An article already unfolded stays as it is: one does not lose what one is reading.
function show(form, panel, answer) {
  const list = panel.querySelector("ul");
  if (list.querySelector("details[open]")) return;
  const articles = answer.results.slice(0, SHOWN);
  list.replaceChildren(...articles.map((article) => item(panel, article)));
  const status = panel.querySelector("[data-status]");
  panel.hidden = articles.length === 0;
  status.textContent = howMany(articles.length, status.dataset);
}

function item(panel, article) {
  const entry = panel.querySelector("template").content.firstElementChild.cloneNode(true);
  entry.querySelector("[data-title]").textContent = article.title;
  entry.querySelector("[data-text]").textContent = article.summary || article.snippet;
  entry.querySelector("[data-link]").href = article.url;
  entry.querySelector("[data-solved]").value = article.slug;
  return entry;
}

async function solved(form, panel, slug) {
  const subject = form.elements.namedItem("subject")?.value ?? "";
  const body = new URLSearchParams({ slug, q: subject });
  const token = form.querySelector("[name=csrf_token]");
  if (token) body.set("csrf_token", token.value);
  const response = await fetch(panel.dataset.solvedUrl, { method: "POST", body }).catch(() => null);
  if (!response?.ok) return;
  discard(form);
  if (response.redirected) {
    location.assign(response.url);
    return;
  }
  panel.querySelector("ul").replaceChildren();
  panel.querySelector("[data-thanks]").hidden = false;
}
