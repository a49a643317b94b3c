"""The form of a group of synonyms."""

from typing import Any

from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from helpdesk.faq.synonyms.rules import FEWEST_WORDS, LONGEST, MOST_WORDS, read_group, says_nothing, too_long
from helpdesk.web.forms import Form
from helpdesk.web.i18n import gettext as _
from helpdesk.web.i18n import lazy_gettext as _l


class GroupForm(Form):
    """Words that mean the same, and questions to try them on."""

    words = TextAreaField(
        _l("Mots et expressions"),
        [DataRequired(_l("Ce champ est nécessaire.")), Length(max=2000)],
        description=_l("Séparés par des virgules. Accents, majuscules et pluriels ne comptent pas."),
        render_kw={"rows": 3},
    )
    trial = StringField(
        _l("Recherche à comparer"),
        [Length(max=200)],
        description=_l("En plus des mots du groupe, pour l’aperçu."),
    )

    def validate_words(self, field: Any) -> None:
        """Want at least two different words, none too long."""
        found = read_group(field.data)
        if len(found) < FEWEST_WORDS:
            raise ValidationError(_("Donnez au moins deux mots différents, séparés par des virgules."))
        if len(found) > MOST_WORDS:
            raise ValidationError(_("Donnez %(most)s mots au plus.", most=MOST_WORDS))
        if says_nothing(found):
            raise ValidationError(_("Ces mots sont trop courants : aucune recherche ne les cherche."))
        if long := too_long(found):
            raise ValidationError(
                _(
                    "« %(words)s » est trop long : cinq mots et %(most)s signes au plus.",
                    words=long[:LONGEST],
                    most=LONGEST,
                )
            )

    @property
    def members(self) -> tuple[str, ...]:
        """The words and phrases as they will be stored."""
        return read_group(self.words.data)
