"""What agents fill in of a malfunction."""

from datetime import date
from typing import Any

from wtforms import BooleanField, RadioField, StringField
from wtforms.validators import Regexp

from helpdesk.core.topics import Field
from helpdesk.tickets.fields import AmountField, CountField
from helpdesk.tickets.labels import FIELDS
from helpdesk.tickets.rules import is_plausible_day
from helpdesk.tickets.work.dossier.facts import FACTS
from helpdesk.tickets.work.facts import Known
from helpdesk.web.fields import DayField, at_most, single_line
from helpdesk.web.forms import Form, choices
from helpdesk.web.i18n import gettext as _
from helpdesk.web.i18n import lazy_gettext as _l


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


def _fill(field: Any, value: Any) -> None:
    if isinstance(field, RadioField):
        value = "" if value is None else {True: "oui", False: "non"}[value]
    field.process_data(value)
