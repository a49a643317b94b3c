"""Words for places, ways and hindrances; texts of journeys in the reader's language."""

from typing import Any

from helpdesk.activation.models import StepDone, StepEvent
from helpdesk.activation.rules import Hindrance, Via
from helpdesk.core.typography import typo
from helpdesk.faq.journeys.rules import FINISHED, NOT_STARTED, Journey, Step
from helpdesk.web.i18n import current_lang
from helpdesk.web.i18n import gettext as _


def said(part: Any, name: str) -> str:
    """Return a text of a journey, a step or a statement as it is shown."""
    lang = current_lang()
    words = str(part.said(name, lang))
    return words if lang == "en" else typo(words)


def place_label(journey: Journey, place: str) -> str:
    """Return where an organisation stands in words: what it did not begin, finished, or has to do next."""
    if place == NOT_STARTED:
        return _("Aucune démarche")
    if place == FINISHED:
        return _("Activation terminée")
    step = journey.find_step(place)
    return said(step, "title") if step else place


def hindrance_sentence(hindrance: Hindrance, step: Step) -> str:
    """Say why a step cannot be changed, and what to do."""
    title = said(step, "title")
    match hindrance:
        case Hindrance.NEEDS:
            return _("Faites d’abord l’étape « %(title)s », puis revenez à celle-ci.", title=title)
        case Hindrance.UNSTATED:
            return _(
                "Cochez chaque case : sans toutes ces déclarations, l’étape « %(title)s » n’est pas faite.",
                title=title,
            )
        case Hindrance.NEEDED:
            return _("L’étape « %(title)s » repose sur celle-ci : annulez-la d’abord.", title=title)


def who(row: StepDone | StepEvent) -> str:
    """Say who changed a step, as everybody who sees the checklist may read it."""
    if row.via is Via.LINK:
        return _("par le lien privé")
    if row.via is Via.DESK:
        return _("par %(name)s, pour l’organisation", name=row.by_name or _("un conseiller"))
    return _("par %(name)s", name=row.by_name or _("quelqu’un de l’organisation"))
