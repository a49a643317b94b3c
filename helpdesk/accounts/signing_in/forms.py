"""The forms of signing in."""

from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from helpdesk.web.forms import Form
from helpdesk.web.i18n import lazy_gettext as _l

LONGEST_MAILBOX = 254
LONGEST_TYPED = 1024
"""What is taken of a password before it is called wrong; nobody's is longer than 256."""


class SignInForm(Form):
    """Mailbox and password. A mailbox is not checked for its form: what is unknown is simply wrong."""

    email = StringField(_l("Adresse de courriel"), [InputRequired(), Length(max=LONGEST_MAILBOX)])
    password = PasswordField(_l("Mot de passe"), [InputRequired(), Length(max=LONGEST_TYPED)])
    next = HiddenField()
    kept = HiddenField()
    """What was sent when the session had ended, packed; found again once signed in."""


class MailboxForm(Form):
    """The mailbox to which a link goes."""

    email = StringField(_l("Adresse de courriel"), [InputRequired(), Length(max=LONGEST_MAILBOX)])
    next = HiddenField()


class ConfirmForm(Form):
    """A button and nothing else; `next` is where to go then."""

    next = HiddenField()
