"""Forms for routing rules and for trying them out."""

from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, SelectField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from helpdesk.organisations.labels import FAMILIES
from helpdesk.organisations.models import Organisation
from helpdesk.organisations.queries import find_by_code, list_by_ids
from helpdesk.tickets.labels import CATEGORIES, PRIORITIES, SUBCATEGORIES
from helpdesk.tickets.routing.rules import Case, Rule
from helpdesk.tickets.rules import Priority
from helpdesk.web.forms import Form, choices
from helpdesk.web.i18n import gettext as _
from helpdesk.web.i18n import lazy_gettext as _l

EITHER, YES, NO = "", "yes", "no"


def _checkboxes(label: str, labels: dict[Any, str]) -> SelectMultipleField:
    return SelectMultipleField(
        label, choices=choices(labels), option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )


class OrganisationCodes(StringField):  # type: ignore[misc]
    """Codes of organisations separated by spaces or commas; `ids` are filled by validation."""

    ids: frozenset[int] = frozenset()

    def pre_validate(self, form: Any) -> None:
        """Find every code."""
        found = {code: find_by_code(code) for code in _words(self.data)}
        unknown = [code for code, organisation in found.items() if organisation is None]
        if unknown:
            raise ValidationError(
                _("Aucune organisation ne porte ce code : %(codes)s.", codes=", ".join(unknown)[:200])
            )
        self.ids = frozenset(organisation.id for organisation in found.values() if organisation)


class RuleForm(Form):
    """What a rule asks and where it sends."""

    name = StringField(_l("Nom de la règle"), [DataRequired(_l("Ce champ est nécessaire.")), Length(max=120)])
    desk_id = SelectField(_l("Pôle"), coerce=int)
    priority = SelectField(_l("Priorité"), choices=choices(PRIORITIES), default=Priority.NORMAL.value)
    categories = _checkboxes(_l("Catégories"), dict(CATEGORIES))
    subcategories = _checkboxes(_l("Sous-catégories"), dict(SUBCATEGORIES))
    organisations = OrganisationCodes(
        _l("Organisations (codes)"), [Optional(), Length(max=500)], description=_l("Celles-ci exactement.")
    )
    ancestors = OrganisationCodes(
        _l("Périmètres (codes)"),
        [Optional(), Length(max=500)],
        description=_l("Celles-ci et toutes celles au-dessous."),
    )
    departments = StringField(
        _l("Départements"), [Optional(), Length(max=200)], description=_l("Exemple : 38 69 2A")
    )
    regions = StringField(_l("Régions (codes INSEE)"), [Optional(), Length(max=100)])
    families = _checkboxes(_l("Familles"), dict(FAMILIES))
    languages = _checkboxes(_l("Langues"), {"fr": _l("Français"), "en": _l("Anglais")})
    confidential = SelectField(
        _l("Discrétion demandée"), choices=choices({EITHER: _l("peu importe"), YES: _l("oui"), NO: _l("non")})
    )

    def rule(self, *, rule_id: int = 0, position: int = 0) -> Rule:
        """Return what was typed as the rules know it."""
        wish = {YES: True, NO: False}.get(self.confidential.data or "")
        return Rule(
            id=rule_id,
            position=position,
            name=self.name.data,
            desk_id=self.desk_id.data,
            priority=Priority(self.priority.data),
            categories=frozenset(self.categories.data or ()),
            subcategories=frozenset(self.subcategories.data or ()),
            organisation_ids=self.organisations.ids,
            ancestor_ids=self.ancestors.ids,
            departments=frozenset(_words((self.departments.data or "").upper())),
            regions=frozenset(_words(self.regions.data)),
            families=frozenset(self.families.data or ()),
            languages=frozenset(self.languages.data or ()),
            confidential=wish,
        )


class TryForm(Form):
    """A case to try the rules on."""

    category = SelectField(_l("Catégorie"), choices=choices(dict(CATEGORIES)))
    subcategory = SelectField(
        _l("Sous-catégorie"),
        choices=choices({"": _l("sans précision"), **SUBCATEGORIES}),
        validators=[Optional()],
    )
    organisation = OrganisationCodes(_l("Organisation (code)"), [Optional(), Length(max=40)])
    language = SelectField(_l("Langue"), choices=choices({"fr": _l("Français"), "en": _l("Anglais")}))
    confidential = BooleanField(_l("Discrétion demandée"))

    def case(self, organisation: Organisation | None, ancestors: frozenset[int]) -> Case:
        """Return the case as the rules know it."""
        within, _slash, subcategory = (self.subcategory.data or "").partition("/")
        return Case(
            category=self.category.data,
            subcategory=subcategory if within == self.category.data else None,
            language=self.language.data,
            confidential=bool(self.confidential.data),
            organisation_id=organisation.id if organisation else None,
            ancestor_ids=ancestors,
            department=(organisation.department or None) if organisation else None,
            region=(organisation.region or None) if organisation else None,
            family=organisation.family.value if organisation else None,
        )


def values_of(rule: Rule) -> dict[str, Any]:
    """Return a rule as its form shows it."""
    return {
        "name": rule.name,
        "desk_id": rule.desk_id,
        "priority": rule.priority.value,
        "categories": sorted(rule.categories),
        "subcategories": sorted(rule.subcategories),
        "organisations": _codes(rule.organisation_ids),
        "ancestors": _codes(rule.ancestor_ids),
        "departments": " ".join(sorted(rule.departments)),
        "regions": " ".join(sorted(rule.regions)),
        "families": sorted(rule.families),
        "languages": sorted(rule.languages),
        "confidential": {True: YES, False: NO, None: EITHER}[rule.confidential],
    }


def _codes(ids: Iterable[int]) -> str:
    return " ".join(sorted(organisation.code for organisation in list_by_ids(ids)))


def _words(text: str | None) -> list[str]:
    return (text or "").replace(",", " ").replace(";", " ").split()
