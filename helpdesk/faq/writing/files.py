"""Images and documents of articles: sent by an editor or by a folder, kept, served so that they can do no harm."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

from flask import Response, flash, redirect, request, send_file, url_for
from sqlalchemy import or_, select
from sqlalchemy.orm import undefer
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as AnyResponse

from helpdesk.core import clock
from helpdesk.core.errors import NotFound, Refused
from helpdesk.db import db, insert_unless_taken, transactional
from helpdesk.faq.content.files import (
    DOCUMENTS,
    IMAGES,
    agreement_problem,
    extension_of,
    file_problem,
    largest,
    media_type,
    public_name,
)
from helpdesk.faq.models import Article, ShownFile
from helpdesk.faq.pages import today
from helpdesk.faq.readers.current import current_badges
from helpdesk.faq.readers.rules import READS_EVERYTHING, may_read
from helpdesk.faq.rules import ArticleStatus
from helpdesk.faq.writing.forms import FileForm
from helpdesk.faq.writing.models import ArticleFile
from helpdesk.web.headers import DOWNLOAD_CSP, make_public
from helpdesk.web.i18n import gettext as _
from helpdesk.web.uploads import takes_files

FOR_EVER = "public, max-age=31536000, immutable"
"""The name of a file holds a mark of its content: another content has another name."""


@transactional
def keep(upload: FileStorage | None, *, alt: str, now: datetime) -> ArticleFile:
    """Keep a file that an editor sends; the same content twice is kept once."""
    if upload is None or not upload.filename:
        raise Refused(_("Choisissez un fichier."))
    content, extension = upload.stream.read(largest("pdf") + 1), extension_of(upload.filename)
    if extension not in IMAGES | DOCUMENTS:
        raise Refused(
            _(
                "Types acceptés : %(types)s.",
                types=", ".join(sorted(IMAGES)) + ", " + ", ".join(sorted(DOCUMENTS)),
            )
        )
    if len(content) > largest(extension):
        raise Refused(_("Ce fichier dépasse %(max)d ko.", max=largest(extension) // 1024))
    name = public_name(upload.filename, content)
    if file_problem(name, len(content)) or agreement_problem(name, content):
        raise Refused(_("Le contenu de ce fichier ne correspond pas à son extension."))
    return _put(name, content, alt, now)


def _put(name: str, content: bytes, alt: str, now: datetime) -> ArticleFile:
    digest = hashlib.sha256(content).hexdigest()
    held = {"sha256": digest, "size": len(content), "body": content, "media_type": media_type(name)}
    # Somebody may send the same in this very moment.
    row = insert_unless_taken(ArticleFile(name=name, alt=alt, created_at=now, **held))
    if row is not None:
        return row
    row = db.session.scalars(select(ArticleFile).where(ArticleFile.name == name)).one()
    row.alt = alt or row.alt
    if row.sha256 != digest:
        for column, value in held.items():
            setattr(row, column, value)
    db.session.flush()
    return row


def store_folder_files(files: Mapping[str, Path], *, now: datetime) -> None:
    """Keep the files of a content folder; those that only the browser knows stay. Part of a load."""
    rows = db.session.execute(select(ArticleFile.name, ArticleFile.sha256))
    known = {row.name: row.sha256 for row in rows}
    for name, path in files.items():
        content = path.read_bytes()
        if known.get(name) != hashlib.sha256(content).hexdigest():
            _put(name, content, "", now)


def get_file(name: str) -> ArticleFile:
    """Return a file with its content."""
    found = db.session.scalars(
        select(ArticleFile).where(ArticleFile.name == name).options(undefer(ArticleFile.body))
    ).first()
    if found is None:
        raise NotFound
    return found


def list_readers_of_file(name: str, today: date) -> Sequence[str]:
    """Return for whom the articles are that show a file to readers, each kind once; "" stands for everybody.

    Empty for a file of a draft, of an article that was withdrawn or is not yet valid: nobody reads those.
    """
    return db.session.scalars(
        select(Article.readers)
        .join(ShownFile, ShownFile.article_id == Article.id)
        .where(
            ShownFile.name == name,
            Article.status == ArticleStatus.PUBLISHED,
            or_(Article.valid_from.is_(None), Article.valid_from <= today),
        )
        .distinct()
    ).all()


@takes_files
def upload() -> AnyResponse:
    """Take an image or a document from an editor."""
    sent = request.files.get("file")
    form, back = FileForm(), request.form.get("back", "")
    number = int(back) if back.isascii() and back.isdigit() and len(back) < 10 else 0
    try:
        if not form.validate():
            raise Refused(_("Dites ce que montre l’image, ou le titre du document."))
        kept = keep(sent, alt=form.alt.data, now=clock.now())
    except Refused as refusal:
        flash(refusal.sentence, "danger")
    else:
        flash(_("Le fichier est ajouté : copiez %(mark)s dans le texte.", mark=mark_of(kept)), "ok")
    finally:
        if sent is not None:
            sent.close()
    where = url_for("writing.edit", manuscript_id=number) if number else url_for("writing.new")
    return redirect(f"{where}#fichiers")


def mark_of(file: ArticleFile) -> str:
    """Return the Markdown that shows an image, or leads to a document and says how large it is."""
    if extension_of(file.name) in IMAGES:
        return f"![{file.alt}](/fichiers/{file.name})"
    size = max(1, round(file.size / 1024))
    return f"[{file.alt} ({extension_of(file.name).upper()}, {size} ko)](/fichiers/{file.name})"


def serve(name: str) -> Response:
    """Send a file: an image to be shown, anything else to be kept; neither may run anything.

    It is for the readers of the articles that show it; while none does, for those who write.
    """
    found, readers = get_file(name), list_readers_of_file(name, today())
    is_public = "" in readers
    if not is_public and not _may_fetch(readers):
        raise NotFound
    is_image = extension_of(found.name) in IMAGES
    response = send_file(
        BytesIO(found.body),
        mimetype=found.media_type,
        as_attachment=not is_image,
        download_name=found.name,
        etag=found.sha256[:16],
        conditional=True,
    )
    if is_public:
        make_public()
        response.headers["Cache-Control"] = FOR_EVER
    response.headers["Content-Security-Policy"] = DOWNLOAD_CSP
    return response


def _may_fetch(readers: Iterable[str]) -> bool:
    badges = current_badges()
    return READS_EVERYTHING in badges or any(may_read(each, badges) for each in readers)
