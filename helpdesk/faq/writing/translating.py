"""A text and its translations: what all of them must say alike, which one leads, and which one is behind.

What a file of every language must repeat is written in the original alone: in the browser a translation takes it from
there, when it is saved, when it is published and whenever the original is.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from helpdesk.db import db
from helpdesk.faq.content.checking import SAME_IN_EVERY_LANGUAGE
from helpdesk.faq.content.source import Source, fingerprint
from helpdesk.faq.writing.differences import Gap, difference
from helpdesk.faq.writing.differences import Line as ChangedLine
from helpdesk.faq.writing.history import Line, keep_first, keep_revision
from helpdesk.faq.writing.matter import KEYS, Article, parts_of, rewrite, with_values
from helpdesk.faq.writing.models import Manuscript, Revision
from helpdesk.faq.writing.rules import Event, Kind, State
from helpdesk.faq.writing.texts import hash_of, of_source, own_path, read
from helpdesk.web.i18n import SOURCE_LANGUAGE

WORDED = ("variant", "promise")
"""What each language says in its own words, where the original says it at all; until then in those of the original."""

MOST_REVISIONS = 60
"""Earlier versions that are looked at for the one that was translated."""


@dataclass(frozen=True)
class Follower:
    """A translation as it shall be once its original is published; `live` is what readers will then see of it."""

    id: int
    version: int
    text: str
    public_text: str | None
    live: Source | None


def find_original(kind: Kind, slug: str, lang: str) -> Manuscript | None:
    """Return the text that one of another language is a translation of; None for an original."""
    if lang == SOURCE_LANGUAGE:
        return None
    return _find(kind, slug, SOURCE_LANGUAGE)


def find_counterpart(row: Manuscript) -> Manuscript | None:
    """Return the same text in the other language."""
    return _find(row.kind, row.slug, "en" if row.lang == SOURCE_LANGUAGE else SOURCE_LANGUAGE)


def _find(kind: Kind, slug: str, lang: str) -> Manuscript | None:
    return db.session.scalars(
        select(Manuscript).where(Manuscript.kind == kind, Manuscript.slug == slug, Manuscript.lang == lang)
    ).first()


def leading_text(original: Manuscript) -> str:
    """Return the text that translations follow: what readers see, or what is written where they see nothing."""
    return original.live_text or original.text


def agreed(article: Article, original: Article) -> Article:
    """Return a translation that says of itself what its original says."""
    shared = {key: original.matter[key] for key in SAME_IN_EVERY_LANGUAGE if key in KEYS}
    worded = {
        key: (article.matter[key] or original.matter[key]) if original.matter[key] else "" for key in WORDED
    }
    of_others = {key: original.others.get(key) for key in SAME_IN_EVERY_LANGUAGE if key not in KEYS}
    others = {**article.others, **of_others}
    return replace(
        article,
        matter={**article.matter, **shared, **worded},
        others={key: value for key, value in others.items() if value is not None or key in article.others},
    )


def brought_in_line(text: str, original: str) -> str:
    """Return the text of a translation that agrees with its original; as it is where one of them cannot be read."""
    try:
        parts = parts_of(text)
        wanted = agreed(parts, parts_of(original))
    except ValueError:
        return text
    return text if wanted == parts else rewrite(text, wanted)


def text_to_publish(row: Manuscript, *, translates: str = "") -> str:
    """Return a text as it may be published: a translation agrees with its original.

    It says that it was made from the original as it is now where `translates`, what somebody saw of it, is its mark.
    """
    original = find_original(row.kind, row.slug, row.lang)
    if original is None or row.kind is Kind.BLOCK:
        return row.text
    text = brought_in_line(row.text, leading_text(original))
    if not translates or translates != mark_of(original):
        return text
    try:
        return with_values(text, {"translates": translates})
    except ValueError:
        return text


def mark_of(original: Manuscript) -> str:
    """Return what a translation of the original as it is now says in `translates`; empty while it cannot be read."""
    understood = _words_now(original)
    return fingerprint(understood) if understood else ""


def followers_of(original: Source, kind: Kind) -> list[Follower]:
    """Return the translations of a text that is about to be published, as they shall be from then on."""
    matter = original.matter
    if matter.lang != SOURCE_LANGUAGE:
        return []
    rows = db.session.scalars(
        select(Manuscript).where(
            Manuscript.kind == kind,
            Manuscript.slug == matter.slug,
            Manuscript.lang != matter.lang,
            Manuscript.state != State.ARCHIVED,
        )
    ).all()
    return [_follower(row, original.text) for row in rows]


def _follower(row: Manuscript, original: str) -> Follower:
    text = brought_in_line(row.text, original)
    public = None if row.public_text is None else brought_in_line(row.public_text, original)
    live = text if row.state is State.PUBLISHED else public
    understood = None if live is None else read(row.path, live)
    return Follower(row.id, row.version, text, public, understood if isinstance(understood, Source) else None)


def bring_in_line(follower: Follower, *, now: datetime) -> bool:
    """Write what a translation takes from its original, part of the caller’s use case; tell whether it could be.

    It cannot where somebody wrote in it since.
    """
    row = db.session.get(Manuscript, follower.id, with_for_update=True, populate_existing=True)
    if row is None or row.version != follower.version:
        return False
    if (row.text, row.public_text) == (follower.text, follower.public_text):
        return True
    keep_first(row)
    row.text, row.text_hash, row.public_text = follower.text, hash_of(follower.text), follower.public_text
    understood = follower.live or read(row.path, row.text)
    if isinstance(understood, Source) and row.kind is Kind.ARTICLE:
        told = of_source(understood, row.path)
        row.path, row.collection = own_path(told), told.collection
    row.version += 1
    row.updated_at = now
    keep_revision(row, Line(Event.CARRIED), now=now)
    return True


@dataclass(frozen=True)
class Lag:
    """What a translation does not follow yet: the mark of its original as it is now, and what changed since.

    `changes` is None where nobody knows what was translated.
    """

    mark: str
    changes: list[ChangedLine | Gap] | None


def find_lag(row: Manuscript, original: Manuscript) -> Lag | None:
    """Return how far a translation is behind its original; None where it is not."""
    now = _words_now(original)
    try:
        mark = str(parts_of(row.text).others.get("translates") or "")
    except ValueError:
        return None
    if now is None or fingerprint(now) == mark:
        return None
    then = _translated(original, mark) if mark else None
    return Lag(fingerprint(now), None if then is None else difference(_words(then), _words(now)))


def _words_now(original: Manuscript) -> Source | None:
    understood = read(original.path, leading_text(original))
    return understood if isinstance(understood, Source) else None


def _translated(original: Manuscript, mark: str) -> Source | None:
    """Return the original as it was when it was translated; None where nobody kept it."""
    texts = db.session.scalars(
        select(Revision.text)
        .where(Revision.manuscript_id == original.id)
        .order_by(Revision.number.desc())
        .limit(MOST_REVISIONS)
    )
    for text in texts:
        understood = read(original.path, text)
        if isinstance(understood, Source) and fingerprint(understood) == mark:
            return understood
    return None


def _words(source: Source) -> str:
    """Return what a translator translates, as lines."""
    return f"{source.matter.title}\n{source.matter.summary}\n\n{source.body.strip()}\n"
