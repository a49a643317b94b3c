"""Drafts out of a long document: the pieces of `splitting` with a front matter that only wants to be looked over."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from helpdesk.core.clock import local
from helpdesk.core.errors import Refused
from helpdesk.core.identifiers import one_line
from helpdesk.faq.content.splitting import LONGEST_DOCUMENT, MOST_PIECES, slug_of, split
from helpdesk.faq.writing.matter import Article, compose
from helpdesk.faq.writing.rules import Kind
from helpdesk.faq.writing.texts import Paper, path_for
from helpdesk.web.i18n import gettext as _

SLUG = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")

LONGEST_SUMMARY = 300
MARKS = re.compile(r"[*_`>#|]+|^\s*(?:[-•]|\d+[.)])\s+", re.MULTILINE)
UNSAID = {
    "fr": ("À compléter : la réponse en une ou deux phrases.", "À compléter"),
    "en": ("To be written: the answer in one or two sentences.", "To be named"),
}


@dataclass(frozen=True)
class Draft:
    """An article to be: its parts, and the line of the document where its question stands."""

    article: Article
    line: int

    @property
    def slug(self) -> str:
        """The end of its address."""
        return str(self.article.matter["slug"])

    @property
    def file_text(self) -> str:
        """The whole of it as a file, which says that it is a draft."""
        return compose(replace(self.article, others={"status": "draft"}))

    def paper(self) -> Paper:
        """Return it as the browser keeps it."""
        matter = self.article.matter
        return Paper(
            path_for(Kind.ARTICLE, self.slug, matter["lang"], matter["collection"]),
            Kind.ARTICLE,
            self.slug,
            matter["lang"],
            compose(self.article),
            matter["title"],
            matter["collection"],
            matter["owner"],
            matter["reviewed_on"],
        )


def drafts_of(
    document: str, *, collection: str, lang: str, today: date, taken: Iterable[str] = ()
) -> Iterator[Draft]:
    """Yield one draft for each question of a document; `taken` are addresses that others have."""
    known = set(taken)
    for piece in split(document):
        slug = slug_of(piece.question, frozenset(known))
        known.add(slug)
        matter = {
            "title": piece.question,
            "slug": slug,
            "lang": lang,
            "collection": collection,
            "category": "autre",
            "ticket_category": "autre",
            "audience": "both",
            "summary": _summary(piece.body) or UNSAID[lang][0],
            # How people ask is for somebody to write who has heard them; until then nobody may publish it.
            "aliases": [],
            "owner": UNSAID[lang][1],
            "reviewed_on": today,
        }
        yield Draft(Article(matter, piece.body or UNSAID[lang][0]), piece.line)


def write_drafts(
    document: str, folder: Path, collection: str, lang: str, *, now: datetime
) -> list[tuple[Path, int]]:
    """Write one file for each question of a document; return them with the lines of their questions.

    Raises Refused for a document that is too long, or a collection whose name is none.
    """
    refuse_too_much(document)
    if not SLUG.fullmatch(collection):
        raise Refused(f"{collection!r} is no name of a collection: give one with --collection.")
    suffix = ".md" if lang == "fr" else f".{lang}.md"
    taken = {path.name.partition(".")[0] for path in folder.glob("*.md")}
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for draft in drafts_of(document, collection=collection, lang=lang, today=local(now).date(), taken=taken):
        path = folder / f"{draft.slug}{suffix}"
        path.write_text(draft.file_text, encoding="utf-8")
        written.append((path, draft.line))
    return written


def refuse_too_much(document: str) -> None:
    """Raise Refused for a document that would not be taken apart whole."""
    if len(document) > LONGEST_DOCUMENT:
        raise Refused(_("Le texte dépasse %(max)d ko.", max=LONGEST_DOCUMENT // 1000), status=413)
    if len(split(document)) > MOST_PIECES:
        raise Refused(
            _("Le texte pose plus de %(max)d questions : partagez-le.", max=MOST_PIECES), status=413
        )


def _summary(body: str) -> str:
    """Return the first sentences of an answer, as many as a summary holds."""
    text = one_line(MARKS.sub(" ", body))
    told = ""
    for sentence in re.split(r"(?<=[.!?…])\s+", text):
        if told and len(told) + len(sentence) >= LONGEST_SUMMARY:
            break
        told = f"{told} {sentence}".strip()
    return told[:LONGEST_SUMMARY].strip()
