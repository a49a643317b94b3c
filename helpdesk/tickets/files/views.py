"""Fetching a file: as an attachment, whatever is in it."""

from flask import Response, send_file

from helpdesk.core.clock import now
from helpdesk.core.errors import NotFound
from helpdesk.engines.store import FileMissing
from helpdesk.tickets.files.service import file_store
from helpdesk.tickets.follow.queries import get_file
from helpdesk.tickets.follow.visitor import visitor
from helpdesk.tickets.models import Attachment
from helpdesk.web.headers import DOWNLOAD_CSP


def file(file_id: int) -> Response:
    """Send a file to who may have it; the browser neither shows it nor guesses what it is."""
    return deliver(get_file(file_id, visitor(), now=now()))


def deliver(attachment: Attachment) -> Response:
    """Send a file that the caller found somebody may have."""
    try:
        content = file_store().open(attachment.store_key)
    except FileMissing as error:
        raise NotFound from error
    response = send_file(
        content,
        mimetype=attachment.media_type,
        as_attachment=True,
        download_name=attachment.name,
        max_age=0,
    )
    response.content_length = attachment.size
    response.headers["Content-Security-Policy"] = DOWNLOAD_CSP
    return response
