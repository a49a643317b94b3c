"""Which organisation a private link is asked for."""

from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired, Length

from helpdesk.activation.links.service import Named
from helpdesk.web.forms import Form
from helpdesk.web.i18n import lazy_gettext as _l

LONGEST = 254
LARGEST_ID = 2**31 - 1


class LinkForm(Form):
    """An organisation, by its name with suggestions, its code or its role mailbox."""

    organisation_text = StringField(
        _l("Votre organisation"),
        [DataRequired(_l("Écrivez le nom de votre organisation.")), Length(max=LONGEST)],
        description=_l("Son nom et sa commune, son code, ou l’adresse de sa boîte de fonction."),
    )
    organisation_id = HiddenField()

    def named(self) -> Named:
        """Return what was typed or chosen."""
        chosen = self.organisation_id.data or ""
        is_number = chosen.isascii() and chosen.isdigit() and len(chosen) < 11
        number = int(chosen) if is_number and 0 < int(chosen) <= LARGEST_ID else None
        return Named(self.organisation_text.data, number)
