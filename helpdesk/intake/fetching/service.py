"""One look at a mailbox: keep what is there, batch by batch, and move each batch away once it is kept.

A crash between the two leaves mails that are kept and still in the folder: they are known by their number there,
or by their Message-ID and content when the server numbers its folder anew, and are only moved.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from helpdesk.config import settings
from helpdesk.db import db
from helpdesk.intake.fetching import leases
from helpdesk.intake.fetching.accounts import Account, read_accounts
from helpdesk.intake.fetching.connection import Connection, MailboxFailure
from helpdesk.intake.rules import KEPT_OF_LARGER, LARGEST
from helpdesk.intake.storing import Delivery, Folder, keep_fetched, known_uids, mailbox_row

BATCH = 50
BATCH_BYTES = 4 * 1024 * 1024
"""Mails kept by one commit: so many, or so much; a larger mail goes alone."""

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Look:
    """A look at one mailbox by one worker; `is_stopping` asks it to end after the batch in hand."""

    account: Account
    mailbox_id: int
    worker: str
    clock: Clock
    is_stopping: Callable[[], bool] = lambda: False


def configured() -> tuple[Account, ...]:
    """Return the mailboxes of this installation."""
    return read_accounts(settings().mailboxes.get_secret_value())


def look_at(account: Account, *, worker: str, clock: Clock) -> Look:
    """Return a look at the mailbox, whose row is made when there is none."""
    return Look(account, mailbox_row(account.name).id, worker, clock)


def fetch_all(*, worker: str, clock: Clock) -> int:
    """Look at every mailbox once; return how many mails were moved. What fails is noted on its mailbox."""
    moved = 0
    for account in configured():
        look = look_at(account, worker=worker, clock=clock)
        if not leases.own(look.mailbox_id, worker=worker, now=clock()):
            continue
        try:
            with Connection(account, timeout=settings().mail_timeout_seconds) as connection:
                moved += fetch(connection, look)
        except MailboxFailure as failure:
            leases.note_failure(look.mailbox_id, str(failure), now=clock())
        finally:
            leases.give_back(look.mailbox_id, worker=worker)
    return moved


def fetch(connection: Connection, look: Look) -> int:
    """Keep and move all that is in the folder; return how many mails were moved."""
    uids = connection.list_uids()
    folder = Folder(look.mailbox_id, look.account.name, connection.uid_validity)
    moved = 0
    for batch in _batches(connection, uids):
        if look.is_stopping() or not leases.own(look.mailbox_id, worker=look.worker, now=look.clock()):
            break
        moved += _take(connection, folder, batch, look)
    leases.note_success(look.mailbox_id, waiting=len(uids) - moved, now=look.clock())
    return moved


def _batches(connection: Connection, uids: Sequence[int]) -> Iterator[dict[int, int]]:
    """Yield mails with their length, oldest first, as many as one commit takes."""
    for start in range(0, len(uids), BATCH):
        batch: dict[int, int] = {}
        for uid, size in sorted(connection.sizes(uids[start : start + BATCH]).items()):
            if batch and sum(batch.values()) + size > BATCH_BYTES:
                yield batch
                batch = {}
            batch[uid] = size
        if batch:
            yield batch


def _take(connection: Connection, folder: Folder, sizes: dict[int, int], look: Look) -> int:
    known = known_uids(folder, list(sizes))
    # Reading began a transaction: end it before the server is spoken to.
    db.session.rollback()
    deliveries = _fetched(connection, {uid: size for uid, size in sizes.items() if uid not in known})
    doubles = keep_fetched(deliveries, folder, now=look.clock())
    here = sorted(known | {each.uid for each in deliveries if each.uid is not None})
    connection.move_away(here)
    leases.note_moved(folder.mailbox_id, moved=len(here), doubles=doubles)
    return len(here)


def _fetched(connection: Connection, sizes: dict[int, int]) -> list[Delivery]:
    whole = [uid for uid, size in sizes.items() if size <= LARGEST]
    found = [Delivery(raw=raw, uid=uid) for uid, raw in connection.fetch(whole).items()] if whole else []
    for uid in set(sizes) - set(whole):
        beginning = connection.fetch_beginning(uid, KEPT_OF_LARGER)
        if beginning is not None:
            found.append(Delivery(raw=beginning, uid=uid, is_cut=True, size=sizes[uid]))
    return found
