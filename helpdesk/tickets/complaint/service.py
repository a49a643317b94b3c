"""Opening a dossier for whoever filled in the form, unless too many came from there."""

from collections.abc import Collection
from datetime import datetime, timedelta

from helpdesk.accounts.limits import count_within
from helpdesk.db import transactional
from helpdesk.tickets.files.service import forget
from helpdesk.tickets.opening import Opened, store
from helpdesk.tickets.readying import Complaint, Ready, make_ready

MOST_AN_HOUR = 30
"""Complaints from one network, or one mailbox, in an hour; a whole office may share an address."""


def take_complaint(complaint: Complaint, *, senders: Collection[str], now: datetime) -> Opened:
    """Open a dossier; `senders` are the network and the mailbox it comes from.

    Raises TooMany when one of them sent too many. Whatever it raises, the files are forgotten.
    """
    try:
        return _counted(make_ready(complaint, now=now), senders)
    except BaseException:
        forget(complaint.files)
        raise


@transactional
def _counted(ready: Ready, senders: Collection[str]) -> Opened:
    count_within("complaint", senders, limit=MOST_AN_HOUR, window=timedelta(hours=1), now=ready.now)
    return store(ready)
