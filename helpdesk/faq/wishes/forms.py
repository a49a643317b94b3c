"""The one field of a wish to be written to."""

from email_validator import EmailNotValidError, validate_email
from wtforms import EmailField
from wtforms.validators import DataRequired, ValidationError

from helpdesk.web.forms import Form
from helpdesk.web.i18n import gettext as _
from helpdesk.web.i18n import lazy_gettext as _l

EMAIL_LENGTH = 254


class WishForm(Form):
    """Where to write; on a page that is kept whole, so without a token of its own."""

    class Meta(Form.Meta):
        """Guarded by a same-origin check."""

        csrf = False

    email = EmailField(
        _l("Votre adresse de courriel"),
        [DataRequired(_l("Écrivez votre adresse de courriel."))],
        render_kw={"autocomplete": "email", "maxlength": str(EMAIL_LENGTH)},
    )

    def validate_email(self, field: EmailField) -> None:
        """Refuse what no mailbox can be called."""
        try:
            found = validate_email(field.data or "", check_deliverability=False)
        except EmailNotValidError as error:
            raise ValidationError(
                _("Cette adresse de courriel ne semble pas complète. Exemple : prenom@exemple.fr")
            ) from error
        field.data = found.normalized
