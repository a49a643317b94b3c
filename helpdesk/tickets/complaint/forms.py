"""The complaint form. Everything beyond the text and a way to answer may be left empty."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from flask_wtf.file import MultipleFileField
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Optional, Regexp, ValidationError

from helpdesk.accounts.viewer import Viewer
from helpdesk.core.identifiers import email_key, new_token, one_line
from helpdesk.core.topics import TOPICS, Field, topic
from helpdesk.faq.diagnosis.views import trail_in_words
from helpdesk.faq.learning.counting import LONGEST_QUERY
from helpdesk.tickets.complaint.facts import asked_fields, with_unasked
from helpdesk.tickets.complaint.rules import Claim
from helpdesk.tickets.fields import AmountField, CountField, mailbox
from helpdesk.tickets.files.rules import KeptFile
from helpdesk.tickets.labels import CATEGORIES, FIELDS
from helpdesk.tickets.readying import Complaint
from helpdesk.tickets.rules import (
    ATTACHMENT_COUNT,
    ATTACHMENT_EXTENSIONS,
    ATTACHMENT_MEGABYTES,
    MESSAGE_LENGTH,
    NAME_LENGTH,
    SUBJECT_LENGTH,
    is_plausible_day,
)
from helpdesk.web.fields import DayField, PhoneField, at_most, single_line
from helpdesk.web.forms import Form, choices
from helpdesk.web.i18n import current_lang
from helpdesk.web.i18n import gettext as _
from helpdesk.web.i18n import lazy_gettext as _l

_KEY = re.compile(r"[A-Za-z0-9_-]{20,64}")
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
_LARGEST_ID = 2**31 - 1

DAYS = (Field.DEBIT_ON, Field.DUE_ON, Field.DEADLINE_ON, Field.VENDOR_CONTACTED_ON)
REFUNDED: Mapping[str, bool | None] = MappingProxyType({"": None, "oui": True, "non": False})
ACCEPTED = ",".join(f".{each}" for each in sorted(ATTACHMENT_EXTENSIONS))


def _text(words: str, length: int, *more: Any, **options: Any) -> StringField:
    return StringField(words, [at_most(length), *more], filters=[single_line], **options)


class ComplaintForm(Form):
    """What a member or a treasurer tells us."""

    category = SelectField(_l("De quoi s’agit-il ?"), validate_choice=False)
    subcategory = StringField(_l("Plus précisément"))
    subject = StringField(
        _l("Objet, en une phrase"),
        [DataRequired(_l("Dites en quelques mots de quoi il s’agit.")), at_most(SUBJECT_LENGTH)],
        filters=[single_line],
    )
    body = TextAreaField(
        _l("Que s’est-il passé ?"),
        [DataRequired(_l("Décrivez ce qui s’est passé.")), at_most(MESSAGE_LENGTH)],
        description=_l(
            "N’écrivez ni IBAN, ni numéro de carte, ni numéro de sécurité sociale : nous n’en avons pas besoin."
        ),
    )

    amount = AmountField(FIELDS[Field.AMOUNT])
    debit_on = DayField(FIELDS[Field.DEBIT_ON])
    due_on = DayField(FIELDS[Field.DUE_ON])
    deadline_on = DayField(
        FIELDS[Field.DEADLINE_ON],
        description=_l("Un départ en séjour, une paie, un acompte à verser…"),
    )
    members_touched = CountField(FIELDS[Field.MEMBERS_TOUCHED])
    rum = _text(FIELDS[Field.RUM], 35, description=_l("Elle figure sur votre relevé, à côté du prélèvement."))
    reason_code = _text(
        FIELDS[Field.REASON_CODE],
        4,
        Regexp(r"([A-Za-z0-9]{4})?$", message=_l("Un code de quatre signes, par exemple AM04.")),
        description=_l("Quatre signes, par exemple AM04."),
    )
    vendor_reference = _text(FIELDS[Field.VENDOR_REFERENCE], 60)
    vendor_contacted_on = DayField(FIELDS[Field.VENDOR_CONTACTED_ON])
    refunded = RadioField(
        FIELDS[Field.REFUNDED],
        choices=choices({"": _l("Je ne sais pas"), "oui": _l("Oui"), "non": _l("Non")}),
        default="",
        validate_choice=False,
    )

    organisation_text = _text(
        _l("Votre organisation"),
        200,
        Optional(),
        description=_l("Syndicat, section, coopérative… en toutes lettres."),
    )
    organisation_id = HiddenField()
    name = _text(_l("Votre nom"), NAME_LENGTH, Optional())
    email = mailbox(_l("Votre adresse de courriel"))
    phone = PhoneField(_l("Votre téléphone"))
    callback_wanted = BooleanField(_l("Je souhaite être rappelé par téléphone"))
    callback_slot = _text(
        _l("Quand vous rappeler ?"), 120, Optional(), description=_l("Par exemple : le matin, ou après 17 h.")
    )
    no_voicemail = BooleanField(_l("Ne pas laisser de message sur mon répondeur"))
    confidential = BooleanField(_l("Ne pas passer par mon organisation ni par mon délégué"))
    files = MultipleFileField(
        _l("Fichiers"),
        description=_l(
            "%(count)d fichiers au plus, %(size)d Mo chacun : PDF, images, textes, tableurs, fichiers de banque.",
            count=ATTACHMENT_COUNT,
            size=ATTACHMENT_MEGABYTES,
        ),
        render_kw={"accept": ACCEPTED},
    )

    knowing = BooleanField(_l("J’ai lu ce qui précède : envoyez quand même ma demande"))

    article_slug = HiddenField()
    search = HiddenField()
    diagnosis = HiddenField()
    submission_key = HiddenField()
    website = StringField(_l("Laissez ce champ vide"))

    def __init__(self, *args: Any, viewer: Viewer | None, today: date, **kwargs: Any) -> None:
        """Ask a signed-in person neither name nor address, which are known."""
        super().__init__(*args, **kwargs)
        self._viewer, self._today = viewer, today
        self.category.choices = choices({"": _("Choisissez…"), **CATEGORIES})
        if viewer is not None:
            del self.name
            del self.email
        else:
            # Neither is required alone, and one of the two is: « facultatif » would mislead.
            self.email.flags.optional = False
        if not _KEY.fullmatch(self.submission_key.data or ""):
            self.submission_key.data = new_token()

    def validate_category(self, field: SelectField) -> None:
        """Refuse what is no category, and a sub-category of another one."""
        if field.data not in TOPICS:
            raise ValidationError(_("Choisissez le sujet de votre demande."))
        known = {each.slug for each in topic(field.data).subtopics}
        if self.subcategory.data and self.subcategory.data not in known:
            raise ValidationError(
                _("La précision choisie ne correspond pas au sujet : choisissez-la de nouveau.")
            )

    def validate_website(self, field: StringField) -> None:
        """Stop robots, which fill in everything; a person is told what to do."""
        if field.data:
            raise ValidationError(_("Laissez vide le champ qui doit le rester, puis envoyez de nouveau."))

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Check each field, then what takes several of them, or the day, to tell."""
        is_valid: bool = super().validate(extra_validators)
        faults = [
            (self[day.value], _("Cette date est trop loin d’aujourd’hui."))
            for day in DAYS
            if not self._is_plausible(self[day.value].data)
        ]
        if self._viewer is None and not (self.email.data or self.phone.typed):
            faults.append((self.email, _("Donnez une adresse de courriel ou un numéro de téléphone.")))
        if self.callback_wanted.data and not self.phone.typed:
            faults.append((self.phone, _("Donnez le numéro auquel vous rappeler.")))
        for field, sentence in faults:
            field.errors = [*field.errors, sentence]
        return is_valid and not faults

    def _is_plausible(self, day: date | None) -> bool:
        return day is None or is_plausible_day(day, today=self._today)

    @property
    def came_from(self) -> dict[str, str]:
        """The article and the search that led to the form, for the tallies; no dossier keeps the search."""
        slug = self.article_slug.data or ""
        return {
            "article": slug if _SLUG.fullmatch(slug) else "",
            "query": one_line((self.search.data or "")[:LONGEST_QUERY]),
            "lang": current_lang(),
        }

    def claim(self) -> Claim:
        """Return what cautions depend on."""
        return Claim(
            category=self.category.data,
            subcategory=self.subcategory.data or "",
            due_on=self.due_on.data,
            email=self._viewer.email if self._viewer else self.email.data or "",
        )

    @property
    def reached_at(self) -> str:
        """Where an answer goes: a mailbox or a number, written in one way however it was typed."""
        return email_key(self.email.data or "") or self.phone.data or ""

    def complaint(self, files: tuple[KeptFile, ...]) -> Complaint:
        """Return what was typed; facts that the subject does not ask for join the text, so none is lost."""
        asked = asked_fields(self.category.data, self.subcategory.data or "")
        facts = {field: self._fact(field) for field in Field}
        unasked = {
            FIELDS[field]: self._typed(field)
            for field, value in facts.items()
            if field not in asked and value not in (None, "")
        }
        return Complaint(
            category=self.category.data,
            subcategory=self.subcategory.data or "",
            subject=self.subject.data,
            body=with_unasked(self._told(), unasked),
            lang=current_lang(),
            article_slug=self.article_slug.data if _SLUG.fullmatch(self.article_slug.data or "") else "",
            name=self._viewer.name if self._viewer else self.name.data or "",
            email=self._viewer.email if self._viewer else email_key(self.email.data or ""),
            phone=self.phone.data or "",
            organisation_id=self._organisation_id(),
            organisation_text=self.organisation_text.data or "",
            confidential=self.confidential.data,
            no_voicemail=self.no_voicemail.data,
            callback_wanted=self.callback_wanted.data,
            callback_slot=self.callback_slot.data or "",
            files=files,
            submission_key=self.submission_key.data,
            **{_COLUMNS.get(field, field.value): facts[field] for field in asked},
        )

    def _told(self) -> str:
        """Return the text, with the way through a diagnosis that led here."""
        trail = trail_in_words(self.diagnosis.data or "")
        return f"{self.body.data}\n\n{trail}" if trail else str(self.body.data)

    def _fact(self, field: Field) -> Any:
        value = self[field.value].data
        return _READ[field](value) if field in _READ else value

    def _typed(self, field: Field) -> str:
        control = self[field.value]
        return str(getattr(control, "typed", "") or control.data)

    def _organisation_id(self) -> int | None:
        typed = self.organisation_id.data or ""
        if not (typed.isascii() and typed.isdigit() and len(typed) <= 10 and self.organisation_text.data):
            return None
        return int(typed) if 0 < int(typed) <= _LARGEST_ID else None


_COLUMNS: Mapping[Field, str] = MappingProxyType({Field.AMOUNT: "amount_cents"})
_READ: Mapping[Field, Callable[[Any], Any]] = MappingProxyType(
    {
        Field.RUM: lambda text: text or "",
        Field.REASON_CODE: lambda text: (text or "").upper(),
        Field.VENDOR_REFERENCE: lambda text: text or "",
        Field.REFUNDED: lambda text: REFUNDED.get(text or ""),
    }
)
