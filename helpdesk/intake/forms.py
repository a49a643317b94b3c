"""What is typed about a mail that waits."""

from wtforms import RadioField, StringField
from wtforms.validators import InputRequired, Length

from helpdesk.web.forms import Form, choices
from helpdesk.web.i18n import lazy_gettext as _l


class AttachForm(Form):
    """Which dossier a mail belongs to, and as what."""

    reference = StringField(
        _l("Référence du dossier"),
        validators=[InputRequired(_l("Indiquez la référence du dossier.")), Length(max=40)],
    )
    kind = RadioField(
        _l("Ce courriel est"),
        choices=choices(
            {
                "note": _l("une note interne : l’adhérent ne la voit pas"),
                "member": _l("un message de l’adhérent, dont j’ai vérifié l’adresse"),
            }
        ),
        default="note",
    )
