"""Answering a member, and leaving notes for colleagues."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from helpdesk.core.errors import Refused
from helpdesk.core.masking import Kind, mask
from helpdesk.db import transactional
from helpdesk.tickets import history
from helpdesk.tickets.files.rules import KeptFile
from helpdesk.tickets.files.service import attach, forget
from helpdesk.tickets.letters import tell_requester
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.progress import apply, refusal, touch
from helpdesk.tickets.rules import Action, EntryKind, Status, next_status
from helpdesk.tickets.work.holding import Seen, ended_since, files_of, find_said, hold
from helpdesk.tickets.work.sharing.learning import learn_from_answer


class Then(StrEnum):
    """Say what becomes of the dossier once the text is sent."""

    GO_ON = "go_on"
    WAIT = "wait"
    RESOLVE = "resolve"


_MOVES: Mapping[EntryKind, Mapping[Then, tuple[Action, ...]]] = MappingProxyType(
    {
        EntryKind.REPLY: {
            Then.GO_ON: (Action.REPLY,),
            Then.WAIT: (Action.REPLY_AND_WAIT,),
            Then.RESOLVE: (Action.REPLY, Action.RESOLVE),
        },
        EntryKind.NOTE: {Then.GO_ON: (), Then.WAIT: (Action.WAIT,), Then.RESOLVE: (Action.RESOLVE,)},
    }
)


@dataclass(frozen=True, slots=True)
class Draft:
    """What an agent wrote: `kind` is a reply, which the member reads, or a note, which only agents read."""

    body: str
    kind: EntryKind = EntryKind.REPLY
    then: Then = Then.GO_ON
    files: tuple[KeptFile, ...] = ()
    by_mail: history.ByMail | None = None


def send(seen: Seen, draft: Draft, *, now: datetime) -> frozenset[Kind]:
    """Write the draft into the dossier and tell the member; return what was masked in it.

    Who answers a dossier that nobody has takes it. The same draft sent twice is written once.
    """
    text, names = mask(draft.body), [mask(file.name) for file in draft.files]
    files = tuple(replace(file, name=name.text) for file, name in zip(draft.files, names, strict=True))
    safe = replace(draft, body=text.text, files=files)
    try:
        written = _send(seen, safe, now=now)
    except BaseException:
        forget(draft.files)
        raise
    if not written:
        forget(draft.files)
    return text.found.union(*(name.found for name in names))


@transactional
def _send(seen: Seen, draft: Draft, *, now: datetime) -> bool:
    held = hold(seen, now=now, done=_sent_already(seen, draft))
    if held.is_repeat:
        return False
    ticket, is_reply = held.ticket, draft.kind is EntryKind.REPLY
    if is_reply:
        _take_if_free(ticket, seen, now=now)
    line = history.write(
        ticket,
        draft.kind,
        draft.body,
        now=now,
        by=seen.viewer,
        public=is_reply,
        by_mail=draft.by_mail,
    )
    attach(line, draft.files, now=now)
    if is_reply:
        learn_from_answer(ticket, draft.body, now=now)
    _move(ticket, draft, seen, now=now)
    if is_reply or draft.then is Then.RESOLVE:
        event = "resolved" if draft.then is Then.RESOLVE else "answered"
        tell_requester(event, ticket, now=now, said=draft.body if is_reply else "")
    return True


def _sent_already(seen: Seen, draft: Draft) -> Callable[[Ticket], bool]:
    """Return a test: whether the viewer sent just this since they looked, with the same files and the same end.

    The same words with another end, or with files that were forgotten, are no second click.
    """
    shas = sorted(file.sha256 for file in draft.files)

    def found(ticket: Ticket) -> bool:
        lines = find_said(seen, draft.kind, draft.body)(ticket)
        return any(files_of(line) == shas and _ended_so(ticket, line, draft.then) for line in lines)

    return found


def _ended_so(ticket: Ticket, line: int, then: Then) -> bool:
    if then is Then.GO_ON:
        return not ended_since(ticket, line)
    return ticket.status is (Status.WAITING if then is Then.WAIT else Status.RESOLVED)


def _move(ticket: Ticket, draft: Draft, seen: Seen, *, now: datetime) -> None:
    moves = _MOVES[draft.kind][draft.then]
    if not moves:
        touch(ticket, now=now)
    for action in moves:
        apply(ticket, action, now=now, by=seen.viewer)


def _take_if_free(ticket: Ticket, seen: Seen, *, now: datetime) -> None:
    if next_status(ticket.status, Action.REPLY) is None:
        raise Refused(refusal(ticket.status))
    if ticket.assignee_id is None and next_status(ticket.status, Action.TAKE):
        apply(ticket, Action.TAKE, now=now, by=seen.viewer)
