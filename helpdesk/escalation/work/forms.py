"""What an agent writes and confirms, and why a proposal is set aside."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from wtforms import BooleanField, FormField, TextAreaField
from wtforms.validators import DataRequired, Optional

from helpdesk.core.identifiers import one_line
from helpdesk.escalation.dossier.material import Words
from helpdesk.escalation.once import OnceForm
from helpdesk.escalation.rules import (
    ASK_DAYS_AHEAD,
    ASK_LENGTH,
    ASKS_AT_MOST,
    SUMMARY_LENGTH,
    TRIED_LENGTH,
)
from helpdesk.tickets.rules import REASON_LENGTH
from helpdesk.web.fields import DayField, RowsField, at_most
from helpdesk.web.forms import Form
from helpdesk.web.i18n import gettext as _
from helpdesk.web.i18n import lazy_gettext as _l


class AskRow(Form):
    """One thing asked, and by when."""

    class Meta(Form.Meta):
        """The whole form carries the token."""

        csrf = False

    text = TextAreaField(_l("Demande"))
    by = DayField(_l("Avant le"))


class ConfirmForm(OnceForm):
    """The text that leaves. `today` must be set before it is validated."""

    today: date

    summary = TextAreaField(
        _l("Résumé"),
        [
            DataRequired(_l("Écrivez le résumé : quoi, depuis quand, avec quelle conséquence.")),
            at_most(SUMMARY_LENGTH),
        ],
        description=_l(
            "Trois lignes : quoi, depuis quand, avec quelle conséquence. Sans nom d’adhérent ni IBAN."
        ),
    )
    asks = RowsField(
        FormField(AskRow),
        label=_l("Demandes"),
        min_entries=ASKS_AT_MOST,
        max_entries=ASKS_AT_MOST,
    )
    tried = TextAreaField(
        _l("Ce qui a été tenté"),
        [Optional(), at_most(TRIED_LENGTH)],
        description=_l("Qui a été contacté, quand, avec quelle référence et quelle réponse."),
    )
    untried_because = TextAreaField(
        _l("Sinon, pourquoi rien n’a pu être tenté"), [Optional(), at_most(REASON_LENGTH)]
    )
    confirmed = BooleanField(_l("J’ai relu ce qui partira et je confirme la saisine"))

    def validate(self, extra_validators: object = None) -> bool:
        """Check each request with its day, and say what is wrong beside it and above the form."""
        is_valid: bool = super().validate(extra_validators)
        # The list repeats the errors of its rows in a shape no page can show.
        self.asks.errors = []
        wrong = [row for row in self.asks if not self._row_is_right(row.form)]
        if wrong:
            self.form_errors.append(_("Chaque demande a un texte et un jour, à partir d’aujourd’hui."))
        elif not self.filled():
            self.form_errors.append(_("Écrivez au moins une demande, avec le jour de la réponse attendue."))
        return is_valid and not self.form_errors

    def filled(self) -> list[tuple[str, date]]:
        """Return the requests that have both parts, in order."""
        rows = ((one_line(row.form.text.data or ""), row.form.by.data) for row in self.asks)
        return [(text, by) for text, by in rows if text and by]

    def words(self) -> Words:
        """Return what was written."""
        return Words(
            summary=self.summary.data or "",
            asks=tuple(self.filled()),
            tried=self.tried.data or "",
            untried_because=self.untried_because.data or "",
        )

    def _row_is_right(self, row: AskRow) -> bool:
        problems = [*row.by.errors, *_problems(row, self.today)]
        row.by.errors = problems
        return not problems


class DismissForm(OnceForm):
    """Why a proposal is set aside."""

    reason = TextAreaField(
        _l("Pourquoi vous l’écartez"),
        [DataRequired(_l("Dites pourquoi vous écartez cette proposition.")), at_most(REASON_LENGTH)],
        description=_l("Elle ne sera plus proposée pour les mêmes motifs."),
    )


class RevokeForm(Form):
    """« Ces liens ne doivent plus rien ouvrir. »"""


def data_of(words: Words) -> dict[str, Any]:
    """Return words as the form shows them."""
    return {
        "summary": words.summary,
        "asks": [{"text": text, "by": by} for text, by in words.asks],
        "tried": words.tried,
        "untried_because": words.untried_because,
    }


def _problems(row: AskRow, today: date) -> Iterator[str]:
    text, by = row.text.data, row.by.data
    if text and len(text) > ASK_LENGTH:
        yield _("Ce texte est trop long : %(max)d signes au plus.", max=ASK_LENGTH)
    if by and not today <= by <= today + timedelta(days=ASK_DAYS_AHEAD):
        yield _("Donnez un jour à partir d’aujourd’hui, dans l’année qui vient.")
    if text and not by and not row.by.errors:
        yield _("Donnez un jour à cette demande.")
    if by and not text:
        yield _("Écrivez ce qui est demandé pour ce jour.")
