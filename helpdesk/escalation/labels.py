"""The words of escalations: states, grounds, what is missing, what each move is called."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from helpdesk.escalation.grounds.rules import Missing
from helpdesk.escalation.rules import Ground, Move, Origin, State
from helpdesk.web.filters import day
from helpdesk.web.i18n import gettext as _
from helpdesk.web.i18n import lazy_gettext as _l
from helpdesk.web.i18n import ngettext

STATES: Mapping[State, str] = {
    State.PROPOSED: _l("À confirmer"),
    State.DISMISSED: _l("Écartée"),
    State.SENT: _l("Envoyée, sans accusé de réception"),
    State.ACKNOWLEDGED: _l("Reçue par l’administration"),
    State.IN_CHARGE: _l("Prise en charge"),
    State.ANSWERED: _l("Réponse reçue"),
    State.REFUSED: _l("Refusée"),
}
"""As staff and administrators read them."""

STATE_LOOKS: Mapping[State, tuple[str, str]] = {
    State.PROPOSED: ("warn", "hourglass"),
    State.DISMISSED: ("", "x"),
    State.SENT: ("info", "send"),
    State.ACKNOWLEDGED: ("info", "check"),
    State.IN_CHARGE: ("accent", "user-check"),
    State.ANSWERED: ("ok", "circle-check"),
    State.REFUSED: ("danger", "circle-x"),
}
"""Kind and icon of the badge of each state."""

MEMBER_STATES: Mapping[State, str] = {
    State.PROPOSED: _l("Un conseiller examine la saisine de l’administration confédérale."),
    State.DISMISSED: _l(
        "Après examen, l’administration confédérale n’a pas été saisie. Votre conseiller continue de suivre "
        "votre dossier."
    ),
    State.SENT: _l("L’administration confédérale est saisie. Nous attendons son accusé de réception."),
    State.ACKNOWLEDGED: _l("L’administration confédérale a bien reçu votre dossier."),
    State.IN_CHARGE: _l("L’administration confédérale s’occupe de votre dossier."),
    State.ANSWERED: _l("L’administration confédérale a répondu, votre conseiller vous écrit."),
    State.REFUSED: _l("L’administration confédérale a répondu, votre conseiller vous écrit."),
}

MOVES: Mapping[Move, str] = {
    Move.DISMISS: _l("Proposition écartée"),
    Move.SEND: _l("Saisine envoyée"),
    Move.ACKNOWLEDGE: _l("Accusé de réception"),
    Move.TAKE_CHARGE: _l("Prise en charge"),
    Move.ANSWER: _l("Réponse"),
    Move.REFUSE: _l("Refus"),
}
"""As the history of an escalation tells them."""

ORIGINS: Mapping[Origin, str] = {
    Origin.SWEEP: _l("Proposée par les règles"),
    Origin.AGENT: _l("Demandée par un conseiller"),
    Origin.MEMBER: _l("Demandée par l’adhérent"),
}

GROUNDS: Mapping[Ground, str] = {
    Ground.E1: _l("Double prélèvement confirmé"),
    Ground.E2: _l("Montant important en jeu"),
    Ground.E3: _l("Plusieurs organisations touchées par la même cause"),
    Ground.E4: _l("Fonds bloqués ou non crédités"),
    Ground.E5: _l("Paie, voyage ou réservation menacés"),
    Ground.E6: _l("Données exposées, mandats perdus ou mauvais créancier affiché"),
    Ground.E7: _l("Assistance du prestataire sollicitée sans résultat"),
    Ground.E8: _l("Dossier non résolu chez nous"),
    Ground.E9: _l("Taux de rejet anormal"),
    Ground.E10: _l("Délai légal sur le point d’expirer"),
}

MISSING: Mapping[Missing, tuple[str, str]] = {
    Missing.SEVERITY: (
        _l("Gravité critique ou grave"),
        _l("Relevez d’abord la gravité sur la page du dossier, si les faits le justifient."),
    ),
    Missing.ATTEMPT: (
        _l("Tentative au premier niveau"),
        _l(
            "Dites ce qui a été tenté auprès du prestataire ou de la banque, ou pourquoi ce n’était pas possible."
        ),
    ),
    Missing.CONFIRMATION: (
        _l("Confirmation par une personne"),
        _l("Relisez ce qui partira, puis cochez la confirmation."),
    ),
    Missing.PENDING: (
        _l("Aucune autre saisine en cours pour ce dossier"),
        _l("Une saisine est déjà en cours : suivez-la plutôt que d’en ouvrir une seconde."),
    ),
    Missing.SAME_INCIDENT: (
        _l("Une seule saisine par incident"),
        _l("L’incident a déjà été porté devant l’administration confédérale : complétez cette saisine-là."),
    ),
}
"""What the guard asks for, and how to mend its lack."""


def state_label(state: State) -> str:
    """Return the words of a state for staff."""
    return str(STATES[state])


def member_state_label(state: State) -> str:
    """Say a state in plain words to the member."""
    return str(MEMBER_STATES[state])


def ground_sentence(ground: Mapping[str, Any]) -> str:
    """Say one ground as a row keeps it, with the numbers behind it where they say something."""
    said = _WITH_NUMBERS.get(Ground(ground["ground"]))
    if said is None or (ground.get("found") is None and ground.get("until") is None):
        return str(GROUNDS[Ground(ground["ground"])])
    return said(ground)


def _several(ground: Mapping[str, Any]) -> str:
    return ngettext(
        "%(num)d organisation touchée par la même cause",
        "%(num)d organisations touchées par la même cause",
        ground["found"],
    )


def _funds(ground: Mapping[str, Any]) -> str:
    return ngettext(
        "Fonds bloqués ou non crédités depuis %(num)d jour bancaire",
        "Fonds bloqués ou non crédités depuis %(num)d jours bancaires",
        ground["found"],
    )


def _deadline(ground: Mapping[str, Any]) -> str:
    if not ground.get("until"):
        return str(GROUNDS[Ground.E5])
    return _("Échéance à tenir le %(day)s", day=day(date.fromisoformat(ground["until"])))


def _vendor(ground: Mapping[str, Any]) -> str:
    return ngettext(
        "Assistance du prestataire sollicitée sans résultat depuis %(num)d heure ouvrée",
        "Assistance du prestataire sollicitée sans résultat depuis %(num)d heures ouvrées",
        ground["found"],
    )


def _unresolved(ground: Mapping[str, Any]) -> str:
    return ngettext(
        "Non résolu chez nous après %(num)d heure ouvrée",
        "Non résolu chez nous après %(num)d heures ouvrées",
        ground["found"],
    )


def _window(ground: Mapping[str, Any]) -> str:
    if not ground.get("until"):
        return str(GROUNDS[Ground.E10])
    return _("Délai légal qui expire le %(day)s", day=day(date.fromisoformat(ground["until"])))


_WITH_NUMBERS: Mapping[Ground, Callable[[Mapping[str, Any]], str]] = {
    Ground.E3: _several,
    Ground.E4: _funds,
    Ground.E5: _deadline,
    Ground.E7: _vendor,
    Ground.E8: _unresolved,
    Ground.E10: _window,
}
