"""When the digest comes, and what mails hold; the table of notices is read by `read_timings`."""

from collections.abc import Iterable, Mapping

from wtforms import BooleanField, SelectField

from helpdesk.desks.mailing.rules import FIRST_HOUR, LAST_HOUR, Rhythm
from helpdesk.outbox.preferences.rules import Digest, Timing
from helpdesk.web.forms import Form, choices
from helpdesk.web.i18n import lazy_gettext as _l

TIMINGS: Mapping[Timing, str] = {
    Timing.AT_ONCE: _l("Aussitôt"),
    Timing.DIGEST: _l("Dans le récapitulatif"),
    Timing.OFF: _l("Jamais"),
}
DIGESTS: Mapping[Digest, str] = {Digest.DAILY: _l("Chaque jour"), Digest.WEEKLY: _l("Chaque semaine")}
WEEKDAYS = (
    _l("lundi"),
    _l("mardi"),
    _l("mercredi"),
    _l("jeudi"),
    _l("vendredi"),
    _l("samedi"),
    _l("dimanche"),
)


class HabitForm(Form):
    """How one’s mails come."""

    digest = SelectField(_l("Le récapitulatif arrive"), choices=choices(DIGESTS))
    weekday = SelectField(
        _l("Jour du récapitulatif de la semaine"), coerce=int, choices=choices(dict(enumerate(WEEKDAYS)))
    )
    hour = SelectField(
        _l("Heure"),
        coerce=int,
        choices=choices({hour: f"{hour}\N{NO-BREAK SPACE}h" for hour in range(FIRST_HOUR, LAST_HOUR + 1)}),
        description=_l(
            "Service fermé à cette heure : à l’ouverture qui suit. Rien de neuf : aucun courriel."
        ),
    )
    link_only = BooleanField(
        _l("Courriels discrets : seulement un lien"),
        description=_l("Aucun contenu de dossier dans ma boîte, par exemple si d’autres la lisent."),
    )

    def rhythm(self) -> Rhythm:
        """Return when the digest is to come."""
        return Rhythm(Digest(self.digest.data), self.weekday.data, self.hour.data)


def field_name(scope: str, event: str) -> str:
    """Return the name of the field that says when `event` in `scope` is told."""
    return f"{event}@{scope}"


def read_timings(
    sent: Mapping[str, str], scopes: Iterable[str], events: Iterable[str]
) -> dict[tuple[str, str], Timing]:
    """Return what was chosen for each of these; what is empty or makes no sense is left out."""
    names = {(scope, event): field_name(scope, event) for event in events for scope in scopes}
    given = {key: sent.get(name, "") for key, name in names.items()}
    return {key: Timing(value) for key, value in given.items() if value in set(Timing)}
