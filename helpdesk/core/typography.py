"""French spaces: the no-break ones that belong before signs and inside quotation marks.

For French only; the caller knows the language. Source: “The looks”, §6: « U+202F before ? ! ; %,
U+00A0 before : and inside «  », in “9 h 12”, “342,00 €”, “23 adhérents” ».
"""

import re
from html import unescape

_UNITS = (
    "ans? jours? semaines? mois heures? minutes? euros? adhérents? membres? syndicats? organisations? dossiers? "
    "articles? prélèvements? janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
).replace(" ", "|")

_SIGNS = re.compile(
    # Addresses, mailboxes and the references of HTML are kept as they are.
    r"(?P<kept>(?<!\S)\S*(?:://|@)\S*|&#?[A-Za-z0-9]{1,32};)"
    r"|(?<=«)(?P<opening>[ \u00a0\u202f]*)"
    # All others start at a space or a sign: at a letter, not one of them need be tried.
    r"|(?=[ \u00a0\u202f?!;:%€»])(?:"
    r"(?<=[^\s(\[«?!])(?P<high>[ \u00a0\u202f]*(?=[?!;]+(?:[\s)\]»”’\"':,.…]|$)))"
    r"|(?<=[0-9])(?P<percent>[ \u00a0\u202f]*(?=%(?!\w)))"
    r"|(?<=[^\s(\[«:])(?P<colon>[ \u00a0\u202f]*(?=:(?:[ \t\n\]]|$)))"
    r"|(?P<closing>(?<=[^\s«])[ \u00a0\u202f]*(?=»))"
    r"|(?<=[0-9])(?P<euro>[ \u00a0\u202f]*(?=€))"
    r"|(?<=[0-9])(?P<hour>[ ](?=h\b))|(?<=[0-9] h|[0-9]\u00a0h)(?P<minute>[ ](?=[0-5][0-9]\b))"
    # In a sentence of ours the number is still to be set in.
    rf"|(?<=\)d)(?P<counted>[ ](?=(?:[hj]\b(?!’)|(?:{_UNITS})\b)))"
    r"|(?<=\)d h|\)d\u00a0h)(?P<counting>[ ](?=%\())"
    r"|(?<=n°)(?P<number>[ ](?=[0-9]))"
    rf"|(?<=[0-9])(?P<unit>[ ](?=(?:{_UNITS})\b)))"
)
_TRIGGER = re.compile("[?!;:«»0-9%]")
"""What a text must have for anything to be set in it: most titles have none."""

_TYPED = re.compile(
    r"(?P<kept>(?<!\S)\S*(?:://|@)\S*)"
    r"|(?<=\S)(?P<high>[ \u00a0](?=[?!;]+(?:[\s)\]»”’\"',.…]|$)))"
    r"|(?<=\S)(?P<colon>[ ](?=:(?:\s|$)))|(?<=\S)(?P<closing>[ ](?=»))|(?<=«)(?P<opening>[ ](?=\S))"
)

_CODE = frozenset({"code", "kbd", "samp", "var"})
_VERBATIM = _CODE | {"pre", "script", "style", "textarea"}
_INLINE = _CODE | {
    "a",
    "abbr",
    "b",
    "cite",
    "em",
    "i",
    "mark",
    "q",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
}
# Not html.parser, which lowers tags, completes entities and cannot say what it read.
_HTML = re.compile(r"""(<(?:(/?)([a-zA-Z][^\s<>/"']*)(?:"[^"]*"|'[^']*'|[^"'<>])*|![^<>]*)>)|([^<]+|<)""")
_NARROW = frozenset({"high", "percent"})


def typo(text: str) -> str:
    """Return French `text` with its no-break spaces set; a second call changes nothing.

    Only spaces are added or replaced. Addresses, mailboxes, times such as 12:30 and anything where
    a sign stands inside a word are left alone. No space is set at the very beginning.
    """
    return _SIGNS.sub(_spaced, text) if _TRIGGER.search(text) else text


def bind(text: str) -> str:
    """Return people's own text with the spaces they typed before signs, and inside « », made no-break.

    None is added: the text may be in any language. A second call changes nothing.
    """
    return _TYPED.sub(_spaced, text) if _TRIGGER.search(text) else text


def typo_html(html: str) -> str:
    """Return `html` with the spaces of `typo` in its text, and nothing else changed.

    What is joined again is what was given; a no-break space comes out as itself, not as an entity.
    Attributes, comments and whatever stands in `code`, `pre` or `kbd` are left alone. A sign that
    follows an element inside its sentence (`<em>mot</em> ?`) gets its space too.
    """
    pieces: list[str] = []
    before, verbatim = "", 0
    for markup, closes, tag, text in _HTML.findall(html):
        if markup:
            pieces.append(markup)
            verbatim = max(0, verbatim + (-1 if closes else 1)) if tag.lower() in _VERBATIM else verbatim
            before = before if tag.lower() in _INLINE else ""
        elif verbatim:
            pieces.append(text)
            before = "x"
        else:
            # The sign before decides what follows: `typo` reads it, and it is cut off again.
            pieces.append(typo(before + text.replace("&nbsp;", "\u00a0"))[len(before) :])
            before = unescape(pieces[-1][-32:])[-1:]
    return "".join(pieces)


def _spaced(found: re.Match[str]) -> str:
    if found.lastgroup == "kept":
        return found[0]
    return "\u202f" if found.lastgroup in _NARROW else "\u00a0"
