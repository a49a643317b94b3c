"""The legal deadlines at stake: by when a debit may still be undone, a promise kept; a breach has its own page."""

from datetime import date

from helpdesk.core.clock import local
from helpdesk.escalation.dossier.material import Material
from helpdesk.escalation.dossier.rules import Section
from helpdesk.web.filters import day
from helpdesk.web.i18n import gettext as _
from helpdesk.web.i18n import ngettext


def deadlines(material: Material) -> Section:
    """The legal deadlines at stake, those that are over said to be."""
    today = local(material.now).date()
    lines = [
        _until(words, last, today)
        for words, last in zip(_windows(material), material.legal_windows, strict=False)
    ]
    if material.ticket.deadline_on:
        lines.append(_until(_("Échéance annoncée par l’organisation"), material.ticket.deadline_on, today))
    return Section(_("Délais légaux en jeu"), tuple(lines))


def _windows(material: Material) -> tuple[str, str]:
    limits = material.limits
    return (
        ngettext(
            "Reversement par la banque du créancier (%(num)d jour bancaire après le débit)",
            "Reversement par la banque du créancier (%(num)d jours bancaires après le débit)",
            limits.reversal_target_days,
        ),
        ngettext(
            "Remboursement à la demande du débiteur, sans motif (%(num)d semaine après le débit)",
            "Remboursement à la demande du débiteur, sans motif (%(num)d semaines après le débit)",
            limits.refund_period.days // 7,
        ),
    )


def _until(words: str, last: date, today: date) -> str:
    if last < today:
        return _("%(what)s : jusqu’au %(day)s, dépassé", what=words, day=day(last))
    return _("%(what)s : jusqu’au %(day)s", what=words, day=day(last))
