"""Forms for organisations, their links and their import."""

from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, FormField, HiddenField, SelectField, StringField
from wtforms.validators import DataRequired, Email, Length, Optional, Regexp

from helpdesk.organisations.labels import FAMILIES, FUNCTIONS, KINDS, LINES
from helpdesk.organisations.rules import ContactFunction, Family, Kind, Line
from helpdesk.organisations.service import ContactDetails, Details
from helpdesk.web.fields import AmountField, DayField, PhoneField, RowsField, at_most, single_line
from helpdesk.web.forms import Form, choices
from helpdesk.web.i18n import gettext as _
from helpdesk.web.i18n import lazy_gettext as _l

REQUIRED = DataRequired(_l("Ce champ est nécessaire."))


CONTACTS_AT_MOST = 50


class ContactRow(Form):
    """Whom to reach for one function; a row left empty is nobody."""

    class Meta(Form.Meta):
        """The whole form carries the token."""

        csrf = False

    function = SelectField(_l("Fonction"), choices=choices(FUNCTIONS), default=ContactFunction.TREASURER)
    name = StringField(_l("Nom"), [at_most(120)], filters=[single_line])
    email = StringField(
        _l("Adresse de courriel"),
        [Optional(), Email(_l("Cette adresse n’est pas valable."), allow_smtputf8=False), at_most(254)],
    )
    phone = PhoneField(_l("Téléphone"))

    def said(self) -> bool:
        """Say whether anything was written."""
        return bool(self.name.data or self.email.data or self.phone.typed)

    def details(self) -> ContactDetails:
        """Return what was typed as the service takes it."""
        return ContactDetails(
            ContactFunction(self.function.data),
            self.name.data or "",
            self.email.data or "",
            self.phone.data or "",
        )


class OrganisationForm(Form):
    """What is known of an organisation."""

    code = StringField(
        _l("Code"),
        [
            REQUIRED,
            Length(max=40),
            Regexp(r"^[A-Za-z0-9._-]+$", message=_l("Lettres, chiffres, points et tirets.")),
        ],
        description=_l("Unique, sans espace : il sert aux importations."),
    )
    name = StringField(_l("Nom"), [REQUIRED, Length(max=200)])
    short_name = StringField(_l("Nom court"), [Optional(), Length(max=60)])
    kind = SelectField(_l("Nature"), choices=choices(KINDS))
    family = SelectField(_l("Famille"), choices=choices(FAMILIES))
    department = StringField(
        _l("Département"),
        [Optional(), Regexp(r"^(\d{2,3}|2[AB])$", message=_l("Un code comme 38, 2A ou 971."))],
    )
    region = StringField(
        _l("Région (code INSEE)"), [Optional(), Regexp(r"^\d{2}$", message=_l("Deux chiffres."))]
    )
    town = StringField(_l("Ville"), [Optional(), Length(max=80)])
    postcode = StringField(_l("Code postal"), [Optional(), Regexp(r"^\d{5}$", message=_l("Cinq chiffres."))])
    role_mailbox = StringField(
        _l("Boîte de fonction"),
        [Optional(), Email(_l("Cette adresse n’est pas valable."), allow_smtputf8=False), Length(max=254)],
    )
    monthly_collection_cents = AmountField(
        _l("Collecte mensuelle, en euros"),
        description=_l(
            "Ce que l’organisation prélève en un mois : un dossier se juge aussi à la part en jeu."
        ),
    )
    opened_on = DayField(_l("Ouverte le"))
    closed_on = DayField(_l("Fermée le"))
    contacts = RowsField(FormField(ContactRow), label=_l("Contacts"), max_entries=CONTACTS_AT_MOST)
    seen = HiddenField()
    """The mark of what the page showed."""

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, and that an end does not come before its beginning."""
        is_valid: bool = super().validate(extra_validators)
        # The list repeats the errors of its rows in a shape no page can show.
        self.contacts.errors = []
        if any(row.form.errors for row in self.contacts):
            self.form_errors.append(_("Un contact est à corriger : la faute est dite à côté."))
        opened, closed = self.opened_on.data, self.closed_on.data
        if opened and closed and closed < opened:
            self.closed_on.errors = [_("La date de fin précède la date de début.")]
            return False
        return is_valid

    def offer_rows(self) -> None:
        """Show empty rows for more contacts, once what was sent is read."""
        while len(self.contacts) < CONTACTS_AT_MOST and sum(not row.form.said() for row in self.contacts) < 2:
            self.contacts.append_entry()

    def details(self) -> Details:
        """Return what was typed as the service takes it."""
        return Details(
            code=self.code.data,
            name=self.name.data,
            kind=Kind(self.kind.data),
            family=Family(self.family.data),
            short_name=self.short_name.data or "",
            department=self.department.data or "",
            region=self.region.data or "",
            town=self.town.data or "",
            postcode=self.postcode.data or "",
            role_mailbox=self.role_mailbox.data or "",
            monthly_collection_cents=self.monthly_collection_cents.data,
            opened_on=self.opened_on.data,
            closed_on=self.closed_on.data,
            contacts=self._contacts(),
        )

    def _contacts(self) -> tuple[ContactDetails, ...] | None:
        """Return the rows that say something; None for a form without a row, which says nothing of contacts."""
        rows = [row.form for row in self.contacts]
        return tuple(row.details() for row in rows if row.said()) if rows else None


class LinkForm(Form):
    """Put this organisation under another."""

    parent_code = StringField(_l("Code de l’organisation au-dessus"), [REQUIRED, Length(max=40)])
    line = SelectField(_l("Ligne"), choices=choices(LINES), coerce=Line)
    valid_from = DateField(_l("Depuis le"), [Optional()])
    valid_until = DateField(_l("Jusqu’au"), [Optional()])


class ImportForm(Form):
    """A CSV file."""

    file = FileField(_l("Fichier CSV"), [FileRequired(_l("Choisissez un fichier."))])
