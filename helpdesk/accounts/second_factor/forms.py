"""The forms of the second factor."""

from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from helpdesk.accounts.signing_in.forms import LONGEST_TYPED
from helpdesk.web.forms import Form
from helpdesk.web.i18n import lazy_gettext as _l


class CodeForm(Form):
    """Six digits from the application."""

    code = StringField(_l("Code à 6 chiffres"), [InputRequired(), Length(max=20)])
    next = HiddenField()
    kept = HiddenField()


class RecoveryForm(Form):
    """One of the codes that were noted."""

    code = StringField(_l("Code de secours"), [InputRequired(), Length(max=40)])
    next = HiddenField()
    kept = HiddenField()


class EnrolForm(Form):
    """The first code of an application, and the seed it was given, sealed.

    Who is wholly signed in gives the password again; the field is taken away for the others.
    """

    seed = HiddenField()
    password = PasswordField(_l("Mot de passe actuel"), [InputRequired(), Length(max=LONGEST_TYPED)])
    code = StringField(_l("Code à 6 chiffres"), [InputRequired(), Length(max=20)])
    next = HiddenField()
    kept = HiddenField()
