"""The forms of the staff page."""

from collections.abc import Iterable

from wtforms import RadioField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from helpdesk.accounts.own_account.forms import LANGUAGE_NAMES, LONGEST_NAME, on_one_line
from helpdesk.accounts.rules import Role
from helpdesk.accounts.signing_in.forms import LONGEST_MAILBOX
from helpdesk.accounts.staff.labels import ROLES
from helpdesk.accounts.staff.service import Newcomer
from helpdesk.web.forms import Form, choices
from helpdesk.web.i18n import lazy_gettext as _l


class RolesField(SelectMultipleField):  # type: ignore[misc]
    """Boxes to tick, one for each role that may be given."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def offer(self, roles: Iterable[Role]) -> None:
        """Show these roles, in the order of their labels."""
        offered = set(roles)
        self.choices = choices({role.value: words for role, words in ROLES.items() if role in offered})

    def chosen(self) -> frozenset[Role]:
        """Return the roles that were ticked."""
        return frozenset(Role(value) for value in self.data or ())


class RolesForm(Form):
    """The roles of one person."""

    roles = RolesField(_l("Rôles"))


class InvitationForm(RolesForm):
    """Somebody who is to join."""

    name = StringField(_l("Nom"), [InputRequired(), Length(min=2, max=LONGEST_NAME)], filters=[on_one_line])
    email = StringField(_l("Adresse de courriel"), [InputRequired(), Length(max=LONGEST_MAILBOX)])
    lang = RadioField(_l("Langue de ses messages"), choices=choices(LANGUAGE_NAMES), default="fr")

    def newcomer(self) -> Newcomer:
        """Return what was typed as the service takes it."""
        return Newcomer(self.name.data, self.email.data, self.roles.chosen(), self.lang.data)
