"""What a text written here shows of the others, and what it may name: read from the tables, not from files."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from flask import current_app
from sqlalchemy import ColumnElement, or_, select
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from helpdesk.core.clock import local
from helpdesk.db import db
from helpdesk.faq.companions.reading import JOURNEY, PAGES
from helpdesk.faq.companions.storing import companion_names, list_companions
from helpdesk.faq.content.blocks import Block, Texts, texts_by_language
from helpdesk.faq.content.folder import CollectionMatter, parse_collections
from helpdesk.faq.content.known import Known
from helpdesk.faq.content.leading import GLOSSARY_ADDRESS, Anchors
from helpdesk.faq.content.making import Surroundings, in_order, kept_of, variants_of
from helpdesk.faq.content.source import AnyMatter, ArticleMatter, Source
from helpdesk.faq.glossary.stored import stored_terms
from helpdesk.faq.journeys.rules import journey_of, stages_of
from helpdesk.faq.models import Article, Collection
from helpdesk.faq.notices.citing import Names, call
from helpdesk.faq.notices.matter import NoticeMatter
from helpdesk.faq.notices.queries import called_notices, find_called, list_notices
from helpdesk.faq.rules import ArticleKind, ArticleStatus
from helpdesk.faq.writing.models import ArticleFile, Manuscript
from helpdesk.faq.writing.rules import Kind, State
from helpdesk.faq.writing.texts import ORDER_PATH, path_for, read
from helpdesk.organisations.models import Organisation
from helpdesk.sepa.codes import all_codes
from helpdesk.web.i18n import LANGUAGES, SOURCE_LANGUAGE


def leads_somewhere(path: str) -> bool:
    """Tell whether a path is an address of this site."""
    try:
        current_app.url_map.bind("localhost").match(path)
    except RequestRedirect:
        return True
    except HTTPException:
        return False
    return True


def collections() -> list[CollectionMatter]:
    """Return the collections in their order, as the last load found them."""
    text = db.session.scalar(select(Manuscript.text).where(Manuscript.kind == Kind.ORDER))
    found, _faults = parse_collections(Path(ORDER_PATH), text) if text else ([], [])
    if found:
        return found
    rows = db.session.scalars(select(Collection).order_by(Collection.position))
    return [
        CollectionMatter(
            slug=each.slug,
            title=each.title,
            title_en=each.title_en or each.title,
            icon=each.icon,
            parent=each.parent,
        )
        for each in rows
    ]


def live_blocks(*, instead: Block | None = None) -> Mapping[str, Texts]:
    """Return what the blocks say to readers; `instead` stands for the one that is being written."""
    rows = db.session.scalars(
        select(Manuscript).where(Manuscript.kind == Kind.BLOCK, Manuscript.state != State.ARCHIVED)
    )
    blocks = {
        (row.slug, row.lang): Block(Path(row.path), row.slug, row.lang, row.live_text)
        for row in rows
        if row.live_text is not None
    }
    if instead is not None:
        blocks[instead.name, instead.lang] = instead
    return texts_by_language(list(blocks.values()))


def known(now: datetime, *, also: frozenset[str] = frozenset()) -> Known:
    """Return what a text may name; `also` are articles about to be public."""
    rows = db.session.execute(
        select(Article.slug, Article.kind).where(Article.status == ArticleStatus.PUBLISHED).distinct()
    ).all()
    return Known(
        today=local(now).date(),
        slugs=also | {row.slug for row in rows if row.kind is ArticleKind.FAQ},
        pages=frozenset(row.slug for row in rows if row.kind is ArticleKind.PAGE),
        collections=frozenset(each.slug for each in collections()),
        blocks=frozenset(live_blocks()["fr"]),
        reason_codes=frozenset(all_codes()),
        leads_somewhere=leads_somewhere,
        files=file_names(),
        organisations=list_codes(),
        kept=frozenset(kept_articles()),
        notices={each.slug: each.numbered for each in list_notices()},
        stages=stages(),
        is_for_readers=True,
        named={begins: companion_names(kind) for begins, kind in PAGES.items()}
        | {"codes": frozenset(all_codes())},
    )


def stages() -> frozenset[str]:
    """Return the journeys and the places in them, for which a variant may be."""
    return stages_of({row.slug: journey_of(row.value) for row in list_companions(JOURNEY)})


def list_codes() -> frozenset[str]:
    """Return the codes of all organisations."""
    return frozenset(db.session.scalars(select(Organisation.code)))


def kept_articles() -> dict[str, str]:
    """Return for whom public articles are kept, those for everybody left out."""
    rows = db.session.execute(
        select(Article.slug, Article.readers).where(
            Article.readers != "", Article.lang == "fr", Article.status == ArticleStatus.PUBLISHED
        )
    )
    return {row.slug: row.readers for row in rows}


def file_names() -> frozenset[str]:
    """Return the names of the images and documents that texts may show."""
    return frozenset(db.session.scalars(select(ArticleFile.name)))


def surroundings_for(matters: Sequence[AnyMatter], *, instead: Block | None = None) -> Surroundings:
    """Return what these texts show of others, themselves included."""
    articles = [each for each in matters if isinstance(each, ArticleMatter)]
    named = {slug for each in articles for slug in (*each.related, each.replaced_by) if slug}
    named |= {slug for each in matters if isinstance(each, NoticeMatter) for slug in each.related}
    rows = db.session.execute(
        select(Article.slug, Article.lang, Article.title).where(
            Article.slug.in_(named),
            or_(Article.status == ArticleStatus.PUBLISHED, Article.lang == SOURCE_LANGUAGE),
        )
    )
    titles = {(row.slug, row.lang): row.title for row in rows}
    folders = {each.slug: each for each in collections()}
    places: dict[str, int] = {}
    for slug in {each.collection for each in articles} & folders.keys():
        places |= _places(folders[slug], articles)
    groups = variants_of(_with_variants(articles))
    own = {each.slug for each in articles if each.lang == "fr"}
    kept = {slug: readers for slug, readers in kept_articles().items() if slug not in own} | kept_of(articles)
    return Surroundings(
        folders,
        titles,
        places,
        live_blocks(instead=instead),
        stored_terms(),
        groups,
        kept,
        {},
        _called(matters),
    )


def _called(matters: Sequence[AnyMatter]) -> Mapping[str, Names]:
    """Return how notices are called that readers see, these as they will be."""
    called = {lang: dict(names) for lang, names in called_notices().items()}
    notices = [each for each in matters if isinstance(each, NoticeMatter)]
    for each in sorted(notices, key=lambda each: each.lang != SOURCE_LANGUAGE):
        for lang in LANGUAGES if each.lang == SOURCE_LANGUAGE else (each.lang,):
            # One that is not translated is called in French.
            if lang == each.lang or find_called(each.slug, lang) is None:
                called[lang][each.slug] = call(each.numbered, each.lang)
    return called


def _with_variants(articles: Sequence[ArticleMatter]) -> list[ArticleMatter]:
    """Return every public article for one situation among several, in the order of a folder; these as they are."""
    if not any(each.variant for each in articles):
        return []
    stored = [each.matter for each in variant_sources()]
    found = {(each.slug, each.lang): each for each in stored if isinstance(each, ArticleMatter)}
    found |= {(each.slug, each.lang): each for each in articles}
    return sorted(found.values(), key=path_of)


def path_of(matter: ArticleMatter) -> str:
    """Return where an article lies under content/."""
    return path_for(Kind.ARTICLE, matter.slug, matter.lang, matter.collection)


def variant_sources() -> list[Source]:
    """Return the public articles that are written for one situation among several; there are few."""
    rows = db.session.scalars(
        select(Manuscript).where(Manuscript.kind == Kind.ARTICLE, holds("variant")).order_by(Manuscript.path)
    )
    texts = [read(row.path, row.live_text) for row in rows if row.live_text is not None]
    found = [each for each in texts if isinstance(each, Source)]
    return [each for each in found if isinstance(each.matter, ArticleMatter) and each.matter.variant]


def holds(words: str) -> ColumnElement[bool]:
    """Say in SQL that words stand in a text as it is written, or in what readers see of it meanwhile."""
    columns = (Manuscript.text, Manuscript.public_text)
    return or_(*(column.contains(words, autoescape=True) for column in columns))


def _places(collection: CollectionMatter, articles: Sequence[ArticleMatter]) -> Mapping[str, int]:
    public = (Article.collection == collection.slug, Article.status == ArticleStatus.PUBLISHED)
    rows = db.session.execute(select(Article.slug, Article.title, Article.lang).where(*public)).all()
    titles = {row.slug: row.title for row in sorted(rows, key=lambda row: row.lang == "fr")}
    titles |= {each.slug: each.title for each in articles if each.collection == collection.slug}
    return {slug: number for number, slug in enumerate(in_order(collection, titles))}


def anchors_of(paths: Iterable[str]) -> Anchors:
    """Return the headings of the articles and pages at these addresses, and the terms of the glossary."""
    slugs = {path.rpartition("/")[2] for path in paths}
    rows = db.session.execute(
        select(Article.slug, Article.lang, Article.kind, Article.toc).where(
            Article.slug.in_(slugs), Article.kind.in_(_FOLDERS)
        )
    )
    terms = {
        (GLOSSARY_ADDRESS, lang): frozenset(each.slug for each in found)
        for lang, found in stored_terms().items()
    }
    return terms | {
        (f"/{_FOLDERS[row.kind]}/{row.slug}", row.lang): frozenset(each["id"] for each in row.toc)
        for row in rows
    }


_FOLDERS = {ArticleKind.FAQ: "faq", ArticleKind.PAGE: "pages", ArticleKind.NOTICE: "notes"}
