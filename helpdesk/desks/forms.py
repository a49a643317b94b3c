"""Forms for desks and absences."""

from datetime import date
from typing import Any

from wtforms import DateField, SelectField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, Length, Optional, Regexp, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from helpdesk.core.errors import Refused
from helpdesk.desks.service import DeskDetails, check_hours
from helpdesk.web.forms import Form
from helpdesk.web.i18n import lazy_gettext as _l

REQUIRED = DataRequired(_l("Ce champ est nécessaire."))


class DeskForm(Form):
    """What is known of a desk."""

    slug = StringField(
        _l("Identifiant"),
        [REQUIRED, Length(max=60), Regexp(r"^[a-z0-9-]+$", message=_l("Minuscules, chiffres et tirets."))],
    )
    name = StringField(_l("Nom"), [REQUIRED, Length(max=120)])
    description = StringField(_l("Ce que traite ce pôle"), [Optional(), Length(max=300)])
    hours = StringField(
        _l("Horaires"),
        [Optional(), Length(max=200)],
        description=_l("Vide : ceux de l’assistance. Exemple : lun-ven 09:00-12:00,13:30-18:00"),
    )
    holidays_subdivision = StringField(
        _l("Jours fériés particuliers"),
        [Optional(), Length(max=5)],
        description=_l("57 pour la Moselle, 6AE pour l’Alsace, 974 pour La Réunion ; vide sinon."),
    )
    member_ids = SelectMultipleField(
        _l("Conseillers"), coerce=int, option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )

    def validate_hours(self, field: Any) -> None:
        """Refuse hours that cannot be read."""
        try:
            check_hours(field.data or "", self.holidays_subdivision.data or "")
        except Refused as refusal:
            raise ValidationError(refusal.sentence) from None

    def details(self, *, closed_on: date | None = None) -> DeskDetails:
        """Return what was typed as the service takes it; a desk is closed on a page of its own."""
        return DeskDetails(
            slug=self.slug.data,
            name=self.name.data,
            description=self.description.data or "",
            hours=self.hours.data or "",
            holidays_subdivision=self.holidays_subdivision.data or "",
            closed_on=closed_on,
            member_ids=frozenset(self.member_ids.data or ()),
        )


class AbsenceForm(Form):
    """Who is away, when, and who stands in."""

    person_id = SelectField(_l("Personne absente"), coerce=int)
    starts_on = DateField(_l("Premier jour"), [REQUIRED])
    ends_on = DateField(_l("Dernier jour"), [REQUIRED])
    substitute_id = SelectField(_l("Remplacée par"), coerce=int)
