"""The forms of one's own account."""

from wtforms import BooleanField, PasswordField, RadioField, StringField
from wtforms.validators import InputRequired, Length

from helpdesk.accounts.signing_in.forms import LONGEST_TYPED
from helpdesk.core.identifiers import one_line
from helpdesk.web.forms import Form, choices
from helpdesk.web.i18n import lazy_gettext as _l

LONGEST_NAME = 120
LANGUAGE_NAMES = {"fr": "Français", "en": "English"}


def on_one_line(value: str | None) -> str | None:
    """Keep a typed text on one line; a field that was not sent stays empty."""
    return None if value is None else one_line(value)


class ProfileForm(Form):
    """Name, language of mail, single-key shortcuts."""

    name = StringField(_l("Nom"), [InputRequired(), Length(min=2, max=LONGEST_NAME)], filters=[on_one_line])
    lang = RadioField(_l("Langue des messages que vous recevez"), choices=choices(LANGUAGE_NAMES))
    shortcuts = BooleanField(_l("Utiliser les raccourcis d’une seule touche au bureau"))


class IdentityForm(Form):
    """The password again; taken away for who has none."""

    password = PasswordField(_l("Mot de passe actuel"), [InputRequired(), Length(max=LONGEST_TYPED)])
