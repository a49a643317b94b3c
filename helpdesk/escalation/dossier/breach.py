"""Personal data in the wrong hands: by when the authority is told, and what is asked of whom answers for the data."""

from datetime import date, datetime, timedelta

from helpdesk.config import settings
from helpdesk.core.calendars import is_business_day
from helpdesk.core.clock import local
from helpdesk.escalation.dossier.material import Material
from helpdesk.escalation.dossier.rules import Section
from helpdesk.web.filters import local_time
from helpdesk.web.i18n import gettext as _

NOTICE = timedelta(hours=72)
"""How soon the supervisory authority is told of a personal-data breach.

Source: GDPR, article 33: « not later than 72 hours after having become aware of it ».
"""


def told_by(material: Material) -> datetime:
    """Return until when the authority is told; the clock runs from the first report."""
    return material.ticket.created_at + NOTICE


def asks(material: Material, answer_by: date) -> tuple[tuple[str, date], ...]:
    """Return what is asked of the data officer, each with its day, within what is left of the 72 hours."""
    notice_on = min(answer_by, _notice_day(material))
    return (
        (_("Faire cesser l’exposition des données, et dire lesquelles, de qui et depuis quand"), notice_on),
        (_("Dire si la CNIL doit être prévenue et, si oui, la prévenir dans les 72 heures"), notice_on),
        (_("Dire si les personnes concernées doivent être prévenues, et avec quels mots"), answer_by),
        (_("Donner le nom d’un interlocuteur chargé de ce dossier"), answer_by),
    )


def duties(material: Material) -> Section:
    """What the law asks of whom answers for the data, and who that is."""
    title = _("Violation de données : ce que demande le RGPD")
    if not material.is_breach:
        return Section(title, ())
    chosen = settings()
    return Section(
        title,
        (
            _(
                "À remettre sans attendre au délégué à la protection des données, ou à défaut à %(name)s (%(contact)s)",
                name=chosen.controller_name,
                contact=chosen.controller_contact,
            ),
            _notice(material),
            _("Les personnes concernées sont à prévenir si le risque pour elles est élevé"),
            _("La violation s’inscrit au registre, même si la CNIL n’a pas à être prévenue"),
        ),
    )


def _notice(material: Material) -> str:
    at = local_time(told_by(material))
    if told_by(material) < material.now:
        return _(
            "La CNIL était à prévenir avant le %(at)s (72 heures après le signalement), dépassé : "
            "prévenez-la en disant les raisons du retard, sauf s’il n’y a de risque pour personne",
            at=at,
        )
    return _(
        "La CNIL est à prévenir avant le %(at)s (72 heures après le signalement), "
        "sauf s’il n’y a de risque pour personne",
        at=at,
    )


def _notice_day(material: Material) -> date:
    """Return the last working day of the 72 hours; today when none is left."""
    today, last = local(material.now).date(), local(told_by(material)).date()
    while last > today and not is_business_day(last):
        last -= timedelta(days=1)
    return max(today, last)
