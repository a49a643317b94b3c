// A list of suggestions under a text field: the ARIA pattern "combobox with a listbox popup".
// The holder contains the input, [data-panel] with a [role=listbox] and [data-status], and template[data-option].
import { highlight, howMany, terms } from "./words.js";

export class Listbox {
  // choose(result) is called with what was picked; titleOf and textOf read the two lines of an option.
  constructor(holder, { choose, titleOf, textOf }) {
    Object.assign(this, { holder, choose, titleOf, textOf });
    this.input = holder.querySelector("input[type=text], input:not([type])");
    this.panel = holder.querySelector("[data-panel]");
    this.list = holder.querySelector("[role=listbox]");
    this.status = holder.querySelector("[data-status]");
    this.template = holder.querySelector("template[data-option]");
    this.results = [];
    this.current = -1;
    this.describe();
    this.listen();
  }

  // Without scripts the field is a plain one, so its role is given here.
  describe() {
    const { input, list } = this;
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-expanded", "false");
  }

  listen() {
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.take([...this.list.children].indexOf(option));
    });
    this.holder.addEventListener("focusout", (event) => {
      if (!this.holder.contains(event.relatedTarget)) this.close();
    });
  }

  get isOpen() {
    return !this.panel.hidden;
  }

  show(results, query, sentence) {
    this.results = results;
    this.list.replaceChildren(...results.map((result, index) => this.option(result, index, terms(query))));
    this.status.textContent = sentence ?? howMany(results.length, this.holder.dataset);
    this.current = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.panel.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
  }

  option(result, index, wanted) {
    const option = this.template.content.firstElementChild.cloneNode(true);
    option.id = `${this.list.id}-${index}`;
    highlight(option.querySelector("[data-title]"), this.titleOf(result), wanted);
    highlight(option.querySelector("[data-text]"), this.textOf(result) ?? "", wanted);
    return option;
  }

  close() {
    this.panel.hidden = true;
    this.current = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  take(index) {
    const result = this.results[index];
    if (!result) return;
    this.close();
    this.choose(result);
  }

  move(step) {
    const options = [...this.list.children];
    if (options.length === 0) return;
    const from = this.current < 0 && step < 0 ? 0 : this.current;
    this.current = (from + step + options.length) % options.length;
    options.forEach((option, index) => option.setAttribute("aria-selected", String(index === this.current)));
    options[this.current].scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", options[this.current].id);
  }

  key(event) {
    if (event.isComposing || !this.isOpen) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && this.current >= 0) {
      event.preventDefault();
      this.take(this.current);
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.close();
    }
  }
}
