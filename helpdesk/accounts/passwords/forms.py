"""The forms of passwords. New ones are judged by the use case; here they are only typed twice alike."""

from wtforms import PasswordField
from wtforms.validators import EqualTo, InputRequired, Length

from helpdesk.accounts.signing_in.forms import LONGEST_TYPED
from helpdesk.web.forms import Form
from helpdesk.web.i18n import lazy_gettext as _l


class NewPasswordForm(Form):
    """A new password, twice."""

    password = PasswordField(_l("Nouveau mot de passe"), [InputRequired(), Length(max=LONGEST_TYPED)])
    again = PasswordField(
        _l("Le même, encore une fois"),
        [InputRequired(), EqualTo("password", _l("Les deux mots de passe ne sont pas les mêmes."))],
    )


class ChangePasswordForm(NewPasswordForm):
    """The old password and the new one."""

    old = PasswordField(_l("Mot de passe actuel"), [InputRequired(), Length(max=LONGEST_TYPED)])
