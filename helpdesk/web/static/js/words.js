// Words: without accents for comparing, in the page's language for saying how many.

export function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

// Little words that every text is full of: marking them would hide what was looked for.
const LITTLE = new Set(
  ("a ai au aux avec ce ces dans de des du elle en est et il je la le les leur lui ma mais me mes moi mon ne nos notre nous on " +
    "ou par pas pour qu que qui sa se ses son sur ta te tes toi ton tu un une vos votre vous " +
    "an and are at by can do for from has have how in is it my not of on or our that the this to was we what when with you your").split(" "),
);
const SHORT = 3;

// The words of a query worth marking, without their endings, so that « rejeté » marks « rejet ». A short word is marked
// whole, unless it is the last one, which may still be being typed.
export function terms(query) {
  const words = fold(query).match(/[\p{L}\p{N}]+/gu) ?? [];
  const telling = words.filter((word) => word.length > 1 && !LITTLE.has(word));
  const last = /[\p{L}\p{N}]$/u.test(query) ? words.at(-1) : undefined;
  return telling.map((word) => ({ text: withoutEnding(word), whole: word.length <= SHORT && word !== last }));
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
  if (!wanted.some(({ text, whole }) => (whole ? folded === text : folded.startsWith(text)))) return word;
  const mark = document.createElement("mark");
  mark.textContent = word;
  return mark;
}

// « 3 articles proposés », from the data-one, data-many and data-none of an element.
export function howMany(count, { one, many, none = "" }) {
  if (count === 0) return none;
  return count === 1 ? one : many.replace("{n}", count);
}
