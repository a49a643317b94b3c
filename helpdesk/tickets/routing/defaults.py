"""The desks and rules an installation begins with, so that it takes dossiers at once; supervisors change them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import select

from helpdesk.core.topics import TOPICS
from helpdesk.db import db, transactional
from helpdesk.desks.models import Desk
from helpdesk.desks.service import DeskDetails, save_desk
from helpdesk.tickets.models import RoutingRule
from helpdesk.tickets.routing.editing import add_rule
from helpdesk.tickets.routing.rules import Rule
from helpdesk.tickets.rules import Priority

RECEPTION, MEMBERS, DATA = "accueil", "adherents", "donnees"
"""The desks that take what no other one does, what asks for discretion, and personal data."""

DESKS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        RECEPTION: ("Accueil", "Premier contact et sujets divers"),
        "prelevements": ("Pôle prélèvements", "Prélèvements, mandats, rejets et remises"),
        "comptes": ("Pôle comptes", "Fonds, cartes, coopératives scolaires"),
        "acces": ("Pôle accès", "Connexion, activation, habilitations"),
        MEMBERS: ("Pôle conseil", "Questions d’adhérents, en toute discrétion"),
        DATA: ("Référent données", "Données personnelles"),
    }
)
"""Name and description of every desk that `core.topics` names, by slug."""


@transactional
def open_default_desks() -> int:
    """Make the first desks and rules where there is no desk yet; return how many desks were made.

    They keep the hours of the whole helpdesk until somebody gives them their own.
    """
    if db.session.scalar(select(Desk.id).limit(1)) is not None:
        return 0
    ids = {slug: save_desk(DeskDetails(slug, *words)).id for slug, words in DESKS.items()}
    if db.session.scalar(select(RoutingRule.id).limit(1)) is None:
        for rule in _rules(ids):
            add_rule(rule)
    return len(ids)


def _rules(ids: Mapping[str, int]) -> list[Rule]:
    """Return the rule that takes everything, then those tried before it: each is added behind the one before."""
    usual = [slug for slug in DESKS if slug not in {RECEPTION, DATA, MEMBERS}]
    return [
        _rule("Tout le reste", ids[RECEPTION]),
        _by_topic(DATA, ids[DATA], priority=Priority.HIGH),
        _rule("Discrétion demandée", ids[MEMBERS], confidential=True),
        *(_by_topic(slug, ids[slug]) for slug in (*usual, MEMBERS)),
    ]


def _by_topic(slug: str, desk_id: int, **values: Any) -> Rule:
    categories = frozenset(each.slug for each in TOPICS.values() if each.default_desk == slug)
    return _rule(DESKS[slug][1], desk_id, categories=categories, **values)


def _rule(name: str, desk_id: int, **values: Any) -> Rule:
    return Rule(id=0, position=0, name=name, desk_id=desk_id, **values)
