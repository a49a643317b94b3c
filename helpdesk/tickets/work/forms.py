"""What agents fill in."""

import re
from datetime import date
from typing import Any

from wtforms import BooleanField, EmailField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, Optional, Regexp, ValidationError

from helpdesk.core.identifiers import email_key, new_token, one_line
from helpdesk.core.phones import display
from helpdesk.core.topics import TOPICS, Field, Severity
from helpdesk.tickets.fields import AmountField, CountField, DayField, PhoneField, at_most
from helpdesk.tickets.labels import FIELDS, category_label, subcategory_label
from helpdesk.tickets.opening import Complaint
from helpdesk.tickets.rules import (
    EMAIL_LENGTH,
    MESSAGE_LENGTH,
    NAME_LENGTH,
    REASON_LENGTH,
    REPLY_LENGTH,
    SUBJECT_LENGTH,
    EntryKind,
    is_plausible_day,
)
from helpdesk.tickets.severity.labels import SEVERITIES
from helpdesk.tickets.work.dossier.facts import FACTS
from helpdesk.tickets.work.facts import Known
from helpdesk.tickets.work.labels import CALLERS, CALLS
from helpdesk.tickets.work.replies import Then
from helpdesk.tickets.work.requester import Requester
from helpdesk.tickets.work.rules import CallerOutcome, CallOutcome
from helpdesk.web.forms import Form, choices
from helpdesk.web.i18n import current_lang
from helpdesk.web.i18n import gettext as _
from helpdesk.web.i18n import lazy_gettext as _l

LARGEST_ID = 2**31 - 1
_KEY = re.compile(r"[A-Za-z0-9_-]{43}")


def single_line(value: Any) -> Any:
    """Return a typed text on one line."""
    return one_line(value) if isinstance(value, str) else value


class ReplyForm(Form):
    """A reply or a note; its files travel beside it."""

    kind = SelectField(
        _l("Type de message"),
        choices=choices({EntryKind.REPLY: _l("Réponse"), EntryKind.NOTE: _l("Note interne")}),
    )
    then = SelectField(
        _l("Ensuite"), choices=choices({each: each.value for each in Then}), default=Then.GO_ON.value
    )
    body = TextAreaField(_l("Votre texte"), [DataRequired(_l("Écrivez votre texte.")), at_most(REPLY_LENGTH)])


class SeverityForm(Form):
    """How serious a dossier is, and why if it is less than it was."""

    severity = RadioField(_l("Gravité"), choices=choices(SEVERITIES))
    reason = TextAreaField(
        _l("Raison"), [at_most(REASON_LENGTH)], description=_l("Obligatoire pour baisser la gravité.")
    )

    @property
    def chosen(self) -> Severity:
        """The severity chosen, once the form is valid."""
        return Severity(self.severity.data)


class CallForm(Form):
    """How a call ended."""

    outcome = RadioField(_l("Comment l’appel s’est-il terminé ?"), choices=choices(CALLS))
    note = TextAreaField(_l("Note"), [at_most(MESSAGE_LENGTH)])

    @property
    def ended(self) -> CallOutcome:
        """How it ended, once the form is valid."""
        return CallOutcome(self.outcome.data)


class FactsForm(Form):
    """What is known of a malfunction."""

    deadline_on = DayField(FIELDS[Field.DEADLINE_ON])
    deadline_confirmed = BooleanField(_l("J’ai vérifié cette date avec l’organisation"))
    amount_cents = AmountField(FIELDS[Field.AMOUNT])
    members_touched = CountField(FIELDS[Field.MEMBERS_TOUCHED])
    debit_on = DayField(FIELDS[Field.DEBIT_ON])
    refunded = RadioField(
        FIELDS[Field.REFUNDED],
        choices=choices({"": _l("On ne sait pas"), "oui": _l("Oui"), "non": _l("Non")}),
        default="",
    )
    double_debit_confirmed = BooleanField(_l("Double prélèvement confirmé par la banque ou un relevé"))
    funds_blocked_since = DayField(_l("Fonds réglés par la banque mais indisponibles depuis le"))
    cannot_collect = BooleanField(_l("L’organisation ne peut plus prélever"))
    vendor_contacted_on = DayField(FIELDS[Field.VENDOR_CONTACTED_ON])
    vendor_reference = StringField(FIELDS[Field.VENDOR_REFERENCE], [at_most(60)], filters=[single_line])
    rum = StringField(FIELDS[Field.RUM], [at_most(35)], filters=[single_line])
    reason_code = StringField(
        FIELDS[Field.REASON_CODE],
        [Regexp(r"([A-Za-z0-9]{4})?$", message=_l("Un code de quatre signes, par exemple AM04."))],
    )
    data_breach = BooleanField(_l("Des données personnelles ont été exposées à des tiers"))
    mandate_base_lost = BooleanField(_l("La base des mandats est perdue ou tronquée"))
    wrong_creditor = BooleanField(_l("Un autre nom de créancier apparaît sur les relevés"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        """Remember the day that dates are looked at from."""
        super().__init__(*args, **kwargs)
        self._today = today

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, then what needs the day or another field."""
        is_valid: bool = super().validate(extra_validators)
        faults = [
            (field, _("Cette date est trop loin d’aujourd’hui."))
            for field in (self.deadline_on, self.debit_on, self.funds_blocked_since, self.vendor_contacted_on)
            if field.data is not None and not is_plausible_day(field.data, today=self._today)
        ]
        if self.deadline_confirmed.data and not self.deadline_on.typed:
            faults.append((self.deadline_on, _("Donnez la date que vous avez vérifiée.")))
        for field, sentence in faults:
            field.errors = [*field.errors, sentence]
        return is_valid and not faults

    def show(self, known: Known) -> None:
        """Fill the form with what is known."""
        for name in FACTS:
            if name in self:
                _fill(self[name], getattr(known, name))

    def known(self) -> Known:
        """Return what is known now, once the form is valid."""
        values = {name: self[name].data for name in FACTS if name in self}
        values["refunded"] = {"oui": True, "non": False}.get(self.refunded.data)
        values["reason_code"] = (self.reason_code.data or "").upper()
        for name in ("rum", "vendor_reference"):
            values[name] = values[name] or ""
        return Known(**values)


class FileUnderForm(Form):
    """What a dossier is about."""

    topic = SelectField(_l("Sujet"))
    reroute = BooleanField(
        _l("Envoyer au pôle que désignent les règles"),
        description=_l("Sinon le dossier reste où il est."),
        default=True,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer every topic with its parts."""
        super().__init__(*args, **kwargs)
        self.topic.choices = topic_choices()

    @property
    def chosen(self) -> tuple[str, str]:
        """The category and sub-category chosen, once the form is valid."""
        category, _slash, subcategory = self.topic.data.partition("/")
        return category, subcategory


class RequesterForm(Form):
    """Who asks, and how to reach them."""

    name = StringField(_l("Nom"), [at_most(NAME_LENGTH)], filters=[single_line])
    phone = PhoneField(_l("Téléphone"))
    email = EmailField(
        _l("Courriel"),
        [
            Optional(),
            at_most(EMAIL_LENGTH),
            Email(_l("Cette adresse n’est pas complète, par exemple nom@example.org.")),
        ],
        filters=[single_line],
        description=_l(
            "Une autre adresse reçoit un nouveau lien privé ; ceux envoyés à l’ancienne ne marchent plus."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Leave « facultatif » out: no field here is required."""
        super().__init__(*args, **kwargs)
        self.email.flags.optional = False

    def show(self, requester: Requester) -> None:
        """Fill the form with what is known."""
        self.name.data, self.email.data = requester.name, requester.email
        self.phone.data, self.phone.typed = requester.phone, display(requester.phone)

    def requester(self) -> Requester:
        """Return who asks, once the form is valid."""
        return Requester(name=self.name.data or "", email=self.email.data or "", phone=self.phone.data or "")


class CallerForm(Form):
    """A dossier taken down while somebody is on the line: as short as it can be."""

    name = StringField(_l("Nom"), [at_most(NAME_LENGTH)], filters=[single_line])
    phone = PhoneField(_l("Téléphone"))
    email = EmailField(
        _l("Courriel"),
        [
            Optional(),
            at_most(EMAIL_LENGTH),
            Email(_l("Cette adresse n’est pas complète, par exemple nom@example.org.")),
        ],
        filters=[single_line],
    )
    organisation_text = StringField(_l("Organisation"), [at_most(200)], filters=[single_line])
    organisation_id = HiddenField()
    topic = SelectField(_l("Sujet"), [DataRequired(_l("Choisissez le sujet."))])
    body = TextAreaField(
        _l("Ce que la personne demande"),
        [DataRequired(_l("Écrivez ce que la personne demande.")), at_most(MESSAGE_LENGTH)],
        description=_l("La première ligne sert d’objet."),
    )
    outcome = RadioField(_l("Suite"), choices=choices(CALLERS), default=CallerOutcome.ANSWERED.value)
    answer = TextAreaField(_l("Réponse donnée"), [at_most(MESSAGE_LENGTH)])
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


def topic_choices() -> list[SelectChoice]:
    """Return every topic and its parts, in groups by category."""
    return [
        SelectChoice(value, words, optgroup=category_label(slug))
        for slug, topic in TOPICS.items()
        for value, words in [
            (slug, category_label(slug)),
            *((f"{slug}/{each.slug}", subcategory_label(slug, each.slug)) for each in topic.subtopics),
        ]
    ]


def _fill(field: Any, value: Any) -> None:
    field.data = value
    if hasattr(field, "typed"):
        field.typed = _typed(field, value)
    elif isinstance(field, RadioField):
        field.data = "" if value is None else {True: "oui", False: "non"}[value]


def _typed(field: Any, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(field, AmountField):
        return f"{value // 100},{value % 100:02}"
    return str(value)


def _first_line(text: str) -> str:
    line = one_line(text.split("\n", 1)[0])
    return line if len(line) <= SUBJECT_LENGTH else line[: SUBJECT_LENGTH - 1].rstrip() + "…"


def _id(typed: str | None) -> int | None:
    if not (typed and typed.isascii() and typed.isdigit() and len(typed) <= 10):
        return None
    return int(typed) if 0 < int(typed) <= LARGEST_ID else None
