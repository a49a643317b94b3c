"""Small changes to what readers have, without a draft: a formulation that search should know, a promise that is kept.

Any writer may add a formulation at once, as they may change synonyms: the right to publish, and the second person
where two are wanted, guard what readers read, as a promise is. The text that is public and the one being worked on
both get the change, so a draft goes on as it was, and file and browser agree by the same rules as after any saving.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import select

from helpdesk.accounts.viewer import Viewer
from helpdesk.config import settings
from helpdesk.core.clock import local
from helpdesk.core.errors import NotFound, Refused
from helpdesk.db import db, transactional
from helpdesk.faq.content.source import Source
from helpdesk.faq.writing import holding, publishing, service, translating
from helpdesk.faq.writing.history import Line, keep_first, keep_revision
from helpdesk.faq.writing.holding import Outdated, Step
from helpdesk.faq.writing.labels import OBSTACLES
from helpdesk.faq.writing.looking import look_at
from helpdesk.faq.writing.matter import parts_of, with_values
from helpdesk.faq.writing.models import Manuscript
from helpdesk.faq.writing.rules import Act, Event, Kind, Obstacle, State, may
from helpdesk.faq.writing.texts import hash_of, of_source, read
from helpdesk.faq.writing.translating import Follower
from helpdesk.web.i18n import SOURCE_LANGUAGE
from helpdesk.web.i18n import gettext as _


@dataclass(frozen=True)
class Amendment:
    """A change of a text that readers have, made in the one being worked on too, and what the history says of it."""

    change: Callable[[str], str]
    event: Event
    by: Viewer
    note: str = ""


def add_alias(slug: str, lang: str, alias: str, *, by: Viewer, now: datetime) -> None:
    """Add a formulation to a public article; one that has it already stays as it is.

    Raises Refused where the article is in conflict, archived or has faults, and Outdated when somebody else
    saved in the very moment.
    """
    if not may(Act.SAVE, by.roles):
        raise NotFound
    note = _("« %(words)s »", words=alias)
    _amend(
        get_article_text(slug, lang),
        Amendment(partial(with_alias, alias=alias), Event.ALIAS, by, note),
        now=now,
    )


def keep_promise(slug: str, *, by: Viewer, now: datetime) -> bool:
    """Note that what an article promised is there today; tell whether readers see it at once.

    Where somebody else must publish, it is kept as a draft and proposed to them. Raises Refused and Outdated as
    `add_alias` does.
    """
    row = get_article_text(slug, SOURCE_LANGUAGE)
    if not may(Act.SAVE, by.roles) or not _promises(row):
        raise NotFound
    kept = partial(with_values, values={"promise_kept_on": local(now).date()})
    if may(Act.PUBLISH, by.roles) and not settings().content_two_people:
        _amend(row, Amendment(kept, Event.KEPT, by), now=now)
        return True
    _propose(row, kept, by=by, now=now)
    return False


def mark_looked_over(manuscript_id: int, mark: str, *, by: Viewer, now: datetime) -> None:
    """Note that a public translation follows its original as somebody saw it; `mark` is what they saw.

    Raises Outdated where the original has changed since, and Refused as `add_alias` does.
    """
    row = holding.get(manuscript_id)
    original = translating.find_original(row.kind, row.slug, row.lang)
    if not may(Act.SAVE, by.roles) or original is None:
        raise NotFound
    if mark != translating.mark_of(original):
        raise Outdated
    _amend(row, Amendment(partial(with_values, values={"translates": mark}), Event.LOOKED_OVER, by), now=now)


def _promises(row: Manuscript) -> bool:
    matter = parts_of(row.live_text).matter if row.live_text is not None else {}
    return bool(matter.get("promise")) and not matter.get("promise_kept_on")


@transactional
def _propose(row: Manuscript, change: Callable[[str], str], *, by: Viewer, now: datetime) -> None:
    text = _worked_on(row.text, change)
    understood = read(row.path, text)
    if not isinstance(understood, Source):
        raise Refused(str(OBSTACLES[Obstacle.FAULTS]))
    note = _("Promesse tenue")
    saved = service.save(row.id, of_source(understood, row.path), Step(by, row.version, now, note))
    if saved.state is State.DRAFT:
        service.submit(row.id, Step(by, saved.version, now, note))


def _amend(row: Manuscript, amendment: Amendment, *, now: datetime) -> None:
    live = row.live_text
    if live is None:
        raise Refused(str(OBSTACLES[Obstacle.STATE]), status=409)
    if row.in_conflict:
        raise Refused(str(OBSTACLES[Obstacle.CONFLICT]), status=409)
    amended = amendment.change(live)
    if amended == live:
        return
    look = look_at(row.path, amended, now=now)
    if not look.is_sound or not isinstance(look.understood, Source):
        raise Refused(_("La fiche ne peut pas recevoir ce changement : ouvrez-la pour voir pourquoi."))
    followers = translating.followers_of(look.understood, row.kind)
    along = [each.live for each in followers if each.live is not None]
    edition = publishing.prepare(look.understood, along=along)
    _bring_out(row.id, row.version, amended, amendment, followers, edition, now=now)


def with_alias(text: str, alias: str) -> str:
    """Return an article with one formulation more; raise ValueError where its front matter cannot be read.

    Only the list of formulations changes, unless it is written so freely that all of it must be written anew.
    """
    parts = parts_of(text)
    had = parts.matter["aliases"]
    if alias.casefold() in {each.casefold() for each in had}:
        return text
    return with_values(text, {"aliases": [*had, alias]})


@transactional
def _bring_out(
    manuscript_id: int,
    version: int,
    amended: str,
    amendment: Amendment,
    followers: Sequence[Follower],
    edition: publishing.Edition,
    *,
    now: datetime,
) -> None:
    row = db.session.get(Manuscript, manuscript_id, with_for_update=True, populate_existing=True)
    if row is None or row.version != version:
        raise Outdated
    keep_first(row)
    if row.public_text is None:
        row.text = amended
    else:
        row.public_text, row.text = amended, _worked_on(row.text, amendment.change)
    row.text_hash = hash_of(row.text)
    row.version += 1
    row.updated_at = now
    keep_revision(row, Line(amendment.event, amendment.by, amendment.note), now=now)
    if not all([translating.bring_in_line(each, now=now) for each in followers]):
        raise Outdated
    publishing.bring_out(edition, now=now)


def _worked_on(text: str, change: Callable[[str], str]) -> str:
    """Return the text being worked on with the change; one that is broken just now goes on without."""
    try:
        return change(text)
    except ValueError:
        return text


def get_article_text(slug: str, lang: str) -> Manuscript:
    """Return the text of an article; raise NotFound when there is none."""
    found = db.session.scalars(
        select(Manuscript).where(
            Manuscript.kind == Kind.ARTICLE, Manuscript.slug == slug, Manuscript.lang == lang
        )
    ).first()
    if found is None:
        raise NotFound
    return found
