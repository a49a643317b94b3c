"""The agents' pages of mail that came in: lists by state, one mail, its original, and what is decided about it."""

import io
from datetime import timedelta

from flask import Blueprint, flash, make_response, redirect, render_template, request, send_file, url_for
from flask import Response as FlaskResponse
from flask_wtf import FlaskForm
from markupsafe import Markup
from werkzeug.wrappers import Response

from helpdesk.accounts.viewer import signed_in_viewer
from helpdesk.config import settings
from helpdesk.core.clock import now
from helpdesk.core.errors import NotFound, Refused
from helpdesk.intake import deciding, queries, readings
from helpdesk.intake.forms import AttachForm
from helpdesk.intake.guessing import guess_language
from helpdesk.intake.labels import EMPTY, LOOKS, READ, STATES, WHYS
from helpdesk.intake.pieces import find_piece, is_picture
from helpdesk.intake.rules import OPEN_STATES, Looked, State
from helpdesk.web.filters import file_size
from helpdesk.web.headers import DOWNLOAD_CSP, hide_referrer
from helpdesk.web.i18n import gettext as _

bp = Blueprint("incoming", __name__, url_prefix="/bureau/courrier-recu")
confirmation_bp = Blueprint("mail_confirmation", __name__, url_prefix="/courrier")

BLUEPRINTS = (bp, confirmation_bp)

ORIGINAL_CSP = (
    "default-src 'none'; img-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; sandbox allow-same-origin"
)
"""For a stranger's HTML alone on its page: no script, no form, nothing from elsewhere; the pictures of the mail
itself, which need the reader's own session, hence the origin."""
PICTURE_CSP = "default-src 'none'; sandbox"


@bp.get("/")
def index() -> str:
    """List the mails of one state, those to be checked first."""
    state = _state(request.args.get("etat", ""))
    before = request.args.get("avant", "")
    found = queries.list_mails(
        state,
        signed_in_viewer(),
        now=now(),
        before=int(before) if before.isascii() and before.isdigit() and len(before) < 10 else None,
    )
    mails = found[: queries.PAGE_SIZE]
    older = url_for(".index", etat=state, avant=mails[-1].id) if len(found) > len(mails) else ""
    return render_template(
        "intake/index.html",
        state=state,
        mails=mails,
        tabs=_tabs(state),
        nothing=EMPTY[state],
        whys=WHYS,
        look=LOOKS[state],
        boxes=queries.mailbox_status(now=now()),
        older_url=older,
        newer_url=url_for(".index", etat=state) if before else "",
    )


@bp.get("/<int:mail_id>")
def show(mail_id: int) -> str:
    """Show one mail: what it says, why it stands there, and what may be decided."""
    viewer, at = signed_in_viewer(), now()
    row, _ticket = queries.get_mail(mail_id, viewer, now=at)
    readings.note_page(row, by=viewer, now=at)
    return _page(mail_id, AttachForm(formdata=None))


@bp.get("/<int:mail_id>/original")
def original(mail_id: int) -> FlaskResponse:
    """Show the HTML part, cleaned, on a page of its own that can do nothing."""
    viewer, at = signed_in_viewer(), now()
    row, _ticket = queries.get_mail(mail_id, viewer, now=at)
    if row.html is None:
        raise NotFound
    readings.note(mail_id, Looked.ORIGINAL, by=viewer, now=at)
    pieces = url_for(".piece", mail_id=mail_id, number=0).removesuffix("0")
    # Cleaned when it was read; the pictures that stand in it are those of the mail itself.
    body = Markup(row.html.replace('src="attached:', f'src="{pieces}'))  # noqa: S704
    lang = guess_language(f"{row.subject}\n{row.visible}")
    page = render_template("intake/original.html", body=body, lang=lang)
    response = make_response(page)
    response.headers["Content-Security-Policy"] = ORIGINAL_CSP
    return response


@bp.get("/<int:mail_id>/brut")
def raw(mail_id: int) -> FlaskResponse:
    """Send the mail as it came, as a file to be saved."""
    viewer, at = signed_in_viewer(), now()
    queries.get_mail(mail_id, viewer, now=at)
    content = queries.find_raw(mail_id)
    if content is None:
        raise NotFound
    readings.note(mail_id, Looked.RAW, by=viewer, now=at)
    response = send_file(
        io.BytesIO(content),
        mimetype="message/rfc822",
        as_attachment=True,
        download_name=f"courriel-{mail_id}.eml",
        max_age=0,
    )
    response.headers["Content-Security-Policy"] = DOWNLOAD_CSP
    return response


@bp.get("/<int:mail_id>/pieces/<int:number>")
def piece(mail_id: int, number: int) -> FlaskResponse:
    """Send a file of the mail: a picture to be shown inside the original, anything else to be saved."""
    viewer, at = signed_in_viewer(), now()
    queries.get_mail(mail_id, viewer, now=at)
    found = find_piece(mail_id, number)
    if found is None:
        raise NotFound
    readings.note(mail_id, Looked.FILE, by=viewer, now=at)
    picture = is_picture(found.content)
    response = send_file(
        io.BytesIO(found.content),
        mimetype=picture or "application/octet-stream",
        as_attachment=picture is None,
        download_name=found.name,
        max_age=0,
    )
    response.headers["Content-Security-Policy"] = PICTURE_CSP if picture else DOWNLOAD_CSP
    return response


@bp.post("/<int:mail_id>/rattacher")
def attach(mail_id: int) -> Response | tuple[str, int]:
    """Add the mail to a dossier."""
    viewer, at, form = signed_in_viewer(), now(), AttachForm()
    queries.get_mail(mail_id, viewer, now=at)
    if not form.validate_on_submit():
        return _page(mail_id, form), 422
    try:
        reference = deciding.attach_to(
            mail_id,
            form.reference.data or "",
            from_member=form.kind.data == "member",
            by=viewer,
            now=at,
        )
    except Refused as refusal:
        form.form_errors.append(refusal.sentence)
        return _page(mail_id, form), refusal.status
    flash(_("Courriel ajouté au dossier."), "ok")
    return redirect(url_for("desk.show", reference=reference))


@bp.post("/<int:mail_id>/ouvrir")
def open_dossier(mail_id: int) -> Response:
    """Open a dossier for the mail."""
    viewer, at = signed_in_viewer(), now()
    queries.get_mail(mail_id, viewer, now=at)
    reference = deciding.open_dossier(mail_id, by=viewer, now=at)
    flash(_("Dossier %(reference)s ouvert.", reference=reference), "ok")
    return redirect(url_for("desk.show", reference=reference))


@bp.post("/<int:mail_id>/ignorer")
def ignore(mail_id: int) -> Response:
    """Take the mail off the list."""
    viewer, at = signed_in_viewer(), now()
    queries.get_mail(mail_id, viewer, now=at)
    deciding.ignore(mail_id, by=viewer, now=at)
    flash(_("Courriel ignoré. Il reste dans l’onglet « Ignoré »."), "ok")
    return redirect(url_for(".index"))


@bp.post("/<int:mail_id>/relire")
def read_again(mail_id: int) -> Response:
    """Read a mail of the quarantine once more."""
    queries.get_mail(mail_id, signed_in_viewer(), now=now())
    deciding.read_again(mail_id)
    flash(_("Le courriel sera relu dans un instant."), "ok")
    return redirect(url_for(".show", mail_id=mail_id))


@bp.post("/<int:mail_id>/verifie")
def checked(mail_id: int) -> Response:
    """Note that what was guessed is right."""
    _row, ticket = queries.get_mail(mail_id, signed_in_viewer(), now=now())
    if ticket is None:
        raise NotFound
    deciding.checked(mail_id)
    flash(_("C’est noté : le sujet et l’organisation sont vérifiés."), "ok")
    return redirect(url_for("desk.show", reference=ticket.reference))


@confirmation_bp.get("/confirmer/<token>")
def confirm_page(token: str) -> str:
    """Show a colleague the mail that came in their name."""
    hide_referrer()
    row = deciding.get_confirmable(token, now=now())
    return render_template("intake/confirm.html", mail=row, form=FlaskForm(), token=token)


@confirmation_bp.post("/confirmer/<token>")
def confirm(token: str) -> str:
    """Do what the mail asks, since its author says that they wrote it."""
    hide_referrer()
    deciding.confirm(token, now=now())
    return render_template("intake/confirmed.html")


def _page(mail_id: int, form: AttachForm) -> str:
    row, ticket = queries.get_mail(mail_id, signed_in_viewer(), now=now())
    if ticket is not None and not form.reference.data:
        form.reference.data = ticket.reference
    return render_template(
        "intake/show.html",
        mail=row,
        ticket=ticket,
        state=STATES[row.state],
        look=LOOKS[row.state],
        why=WHYS[row.why] if row.why else "",
        files=[(each["name"], file_size(int(each["size"]))) for each in row.files],
        has_raw=queries.has_raw(row.id),
        purged_on=row.received_at + timedelta(days=settings().mail_raw_days),
        may_decide=row.state in deciding.MAY_BE_FILED,
        is_open=row.state in OPEN_STATES,
        may_retry=row.state is State.QUARANTINED,
        works_dossiers=signed_in_viewer().works_dossiers,
        readings=[(each, READ[each.what]) for each in readings.list_readings(row.id)],
        form=form,
    )


def _state(text: str) -> State:
    return State(text) if text in set(State) else State.TO_CHECK


def _tabs(current: State) -> list[tuple[str, str, bool]]:
    counts = queries.count_open()
    return [
        (
            f"{words} ({counts[state]})" if counts.get(state) else str(words),
            url_for(".index", etat=state),
            state is current,
        )
        for state, words in STATES.items()
    ]
