"""From the room to the readers: a text and those that show something of it are made anew, stored, announced."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import select

from helpdesk.core.errors import Refused
from helpdesk.db import AnyRow, db
from helpdesk.faq import storing
from helpdesk.faq.content.blocks import Block, blocks_in
from helpdesk.faq.content.making import Maker, originals_of, shown
from helpdesk.faq.content.source import ArticleMatter, Source
from helpdesk.faq.models import Article
from helpdesk.faq.notices.citing import cited_in
from helpdesk.faq.notices.matter import NoticeMatter
from helpdesk.faq.notices.queries import find_called
from helpdesk.faq.readers.rules import stored
from helpdesk.faq.rules import ArticleKind, ArticleStatus
from helpdesk.faq.storing import Wanted
from helpdesk.faq.writing import room
from helpdesk.faq.writing.models import Manuscript
from helpdesk.faq.writing.rules import FOLDERS, Kind, State
from helpdesk.faq.writing.texts import read
from helpdesk.web.assets import static_url
from helpdesk.web.i18n import SOURCE_LANGUAGE
from helpdesk.web.i18n import gettext as _
from helpdesk.web.markdown import Renderer, RenderFailed


@dataclass(frozen=True)
class Edition:
    """What readers will see: articles as they shall be, and the places of their neighbours."""

    wanted: Sequence[Wanted]
    places: Mapping[str, int] = field(default_factory=dict)


def prepare(understood: Source | Block, *, along: Sequence[Source] = ()) -> Edition:
    """Make a text, and whatever shows its title or holds it as a block, as readers will see them.

    `along` are its translations as they shall be. Outside any transaction: rendering takes time.
    """
    if isinstance(understood, Block):
        sources = _showing(understood)
        return _edition(sources, instead=understood)
    groups = (each for one in (understood, *along) for each in _group_of(one))
    showing = (*_naming(understood), *groups, *_citing(understood), *along)
    others = {(each.matter.slug, each.matter.lang): each for each in showing}
    others.pop((understood.matter.slug, understood.matter.lang), None)
    return _edition([understood, *others.values()])


def bring_out(edition: Edition, *, now: datetime) -> None:
    """Store an edition and count a new generation; the worker refreshes the index within two seconds."""
    storing.store_some(edition.wanted, edition.places, now=now)


def take_back(row: Manuscript, *, now: datetime) -> None:
    """Take an article from the readers; part of the caller’s use case."""
    storing.withdraw([(row.slug, row.lang)], now=now)


def _manuscripts_with(words: str) -> Sequence[Manuscript]:
    return db.session.scalars(
        select(Manuscript)
        .where(
            Manuscript.kind.in_([*FOLDERS, Kind.BLOCK]),
            Manuscript.state != State.ARCHIVED,
            room.holds(words),
        )
        .order_by(Manuscript.path)
    ).all()


def _relating(slug: str) -> list[Article]:
    """Return the public articles that show the title of another, under « Voir aussi » or as what replaces them."""
    rows = db.session.execute(
        select(Article.id, Article.related, Article.replacement).where(
            Article.status == ArticleStatus.PUBLISHED, Article.kind == ArticleKind.FAQ
        )
    )
    ids = [row.id for row in rows if any(each["slug"] == slug for each in _links_of(row))]
    return list(db.session.scalars(select(Article).where(Article.id.in_(ids))))


def _links_of(row: Article | AnyRow) -> list[dict[str, str]]:
    return [*row.related, *([row.replacement] if row.replacement else [])]


def _naming(source: Source) -> list[Source]:
    matter = source.matter
    if not isinstance(matter, ArticleMatter):
        return []
    title, readers = shown(matter.title, matter.lang), stored(matter.readers)
    others = _relating(matter.slug)
    keys = {
        (each.slug, each.lang)
        for each in others
        if any(
            link["slug"] == matter.slug and (link["title"], link.get("readers", "")) != (title, readers)
            for link in _links_of(each)
        )
        and each.lang in {matter.lang, "en"}
    }
    if matter.lang == "fr":
        # A translation is for the readers of its original.
        keys.add((matter.slug, "en"))
    return _live_sources([key for key in keys if key != (matter.slug, matter.lang)])


def _group_of(source: Source) -> list[Source]:
    """Return the articles that answer the same question for other situations, and those that it leaves."""
    found = [each for each in room.variant_sources() if each.matter.lang == source.matter.lang]
    here = [source, *(each for each in found if each.matter.slug == source.matter.slug)]
    groups = {_group_name(each) for each in here} - {None}
    return [each for each in found if _group_name(each) in groups] if groups else []


def _group_name(source: Source) -> str | None:
    matter = source.matter
    return (
        (matter.variant_of or matter.slug) if isinstance(matter, ArticleMatter) and matter.variant else None
    )


def _citing(source: Source) -> list[Source]:
    """Return what calls a notice by its number and its day, itself or by a block, where these have changed."""
    matter = source.matter
    if not isinstance(matter, NoticeMatter) or find_called(matter.slug, matter.lang) == matter.numbered:
        return []
    citing = _manuscripts_citing(matter.slug)
    blocks = {each.slug for each in citing if each.kind is Kind.BLOCK}
    texts = [*citing, *(each for name in blocks for each in _manuscripts_showing(name))]
    return _live_sources([(each.slug, each.lang) for each in texts if each.kind is not Kind.BLOCK])


def _manuscripts_citing(slug: str) -> list[Manuscript]:
    return [each for each in _manuscripts_with("note") if slug in cited_in(each.live_text or "")]


def _manuscripts_showing(block: str) -> list[Manuscript]:
    return [
        each
        for each in _manuscripts_with("bloc")
        if block in {name for name, _at in blocks_in(each.live_text or "")}
    ]


def _showing(block: Block) -> list[Source]:
    showing = _manuscripts_showing(block.name)
    return _live_sources([(each.slug, each.lang) for each in showing if each.kind is not Kind.BLOCK])


def _live_sources(keys: Sequence[tuple[str, str]]) -> list[Source]:
    rows = db.session.scalars(
        select(Manuscript).where(
            Manuscript.kind != Kind.BLOCK, Manuscript.slug.in_({slug for slug, _lang in keys})
        )
    )
    texts = [(row.path, row.live_text) for row in rows if (row.slug, row.lang) in set(keys)]
    read_ones = [read(path, text) for path, text in texts if text is not None]
    return [each for each in read_ones if isinstance(each, Source)]


def _originals(sources: Sequence[Source]) -> dict[str, str]:
    """Return the fingerprints of these texts, and of those that they translate."""
    here = originals_of(sources)
    translated = [
        each.matter.slug
        for each in sources
        if each.matter.lang != SOURCE_LANGUAGE and each.matter.slug not in here
    ]
    return originals_of(_live_sources([(slug, SOURCE_LANGUAGE) for slug in translated])) | here


def _edition(sources: Sequence[Source], *, instead: Block | None = None) -> Edition:
    matters = [each.matter for each in sources]
    around = room.surroundings_for(matters, instead=instead)
    titles = dict(around.titles) | {
        (each.slug, each.lang): shown(each.title, each.lang)
        for each in matters
        if isinstance(each, ArticleMatter)
    }
    maker = Maker(replace(around, titles=titles, originals=_originals(sources)), static_url("icons.svg"))
    try:
        with Renderer() as renderer:
            wanted = [maker.make(each, {}, renderer) for each in sources]
    except (RenderFailed, KeyError) as error:
        raise Refused(_("Cette fiche ne peut pas être mise en page : %(why)s.", why=error)) from error
    return Edition(wanted, around.places)
