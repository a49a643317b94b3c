"""What agents fill in while somebody is on the line."""

import re
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, ValidationError

from helpdesk.core.identifiers import email_key, new_token, one_line
from helpdesk.tickets.fields import mailbox
from helpdesk.tickets.readying import Complaint
from helpdesk.tickets.rules import MESSAGE_LENGTH, NAME_LENGTH, SUBJECT_LENGTH
from helpdesk.tickets.work.forms import topic_choices
from helpdesk.tickets.work.labels import CALLERS
from helpdesk.tickets.work.rules import CallerOutcome
from helpdesk.web.fields import PhoneField, at_most, single_line
from helpdesk.web.forms import Form, choices
from helpdesk.web.i18n import current_lang
from helpdesk.web.i18n import gettext as _
from helpdesk.web.i18n import lazy_gettext as _l

LARGEST_ID = 2**31 - 1
_KEY = re.compile(r"[A-Za-z0-9_-]{43}")


class CallerForm(Form):
    """A dossier taken down while somebody is on the line: as short as it can be."""

    name = StringField(_l("Nom"), [at_most(NAME_LENGTH)], filters=[single_line])
    phone = PhoneField(_l("Téléphone"))
    email = mailbox(_l("Courriel"))
    organisation_text = StringField(_l("Organisation"), [at_most(200)], filters=[single_line])
    organisation_id = HiddenField()
    topic = SelectField(_l("Sujet"), [DataRequired(_l("Choisissez le sujet."))])
    body = TextAreaField(
        _l("Ce que la personne demande"),
        [DataRequired(_l("Écrivez ce que la personne demande.")), at_most(MESSAGE_LENGTH)],
        description=_l("La première ligne sert d’objet."),
    )
    outcome = RadioField(
        _l("Suite"), [InputRequired(_l("Choisissez ce que devient le dossier."))], choices=choices(CALLERS)
    )
    answer = TextAreaField(
        _l("Réponse donnée"),
        [at_most(MESSAGE_LENGTH)],
        description=_l("Obligatoire si vous avez répondu pendant l’appel ; pour les collègues."),
    )
    wants_no_answer = BooleanField(
        _l("Ne souhaite pas être recontacté"),
        description=_l("Sinon, laissez un téléphone ou un courriel pour que le pôle puisse répondre."),
    )
    confidential = BooleanField(_l("Discrétion : ne pas passer par l’organisation"))
    no_voicemail = BooleanField(_l("Ne pas laisser de message"))
    submission_key = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer every topic, and mark the form so that it opens one dossier."""
        super().__init__(*args, **kwargs)
        self.topic.choices = [SelectChoice("", _("Choisissez…")), *topic_choices()]
        # Neither way to reach somebody is required: « facultatif » beside one of them would mislead.
        self.email.flags.optional = False
        if not _KEY.fullmatch(self.submission_key.data or ""):
            self.submission_key.data = new_token()

    def validate_phone(self, field: PhoneField) -> None:
        """Want a number to call back."""
        if self.outcome.data == CallerOutcome.CALL_BACK and not field.typed:
            raise ValidationError(_("Donnez le numéro auquel rappeler."))

    def validate_answer(self, field: TextAreaField) -> None:
        """Want what was said: nobody could tell later what a dossier resolved without it was told."""
        if self.outcome.data == CallerOutcome.ANSWERED and not field.data:
            raise ValidationError(_("Écrivez la réponse que vous avez donnée : elle résout le dossier."))

    def validate_wants_no_answer(self, field: BooleanField) -> None:
        """Want a way to answer what the desk works on, or that none is wished for."""
        reached = field.data or self.phone.typed or self.email.data
        if self.outcome.data == CallerOutcome.FORWARDED and not reached:
            raise ValidationError(
                _(
                    "Donnez un téléphone ou un courriel, ou cochez que la personne ne souhaite pas être recontactée."
                )
            )

    @property
    def ends(self) -> CallerOutcome:
        """What becomes of the dossier, once the form is valid."""
        return CallerOutcome(self.outcome.data)

    def complaint(self) -> Complaint:
        """Return what was taken down; its subject is the first line."""
        category, _slash, subcategory = self.topic.data.partition("/")
        return Complaint(
            category=category,
            subcategory=subcategory,
            subject=_first_line(self.body.data),
            body=self.body.data,
            lang=current_lang(),
            name=self.name.data or "",
            email=email_key(self.email.data or ""),
            phone=self.phone.data or "",
            organisation_id=_id(self.organisation_id.data) if self.organisation_text.data else None,
            organisation_text=self.organisation_text.data or "",
            confidential=self.confidential.data,
            no_voicemail=self.no_voicemail.data,
            submission_key=self.submission_key.data,
        )

    @property
    def is_left_alone(self) -> bool:
        """Tell whether nobody is to get back to the person, once the form is valid."""
        return bool(self.wants_no_answer.data) and self.ends is CallerOutcome.FORWARDED


def _first_line(text: str) -> str:
    line = one_line(text.split("\n", 1)[0])
    return line if len(line) <= SUBJECT_LENGTH else line[: SUBJECT_LENGTH - 1].rstrip() + "…"


def _id(typed: str | None) -> int | None:
    if not (typed and typed.isascii() and typed.isdigit() and len(typed) <= 10):
        return None
    return int(typed) if 0 < int(typed) <= LARGEST_ID else None
