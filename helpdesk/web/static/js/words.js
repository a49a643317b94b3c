// Words: without accents for comparing, in the page's language for saying how many.

export function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

// The words of a query worth marking: two letters or more, without their endings, so that « rejeté » marks « rejet ».
export function terms(query) {
  const words = fold(query).match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.filter((word) => word.length > 1).map(withoutEnding);
}

function withoutEnding(word) {
  if (word.length > 5) return word.slice(0, -2);
  return word.length > 3 ? word.replace(/[sx]$/, "") : word;
}

// Fill `element` with `text`, each word that begins like a term in a <mark>: text nodes only, never HTML.
export function highlight(element, text, wanted) {
  const parts = text.split(/([\p{L}\p{N}]+)/u).filter(Boolean).map((part) => marked(part, wanted));
  element.replaceChildren(...parts);
}

function marked(word, wanted) {
  const folded = fold(word);
  if (!wanted.some((term) => folded.startsWith(term))) return word;
  const mark = document.createElement("mark");
  mark.textContent = word;
  return mark;
}

// « 3 articles proposés », from the data-one, data-many and data-none of an element.
export function howMany(count, { one, many, none = "" }) {
  if (count === 0) return none;
  return count === 1 ? one : many.replace("{n}", count);
}
