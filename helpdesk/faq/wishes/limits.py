"""How often a wish may be asked for, whatever it is about."""

from datetime import datetime, timedelta

from flask import request

from helpdesk.accounts.limits import check_limit, client_key
from helpdesk.core.identifiers import email_key

MOST_AN_HOUR = 20
MOST_MAILS_A_DAY = 3
"""How many links one mailbox may be sent in a day, whoever asks for them."""


def check_asking(*, now: datetime) -> None:
    """Count a form that was sent; raise TooMany beyond what one network may send in an hour."""
    check_limit("wish", client_key(request), limit=MOST_AN_HOUR, window=timedelta(hours=1), now=now)


def check_mails(email: str, *, now: datetime) -> None:
    """Count a mail; raise TooMany beyond what one mailbox may be sent in a day."""
    check_limit("wish mail", email_key(email), limit=MOST_MAILS_A_DAY, window=timedelta(days=1), now=now)
