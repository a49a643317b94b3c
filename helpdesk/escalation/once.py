"""The form under every move on an escalation: it counts once, and is about what was on the page."""

from wtforms import HiddenField, IntegerField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from helpdesk.core.identifiers import new_token
from helpdesk.web.forms import Form


class OnceForm(Form):
    """Which version was on the page, and a random value that makes a submit count once."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    key = HiddenField(validators=[InputRequired(), Length(max=64)])

    def show_now(self, version: int) -> None:
        """Make the next submit about what is there now, and another one than before."""
        self.version.data, self.version.raw_data = version, None
        self.key.data = new_token()
