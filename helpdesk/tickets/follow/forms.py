"""What members fill in on the pages of their dossier."""

from flask_wtf.file import MultipleFileField
from wtforms import EmailField, StringField, TextAreaField
from wtforms.validators import DataRequired, ValidationError

from helpdesk.core.identifiers import normalise_reference
from helpdesk.tickets.complaint.forms import ACCEPTED
from helpdesk.tickets.rules import EMAIL_LENGTH, MESSAGE_LENGTH
from helpdesk.web.fields import at_most
from helpdesk.web.forms import Form
from helpdesk.web.i18n import gettext as _
from helpdesk.web.i18n import lazy_gettext as _l


class ReplyForm(Form):
    """A message, files, or both."""

    body = TextAreaField(_l("Votre message"), [at_most(MESSAGE_LENGTH)])
    files = MultipleFileField(_l("Joindre des fichiers"), render_kw={"accept": ACCEPTED})

    def validate(self, extra_validators: object = None) -> bool:
        """Want something to send."""
        is_valid: bool = super().validate(extra_validators)
        if not (self.body.data or self.files.data):
            self.body.errors = [_("Écrivez un message ou joignez un fichier.")]
            return False
        return is_valid


class FindForm(Form):
    """Which dossier, and whose."""

    reference = StringField(
        _l("Référence du dossier"),
        [DataRequired(_l("Écrivez la référence, par exemple K7Q-482.")), at_most(40)],
        description=_l("Trois signes, un tiret, trois signes : par exemple K7Q-482."),
    )
    email = EmailField(
        _l("Adresse de courriel donnée à l’ouverture"),
        [DataRequired(_l("Écrivez l’adresse de courriel donnée à l’ouverture.")), at_most(EMAIL_LENGTH)],
    )

    def validate_reference(self, field: StringField) -> None:
        """Refuse what no reference looks like; whether it exists is told to nobody."""
        if field.data and normalise_reference(field.data) is None:
            raise ValidationError(_("Une référence a six lettres et chiffres, par exemple K7Q-482."))
