"""Forms for organisations, their links and their import."""

from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, SelectField, StringField
from wtforms.validators import DataRequired, Email, Length, Optional, Regexp

from helpdesk.organisations.labels import FAMILIES, KINDS, LINES
from helpdesk.organisations.rules import Family, Kind, Line
from helpdesk.organisations.service import Details
from helpdesk.web.forms import Form, choices
from helpdesk.web.i18n import lazy_gettext as _l

REQUIRED = DataRequired(_l("Ce champ est nécessaire."))


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
    closed_on = DateField(_l("Fermée le"), [Optional()])

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
            closed_on=self.closed_on.data,
        )


class LinkForm(Form):
    """Put this organisation under another."""

    parent_code = StringField(_l("Code de l’organisation au-dessus"), [REQUIRED, Length(max=40)])
    line = SelectField(_l("Ligne"), choices=choices(LINES), coerce=Line)
    valid_from = DateField(_l("Depuis le"), [Optional()])
    valid_until = DateField(_l("Jusqu’au"), [Optional()])


class ImportForm(Form):
    """A CSV file."""

    file = FileField(_l("Fichier CSV"), [FileRequired(_l("Choisissez un fichier."))])
