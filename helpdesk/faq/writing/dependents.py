"""What would lead nowhere without a text: whatever names it, wherever that is written."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select

from helpdesk.core.errors import Refused
from helpdesk.db import db
from helpdesk.faq.companions.reading import GLOSSARY, JOURNEY, TREE
from helpdesk.faq.companions.storing import list_companions
from helpdesk.faq.content.blocks import blocks_in
from helpdesk.faq.content.links import paths_in
from helpdesk.faq.content.source import AnyMatter, ArticleMatter, Source
from helpdesk.faq.diagnosis.rules import tree_of
from helpdesk.faq.journeys.rules import journey_of
from helpdesk.faq.models import Article
from helpdesk.faq.notices.citing import cited_in
from helpdesk.faq.notices.matter import NoticeMatter
from helpdesk.faq.rules import ArticleKind, ArticleStatus
from helpdesk.faq.writing import room
from helpdesk.faq.writing.models import Manuscript
from helpdesk.faq.writing.rules import FOLDERS, Kind, State
from helpdesk.faq.writing.texts import read
from helpdesk.web.i18n import gettext as _
from helpdesk.web.i18n import ngettext

MOST_NAMED = 8
"""How many of those that lead to a text a refusal names; it counts the others."""

FOOT_PAGES = frozenset({"accessibilite", "donnees-personnelles", "mentions-legales"})
"""Pages that every page leads to at its foot (web/base.html)."""

_OWN_LINK = re.compile(r'href="(/[^"#?]*)')


def translations_of(row: Manuscript) -> Sequence[Manuscript]:
    """Return the public translations of a text, which are nothing without it; none for a translation."""
    if row.lang != "fr":
        return []
    others = select(Manuscript).where(
        Manuscript.kind == row.kind, Manuscript.slug == row.slug, Manuscript.lang != row.lang
    )
    return [each for each in db.session.scalars(others) if each.live_text is not None]


def refuse_if_named(row: Manuscript) -> None:
    """Raise Refused, with their names, while others would lead nowhere without a text."""
    others = _names_of_dependents(row)
    if others:
        titles = " ; ".join(others[:MOST_NAMED])
        left = len(others) - MOST_NAMED
        if left > 0:
            titles += " ; " + ngettext("%(num)d autre", "%(num)d autres", left)
        raise Refused(_("D’autres textes y mènent : %(titles)s. Changez-les d’abord.", titles=titles))


def _names_of_dependents(row: Manuscript) -> list[str]:
    """Return what names a text, its translations left out."""
    if row.lang != "fr":
        # Who reads in another language is shown the French text.
        return []
    texts = {each.title for each in _mentioning(row) if not _is_same(each, row) and _names(each, row)}
    # What only files can change comes first: a refusal names some of many.
    return [*sorted({*_beside(row), *_guides(row)}), *sorted(texts)]


def _is_same(one: Manuscript, other: Manuscript) -> bool:
    return (one.kind, one.slug) == (other.kind, other.slug)


def _mentioning(row: Manuscript) -> Sequence[Manuscript]:
    """Return the texts in which its name stands somewhere: what is written, and what readers see."""
    return db.session.scalars(
        select(Manuscript)
        .where(
            Manuscript.kind.in_([*FOLDERS, Kind.BLOCK]),
            Manuscript.state != State.ARCHIVED,
            room.holds(row.slug),
        )
        .order_by(Manuscript.path)
    ).all()


def _names(each: Manuscript, row: Manuscript) -> bool:
    return any(_text_names(each.path, text, row) for text in {each.text, each.live_text} if text is not None)


def _text_names(path: str, text: str, row: Manuscript) -> bool:
    if row.kind is Kind.BLOCK:
        return row.slug in {name for name, _at in blocks_in(text)}
    if _address(row) in paths_in(text) or (row.kind is Kind.NOTICE and row.slug in cited_in(text)):
        return True
    understood = read(path, text)
    return isinstance(understood, Source) and row.slug in _named_by(understood.matter, row.kind)


def _named_by(matter: AnyMatter, kind: Kind) -> Sequence[str | None]:
    """Return the articles, or the notices, that a text names in its front matter."""
    if isinstance(matter, ArticleMatter) and kind is Kind.ARTICLE:
        return [*matter.related, matter.replaced_by, matter.variant_of]
    if isinstance(matter, NoticeMatter):
        return matter.related if kind is Kind.ARTICLE else [*matter.supersedes, *matter.reminds]
    return []


def _address(row: Manuscript) -> str:
    return f"/{FOLDERS[row.kind]}/{row.slug}"


def _beside(row: Manuscript) -> Iterator[str]:
    """Yield what of the lists, trees and journeys beside the texts names one."""
    if row.kind is Kind.PAGE and row.slug in FOOT_PAGES:
        yield _("Le pied de chaque page")
    if row.kind is Kind.ARTICLE:
        yield from _collections(row.slug)
        yield from _ways(row.slug)
        yield from _terms(row.slug)


def _collections(slug: str) -> Iterator[str]:
    for collection in room.collections():
        if slug in collection.first:
            yield _("La collection « %(title)s », qui la montre d’abord", title=collection.title)


def _ways(slug: str) -> Iterator[str]:
    for found in list_companions(TREE):
        tree = tree_of(found.value)
        if slug in {end.article for end in tree.ends.values()}:
            yield _("Le diagnostic « %(title)s »", title=tree.title)
    for found in list_companions(JOURNEY):
        journey = journey_of(found.value)
        if slug in {step.article for step in journey.steps}:
            yield _("Le parcours « %(title)s »", title=journey.title)


def _terms(slug: str) -> Iterator[str]:
    for found in list_companions(GLOSSARY[0]):
        entries: list[dict[str, Any]] = found.value
        for entry in entries:
            if entry["article"] == slug:
                yield _("Le glossaire, à « %(term)s »", term=entry["fr"]["term"])


def _guides(row: Manuscript) -> Iterator[str]:
    if row.kind is Kind.BLOCK:
        return
    guides = db.session.execute(
        select(Article.title, Article.html).where(
            Article.kind == ArticleKind.GUIDE,
            Article.status == ArticleStatus.PUBLISHED,
            Article.html.contains(_address(row), autoescape=True),
        )
    )
    for guide in guides:
        if _address(row) in _OWN_LINK.findall(guide.html):
            yield _("Le guide « %(title)s »", title=guide.title)
