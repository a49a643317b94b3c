"""Into which dossier another one goes."""

from wtforms import StringField
from wtforms.validators import DataRequired

from helpdesk.web.fields import at_most, single_line
from helpdesk.web.forms import Form
from helpdesk.web.i18n import lazy_gettext as _l


class MergeForm(Form):
    """The reference of the other dossier."""

    into = StringField(
        _l("Référence de l’autre dossier"),
        [DataRequired(_l("Donnez la référence de l’autre dossier.")), at_most(40)],
        filters=[single_line],
        description=_l("Par exemple K7Q-482. L’historique et les fichiers y passent."),
    )
