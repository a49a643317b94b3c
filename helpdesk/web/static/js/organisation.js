// The organisation's name, with suggestions; any other text is accepted too.
// [data-organisation][data-url] holds the field and input[data-organisation-id].
import { afterPause, asker } from "./ask.js";
import { Listbox } from "./listbox.js";

const PAUSE_MS = 150;
const SHORTEST = 2;

export function start() {
  document.querySelectorAll("[data-organisation]").forEach(suggest);
}

function suggest(holder) {
  const chosen = holder.querySelector("[data-organisation-id]");
  const list = new Listbox(holder, {
    choose: (organisation) => {
      list.input.value = organisation.name;
      chosen.value = organisation.id;
      list.input.dispatchEvent(new Event("change", { bubbles: true }));
    },
    titleOf: (organisation) => organisation.name,
    textOf: (organisation) => organisation.detail,
  });
  const ask = asker();

  const search = afterPause(PAUSE_MS, async () => {
    const query = list.input.value.trim();
    if (query.length < SHORTEST) return list.close();
    const answer = await ask(holder.dataset.url, query);
    if (!answer || document.activeElement !== list.input) return undefined;
    return list.show(answer.results, query);
  });

  // The name no longer is the one chosen; emptying a form leaves hidden fields as they are.
  const unchoose = () => { chosen.value = ""; };
  list.input.addEventListener("input", () => {
    unchoose();
    search();
  });
  list.input.form?.addEventListener("reset", unchoose);
}
