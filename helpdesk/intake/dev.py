"""In the demonstration only: writing to the helpdesk without a mail server, as an answer to a mail or anew.

What is written is handed to the same code that a mail server's pipe calls.
"""

from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from urllib.parse import urlsplit

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import EmailField, StringField, TextAreaField
from wtforms.validators import Email, InputRequired, Length

from helpdesk.config import settings
from helpdesk.core.clock import now
from helpdesk.core.identifiers import one_line
from helpdesk.engines.mail.folder import DeliveredMail, find_delivered
from helpdesk.engines.schemes import folder_of
from helpdesk.intake.storing import Delivery, keep
from helpdesk.web.forms import Form
from helpdesk.web.i18n import gettext as _
from helpdesk.web.i18n import lazy_gettext as _l

bp = Blueprint("dev_write", __name__, url_prefix="/dev/mail")

QUOTED_LINES = 40


class WriteForm(Form):
    """A mail to the helpdesk."""

    sender = EmailField(
        _l("De"), validators=[InputRequired(_l("Indiquez une adresse.")), Email(), Length(max=254)]
    )
    subject = StringField(_l("Objet"), validators=[Length(max=200)])
    text = TextAreaField(
        _l("Message"), validators=[InputRequired(_l("Écrivez un message.")), Length(max=20_000)]
    )


@bp.route("/ecrire", methods=["GET", "POST"])
def write() -> str | Response | tuple[str, int]:
    """Write to the helpdesk, or answer one of its mails."""
    answered, form = _answered(request.args.get("a", "")), WriteForm()
    if form.validate_on_submit():
        keep(Delivery(raw=_raw(form, answered, at=now())), now=now())
        flash(_("Courriel déposé : il est classé dans un instant."), "ok")
        return redirect(url_for("dev_mail.index"))
    if request.method == "GET" and answered is not None:
        form.sender.data, form.subject.data = answered.to, f"Re: {answered.subject}"
    page = render_template("intake/dev_write.html", form=form, answered=answered)
    return (page, 422) if form.errors else page


def _answered(mail_id: str) -> DeliveredMail | None:
    url = settings().engine_url("mail")
    if not mail_id or urlsplit(url).scheme != "maildir":
        return None
    return find_delivered(folder_of(url, setting="mail_url"), mail_id)


def _raw(form: WriteForm, answered: DeliveredMail | None, *, at: datetime) -> bytes:
    sender = one_line(form.sender.data or "")
    mail = EmailMessage()
    mail["From"], mail["Subject"] = sender, one_line(form.subject.data or "")
    mail["To"] = answered.headers.get("Reply-To", settings().mail_from) if answered else settings().mail_from
    mail["Date"], mail["Message-ID"] = format_datetime(at), make_msgid(domain="demo.example.net")
    # What the mail server of a real installation writes on top when the sender's domain vouches for the mail.
    domain = sender.rpartition("@")[2]
    mail["Authentication-Results"] = f"{settings().mail_authserv_id}; dmarc=pass header.from={domain}"
    if answered is not None:
        mail["In-Reply-To"] = mail["References"] = answered.headers["Message-ID"]
    mail.set_content((form.text.data or "") + _quoted(answered))
    return mail.as_bytes()


def _quoted(answered: DeliveredMail | None) -> str:
    if answered is None:
        return ""
    lines = "\n".join(f"> {line}" for line in answered.text.splitlines()[:QUOTED_LINES])
    said = _(
        "Le %(day)s à %(time)s, %(sender)s a écrit :",
        day=f"{answered.sent_at:%d/%m/%Y}",
        time=f"{answered.sent_at:%H:%M}",
        sender=answered.sender,
    )
    return f"\n\n{said}\n{lines}\n"
