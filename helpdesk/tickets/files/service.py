"""Keeping files: checked and stored before the use case, so that no transaction waits for a disk.

What the use case then does not take is deleted again; a process that dies in between leaves a file
nobody refers to, which the doctor finds.
"""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import BinaryIO, cast

from flask import current_app
from werkzeug.datastructures import FileStorage

from helpdesk.config import settings
from helpdesk.core.errors import Refused
from helpdesk.db import db, insert_all
from helpdesk.engines.store import FileStore, StoreFull, StoreUnavailable, open_store
from helpdesk.tickets.files.rules import MEDIA_TYPES, KeptFile, agrees, clean_name
from helpdesk.tickets.models import Attachment, Entry
from helpdesk.tickets.rules import (
    ATTACHMENT_BYTES,
    ATTACHMENT_COUNT,
    ATTACHMENT_EXTENSIONS,
    ATTACHMENT_MEGABYTES,
    extension_of,
    is_allowed_file,
)
from helpdesk.web.i18n import gettext as _
from helpdesk.web.i18n import ngettext

log = logging.getLogger(__name__)


def file_store() -> FileStore:
    """Return where this application keeps files."""
    store: FileStore | None = current_app.extensions.get("store")
    if store is None:
        store = current_app.extensions["store"] = open_store(settings().engine_url("store"))
    return store


def keep_uploads(uploads: Iterable[FileStorage]) -> tuple[KeptFile, ...]:
    """Check every file of a form, then store them all; an empty choice is no file.

    Raises Refused, with nothing kept, when one is not taken or there is no room.
    """
    chosen = [upload for upload in uploads if upload.filename]
    if len(chosen) > ATTACHMENT_COUNT:
        raise Refused(
            ngettext(
                "Joignez %(num)d fichier au plus.", "Joignez %(num)d fichiers au plus.", ATTACHMENT_COUNT
            )
        )
    checked = [_checked(upload) for upload in chosen]
    kept: list[KeptFile] = []
    try:
        for name, content in checked:
            kept.append(_store(name, content))
    except BaseException:
        forget(kept)
        raise
    return tuple(kept)


def attach(line: Entry, files: Sequence[KeptFile], *, now: datetime) -> None:
    """Hang stored files on a line of the history; part of the caller's use case."""
    if not files:
        return
    # The line may have been written a moment ago and have no id yet.
    db.session.flush()
    insert_all([_attachment(line, file, now=now) for file in files])


def _attachment(line: Entry, file: KeptFile, *, now: datetime) -> Attachment:
    return Attachment(
        ticket_id=line.ticket_id,
        entry_id=line.id,
        store_key=file.key,
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
        created_at=now,
    )


def forget(files: Iterable[KeptFile]) -> None:
    """Delete stored files that no dossier took; what cannot be deleted now is left to the doctor."""
    for file in files:
        try:
            file_store().delete(file.key)
        except StoreUnavailable:
            log.warning("a file without dossier could not be deleted: %s", file.key)


def _checked(upload: FileStorage) -> tuple[str, FileStorage]:
    name = clean_name(upload.filename or "")
    if not is_allowed_file(name):
        raise Refused(
            _(
                "Le fichier « %(name)s » n’est pas d’un type accepté. Types acceptés : %(types)s.",
                name=name,
                types=", ".join(sorted(ATTACHMENT_EXTENSIONS)),
            )
        )
    size = _size(upload)
    if size == 0:
        raise Refused(_("Le fichier « %(name)s » est vide.", name=name))
    if size > ATTACHMENT_BYTES:
        raise Refused(
            _(
                "Le fichier « %(name)s » dépasse %(max)d Mo.",
                name=name,
                max=ATTACHMENT_MEGABYTES,
            )
        )
    if not agrees(extension_of(name), upload.stream.read()):
        raise Refused(
            _(
                "Le contenu du fichier « %(name)s » ne correspond pas à son extension. "
                "Enregistrez-le de nouveau, ou envoyez-en une capture d’écran.",
                name=name,
            )
        )
    return name, upload


def _store(name: str, upload: FileStorage) -> KeptFile:
    upload.stream.seek(0)
    try:
        stored = file_store().put(cast(BinaryIO, upload.stream))
    except StoreFull as error:
        raise Refused(
            _(
                "L’espace de stockage est plein : vos fichiers n’ont pas pu être gardés. Envoyez sans fichier."
            ),
            status=507,
        ) from error
    except StoreUnavailable as error:
        raise Refused(
            _(
                "Les fichiers ne peuvent pas être gardés pour le moment. Recommencez, ou envoyez sans fichier."
            ),
            status=503,
        ) from error
    return KeptFile(stored.key, name, MEDIA_TYPES[extension_of(name)], stored.size, stored.sha256)


def _size(upload: FileStorage) -> int:
    size = upload.stream.seek(0, 2)
    upload.stream.seek(0)
    return size
