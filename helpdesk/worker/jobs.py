"""What runs in the background, and how often: one line each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from helpdesk.accounts.limits import delete_expired_attempts
from helpdesk.accounts.links import delete_expired_links
from helpdesk.accounts.sessions import delete_old_sessions
from helpdesk.activation.links.service import delete_expired_links as forget_checklist_links
from helpdesk.activation.reminders.service import forget_mailboxes, mail_reminders, remind_stuck
from helpdesk.desks.mailing.digests import send_digests as send_notice_digests
from helpdesk.escalation.digests.service import send_digests
from helpdesk.escalation.follow_up.redirecting import redirect_due
from helpdesk.escalation.follow_up.reminders import remind_due
from helpdesk.escalation.follow_up.undelivered import tell_undelivered_escalations
from helpdesk.escalation.proposals.sweep import propose_due
from helpdesk.faq.following.service import forget_unconfirmed
from helpdesk.faq.following.service import send_digests as send_news_digests
from helpdesk.faq.indexing import keep_index_fresh
from helpdesk.faq.learning.service import forget_old as forget_statistics
from helpdesk.faq.promises.service import forget_wishes, remind_owners, tell_kept
from helpdesk.faq.writing.sweeps import publish_due, remind_stale
from helpdesk.intake.filing.service import file_waiting
from helpdesk.intake.upkeep import forget_old
from helpdesk.outbox.delivery import deliver_due
from helpdesk.outbox.reply_tokens import delete_expired_reply_tokens
from helpdesk.outbox.upkeep import forget_sent
from helpdesk.tickets.closing import close_due
from helpdesk.tickets.notices.service import send_notices
from helpdesk.tickets.undelivered.service import tell_undelivered


@dataclass(frozen=True)
class Turn:
    """What a job is told when its turn comes."""

    now: datetime
    worker: str
    is_stopping: Callable[[], bool] = lambda: False


@dataclass(frozen=True)
class Periodic:
    """A job: `run` finds what is due at `turn.now` and does it, each thing in its own transaction.

    A shared job leases what it works on: every worker runs it at each pass, all at once, and `every` only says
    how often that is noted. Any other is run by one worker at a time, and once however long nobody ran it.
    """

    name: str
    every: timedelta
    run: Callable[[Turn], object]
    is_shared: bool = False


def _deliver(turn: Turn) -> int:
    # What desks are told leaves in the same pass, even when the server takes nothing and ends the run.
    send_notices(now=turn.now, is_stopping=turn.is_stopping)
    return deliver_due(now=turn.now, worker=turn.worker, is_stopping=turn.is_stopping)


def _tell_undelivered(turn: Turn) -> int:
    return tell_undelivered(now=turn.now) + tell_undelivered_escalations(now=turn.now)


def _file(turn: Turn) -> int:
    return file_waiting(now=turn.now, worker=turn.worker, is_stopping=turn.is_stopping)


JOBS = (
    Periodic("outbox", every=timedelta(seconds=30), run=_deliver, is_shared=True),
    Periodic("incoming", every=timedelta(seconds=30), run=_file, is_shared=True),
    Periodic("raw mail", every=timedelta(hours=1), run=lambda turn: forget_old(now=turn.now)),
    Periodic("sent mail", every=timedelta(hours=1), run=lambda turn: forget_sent(now=turn.now)),
    Periodic(
        "index", every=timedelta(minutes=1), run=lambda turn: keep_index_fresh(now=turn.now), is_shared=True
    ),
    Periodic("attempts", every=timedelta(hours=1), run=lambda turn: delete_expired_attempts(now=turn.now)),
    Periodic("escalations", every=timedelta(minutes=1), run=lambda turn: propose_due(now=turn.now)),
    Periodic("reminders", every=timedelta(minutes=5), run=lambda turn: remind_due(now=turn.now)),
    Periodic("digests", every=timedelta(minutes=1), run=lambda turn: send_digests(now=turn.now)),
    Periodic("closing", every=timedelta(minutes=10), run=lambda turn: close_due(now=turn.now)),
    Periodic("notices", every=timedelta(minutes=5), run=lambda turn: send_notice_digests(now=turn.now)),
    Periodic("redirects", every=timedelta(seconds=30), run=lambda turn: redirect_due(now=turn.now)),
    Periodic("promises kept", every=timedelta(minutes=1), run=lambda turn: tell_kept(now=turn.now)),
    Periodic("promises due", every=timedelta(hours=1), run=lambda turn: remind_owners(now=turn.now)),
    Periodic(
        "collection digests", every=timedelta(minutes=5), run=lambda turn: send_news_digests(now=turn.now)
    ),
    Periodic("following", every=timedelta(hours=6), run=lambda turn: forget_unconfirmed(now=turn.now)),
    Periodic("wishes", every=timedelta(hours=6), run=lambda turn: forget_wishes(now=turn.now)),
    Periodic("undelivered", every=timedelta(minutes=1), run=_tell_undelivered),
    Periodic("publishing", every=timedelta(minutes=1), run=lambda turn: publish_due(now=turn.now)),
    Periodic("reviews", every=timedelta(hours=6), run=lambda turn: remind_stale(now=turn.now)),
    Periodic("statistics", every=timedelta(hours=6), run=lambda turn: forget_statistics(now=turn.now)),
    Periodic("links", every=timedelta(hours=1), run=lambda turn: delete_expired_links(now=turn.now)),
    Periodic(
        "reply tokens", every=timedelta(hours=6), run=lambda turn: delete_expired_reply_tokens(now=turn.now)
    ),
    Periodic("activations", every=timedelta(minutes=1), run=lambda turn: mail_reminders(now=turn.now)),
    Periodic("stuck", every=timedelta(hours=1), run=lambda turn: remind_stuck(now=turn.now)),
    Periodic(
        "checklist links", every=timedelta(hours=6), run=lambda turn: forget_checklist_links(now=turn.now)
    ),
    Periodic("reminded mailboxes", every=timedelta(hours=6), run=lambda turn: forget_mailboxes(now=turn.now)),
    Periodic("sessions", every=timedelta(hours=1), run=lambda turn: delete_old_sessions(now=turn.now)),
)
"""Every job, in the order in which they run when several are due."""
