"""What readers of the story searched, read, liked and did not; what editors may learn of it."""

from datetime import datetime, timedelta
from random import Random

from helpdesk.core.clock import local
from helpdesk.db import transactional
from helpdesk.demo.words import SEARCHES
from helpdesk.faq.learning.counting import ARTICLE, SEARCH, What, record_tallies
from helpdesk.faq.learning.rules import Source
from helpdesk.faq.learning.service import learn
from helpdesk.faq.rules import VoteReason
from helpdesk.faq.service import (
    Searched,
    Tally,
    cast_vote,
    explain_vote,
    record_deflection,
    record_searches,
)
from helpdesk.web.tallies import Counted

SEED = 2018
DAYS = 20
READ = (
    # article, readers a week, « oui », « non »
    ("double-prelevement", 210, 12, 1),
    ("codes-de-rejet", 90, 9, 2),
    ("joindre-assistance", 60, 6, 0),
    ("changer-iban", 120, 5, 1),
    ("connexion", 150, 3, 3),
)
SAID = (
    (VoteReason.OUTDATED, "L’écran de connexion n’est plus celui de l’image."),
    (VoteReason.DOES_NOT_WORK, "Même en passant par un autre navigateur, la session expire."),
    (None, ""),
)
"""What those said whom « connexion » did not help."""

FRUITLESS = (("attestation fiscale 2026", 5), ("changer de délégué", 2))
TAUGHT = (
    ("double-prelevement", "argent pris en double", Source.VOTES, 4),
    ("double-prelevement", "prélevé en trop ce mois-ci", Source.ACCEPTED, 2),
    ("changer-iban", "nouveau rib à donner", Source.VOTES, 3),
    ("connexion", "ma session expire sans arrêt", Source.LINKED, 2),
)


@transactional
def read_articles(now: datetime) -> None:
    """Let readers have come and gone for some weeks."""
    random = Random(SEED)  # noqa: S311 - a story, not a secret
    for slug, _a_week, helpful, unhelpful in READ:
        for count in range(helpful + unhelpful):
            at = now - timedelta(hours=random.randint(1, 300))
            cast_vote(slug, "fr", helpful=count < helpful, now=at)
    for reason, comment in SAID:
        vote = cast_vote("connexion", "fr", helpful=False, now=now - timedelta(hours=random.randint(1, 300)))
        explain_vote(vote, reason=reason, comment=comment)
    for slug in ("double-prelevement", "changer-iban", "connexion"):
        record_deflection(slug, category="prelevement", now=now - timedelta(hours=random.randint(1, 300)))
    _search(now, random)
    for slug, words, source, times in TAUGHT:
        for _ in range(times):
            learn(slug, "fr", words, source, now=now)


def _search(now: datetime, random: Random) -> None:
    today = local(now).date()
    days = [today - timedelta(days=back) for back in range(DAYS)]
    asked = {Searched(today, query, "fr"): Tally(count, 5) for query, count in SEARCHES}
    asked |= {Searched(days[3], query, "fr"): Tally(count, 0) for query, count in FRUITLESS}
    record_searches(asked)
    tallies: dict[Counted, int] = {
        (day, (ARTICLE, What.VIEWS, slug, "fr")): random.randint(a_week // 10, a_week // 5)
        for slug, a_week, _helpful, _unhelpful in READ
        for day in days
    }
    query = next(query for query, _count in SEARCHES)
    tallies |= {
        (today, (SEARCH, What.FORMS, query, "fr")): 6,
        (today, (SEARCH, What.DOSSIERS, query, "fr")): 2,
    }
    for back in (1, 5, 9):
        tallies |= {
            (days[back], (ARTICLE, What.FORMS, "connexion", "fr")): 4,
            (days[back], (ARTICLE, What.DOSSIERS, "connexion", "fr")): 2,
        }
    record_tallies(tallies)
