"""Writing, reviewing, publishing: each step checked by the rules, kept in the history, told to whom it concerns."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from helpdesk.accounts.viewer import Viewer
from helpdesk.core.errors import Refused
from helpdesk.db import db, transactional
from helpdesk.faq.content.blocks import Block
from helpdesk.faq.content.source import Source
from helpdesk.faq.writing import letters, publishing, translating
from helpdesk.faq.writing.dependents import refuse_if_named, translations_of
from helpdesk.faq.writing.history import Line, keep_first, keep_revision
from helpdesk.faq.writing.holding import Outdated, Step, allow, get, get_revision, hold, record_step
from helpdesk.faq.writing.looking import Looked, look_at
from helpdesk.faq.writing.matter import without_status
from helpdesk.faq.writing.models import Manuscript
from helpdesk.faq.writing.rules import (
    FOLDERS,
    Act,
    Event,
    Kind,
    State,
    may,
)
from helpdesk.faq.writing.texts import Paper, hash_of, of_block, of_source, own_path, read
from helpdesk.faq.writing.translating import Follower
from helpdesk.web.i18n import gettext as _


def paper_of(path: str, understood: Source | Block) -> Paper:
    """Return what a text says of itself."""
    return of_block(understood, path) if isinstance(understood, Block) else of_source(understood, path)


@transactional
def create(paper: Paper, *, by: Viewer, now: datetime, note: str = "") -> Manuscript:
    """Keep a new text as a draft; refuse a name that is taken."""
    _refuse_taken_name(paper)
    row = Manuscript(kind=paper.kind, slug=paper.slug, lang=paper.lang, state=State.DRAFT, version=1)
    _write(row, paper, by=by, now=now)
    db.session.add(row)
    keep_revision(row, Line(Event.SAVED, by, note), now=now)
    return row


@transactional
def save(manuscript_id: int, paper: Paper, step: Step, *, event: Event = Event.SAVED) -> Manuscript:
    """Keep what somebody wrote; a public text stays public as it was until the new one is published.

    Raises Outdated, and changes nothing, when somebody else saved since.
    """
    row = hold(manuscript_id, step)
    allow(Act.SAVE, row, step)
    if hash_of(paper.text) == row.text_hash and event is Event.SAVED:
        return row
    if (paper.slug, paper.lang) != (row.slug, row.lang):
        _refuse_taken_name(paper)
    keep_first(row)
    _leave_public(row, step.by)
    _write(row, paper, by=step.by, now=step.now)
    row.version += 1
    keep_revision(row, Line(event, step.by, step.note), now=step.now)
    return row


def _refuse_taken_name(paper: Paper) -> None:
    others = tuple(FOLDERS) if paper.kind in FOLDERS else (paper.kind,)
    taken = select(Manuscript.id).where(
        Manuscript.kind.in_(others), Manuscript.slug == paper.slug, Manuscript.lang == paper.lang
    )
    if db.session.scalar(taken.limit(1)) is not None:
        raise Refused(_("Une fiche porte déjà cet identifiant dans cette langue."))


def _leave_public(row: Manuscript, by: Viewer) -> None:
    row.public_text = row.live_text
    stays = row.state is State.REVIEW and may(Act.PUBLISH, by.roles)
    row.state = State.REVIEW if stays else State.DRAFT
    row.publish_at = row.scheduled_by = None


def _write(row: Manuscript, paper: Paper, *, by: Viewer, now: datetime) -> None:
    if row.live_text is None:
        # What is public lies where it says that it does, until the new text is.
        row.path = paper.path
    row.title, row.collection = paper.title, paper.collection
    row.owner, row.reviewed_on = paper.owner, paper.reviewed_on
    row.slug, row.lang = paper.slug, paper.lang
    row.text, row.text_hash = paper.text, hash_of(paper.text)
    row.author_id, row.updated_at = by.id, now


def submit(manuscript_id: int, step: Step) -> None:
    """Ask for a review; those who may publish are told by mail."""
    _submit(manuscript_id, step, _looked(manuscript_id, step))


@transactional
def _submit(manuscript_id: int, step: Step, look: Looked) -> None:
    row = hold(manuscript_id, step)
    allow(Act.SUBMIT, row, step, look=look)
    row.state = State.REVIEW
    record_step(row, Event.SUBMITTED, step)
    letters.tell_publishers(row, step.by, step.note, now=step.now)


@transactional
def send_back(manuscript_id: int, step: Step) -> None:
    """Give a text back to its author, with what the reviewer says, by mail too."""
    row = hold(manuscript_id, step)
    allow(Act.SEND_BACK, row, step)
    if not step.note:
        raise Refused(_("Dites à l’auteur ce qu’il doit revoir."))
    row.state, row.publish_at = State.DRAFT, None
    record_step(row, Event.SENT_BACK, step)
    letters.tell_author(row, step.by, step.note, now=step.now)


def publish(manuscript_id: int, step: Step) -> None:
    """Show a text to the readers: rendered first, then stored with its step in one transaction."""
    look = _looked(manuscript_id, step)
    source = look.understood
    if isinstance(source, Source) and without_status(source) != source.text:
        look = look_at(str(source.path), without_status(source), now=step.now)
    allow(Act.PUBLISH, get(manuscript_id), step, look=look)
    assert look.understood is not None
    followers = _followers(look, get(manuscript_id).kind)
    along = [each.live for each in followers if each.live is not None]
    _publish(manuscript_id, step, look, followers, publishing.prepare(look.understood, along=along))


def _followers(look: Looked, kind: Kind) -> Sequence[Follower]:
    return translating.followers_of(look.understood, kind) if isinstance(look.understood, Source) else []


def _looked(manuscript_id: int, step: Step) -> Looked:
    """Look at a text before the transaction: rendering takes time. Its version is compared inside."""
    row = get(manuscript_id)
    return look_at(row.path, translating.text_to_publish(row, translates=step.translates), now=step.now)


@transactional
def _publish(
    manuscript_id: int,
    step: Step,
    look: Looked,
    followers: Sequence[Follower],
    edition: publishing.Edition,
) -> None:
    row = hold(manuscript_id, step)
    allow(Act.PUBLISH, row, step, look=look)
    keep_first(row)
    row.text, row.text_hash = look.text, hash_of(look.text)
    row.path = _path_of(row, look)
    row.state, row.public_text, row.publish_at, row.scheduled_by = State.PUBLISHED, None, None, None
    record_step(row, Event.PUBLISHED, step)
    if not all([translating.bring_in_line(each, now=step.now) for each in followers]):
        raise Outdated
    publishing.bring_out(edition, now=step.now)


def _path_of(row: Manuscript, look: Looked) -> str:
    """Return where a text lies from now on: an article follows its collection."""
    if row.kind is not Kind.ARTICLE or not isinstance(look.understood, Source):
        return row.path
    return own_path(of_source(look.understood, row.path))


def schedule(manuscript_id: int, step: Step, *, at: datetime) -> None:
    """Have a text published by itself at an instant to come."""
    _schedule(manuscript_id, step, _looked(manuscript_id, step), at)


@transactional
def _schedule(manuscript_id: int, step: Step, look: Looked, at: datetime) -> None:
    row = hold(manuscript_id, step)
    allow(Act.SCHEDULE, row, step, look=look)
    if at <= step.now:
        raise Refused(_("Choisissez un instant à venir."))
    keep_first(row)
    row.text, row.text_hash = look.text, hash_of(look.text)
    row.publish_at, row.scheduled_by = at, step.by.id
    record_step(row, Event.SCHEDULED, step)


@transactional
def unschedule(manuscript_id: int, step: Step) -> None:
    """Hold back what was to be published by itself."""
    row = hold(manuscript_id, step)
    allow(Act.UNSCHEDULE, row, step)
    row.publish_at = row.scheduled_by = None
    record_step(row, Event.UNSCHEDULED, step)


@transactional
def archive(manuscript_id: int, step: Step, *, with_translations: bool = False) -> None:
    """Take a text from the readers for good; refuse while others lead to it, or while it is translated.

    With its translations, these go with it: they are nothing without it.
    """
    row = hold(manuscript_id, step)
    allow(Act.ARCHIVE, row, step)
    translations = translations_of(row)
    if row.live_text is not None:
        refuse_if_named(row)
    if translations and not with_translations:
        raise Refused(
            _("Sa traduction resterait publique sans lui : cochez « Archiver aussi la traduction ».")
        )
    for each in (row, *translations):
        _put_away(each, step)


def _put_away(row: Manuscript, step: Step) -> None:
    if row.live_text is not None and row.kind is not Kind.BLOCK:
        publishing.take_back(row, now=step.now)
    keep_first(row)
    row.state, row.public_text, row.publish_at, row.file_text = State.ARCHIVED, None, None, None
    record_step(row, Event.ARCHIVED, step)


@transactional
def restore(manuscript_id: int, number: int, step: Step) -> None:
    """Take up an earlier text as a new draft."""
    row, revision = hold(manuscript_id, step), get_revision(manuscript_id, number)
    understood = read(row.path, revision.text)
    if isinstance(understood, list):
        raise Refused(_("Cette version ne peut plus être lue."))
    save(manuscript_id, paper_of(row.path, understood), step, event=Event.RESTORED)


@transactional
def settle_conflict(manuscript_id: int, step: Step, *, paper: Paper, file_text: str) -> None:
    """End a conflict with the text that shall hold; `file_text` is the file’s as the person saw it."""
    row = hold(manuscript_id, step)
    if row.file_text is None or row.file_text != file_text:
        raise Outdated
    # What the file now says has been weighed: the next load follows the browser until the file changes again.
    row.file_hash, row.file_text = hash_of(file_text) if file_text else "", None
    if hash_of(paper.text) == row.text_hash:
        record_step(row, Event.MERGED, step)
        return
    save(manuscript_id, paper, Step(step.by, row.version, step.now, step.note), event=Event.MERGED)
