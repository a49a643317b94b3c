import re

import pytest

from helpdesk.core.topics import DESKS, TOPICS, Field, Severity, topic

# Source: “The field”, §3.1, the table of categories.
TABLE = """
prelevement: double-debit, montant-errone, non-preleve, date-errone, apres-depart, creancier-inconnu
mandat: mandat-perdu, rum-ics-errone, sequence, changement-iban, revocation, caduc-36-mois
impaye: non-restitue, comprendre-un-code, representation, taux-anormal, frais
fonds: non-credite, bloque, solde-a-transferer, avance-urgente, rapprochement
acces: connexion, lien-non-recu, identite-kyc, habilitation-mandataire, changement-adresse
remise: fichier-rejete, depot-impossible, hors-delai, format
facturation: facture-contestee, exoneration-non-appliquee, tarif
support: injoignable, sans-reponse, reponse-insuffisante
carte-especes-cheques: commande-carte, code-pin, cheque-recu, especes
affiliation: renouvellement, second-mandataire, inscription-tardive
conseil: vie-professionnelle, depart-entreprise, autre
donnees: acces, rectification, effacement, incident
autre:
"""


def test_the_topics_are_those_of_the_plan_in_its_order():
    plan = [re.findall(r"[\w-]+", line) for line in TABLE.strip().splitlines()]

    assert [[each.slug, *(sub.slug for sub in each.subtopics)] for each in TOPICS.values()] == plan


@pytest.mark.parametrize("each", TOPICS.values(), ids=TOPICS)
def test_each_topic_has_a_desk_that_exists(each):
    assert each.default_desk in DESKS


def test_every_field_is_asked_for_somewhere():
    asked = {
        field for each in TOPICS.values() for sub in each.subtopics for field in each.fields_for(sub.slug)
    }

    assert asked == set(Field)


def test_a_sub_category_adds_its_fields_to_those_of_the_topic():
    fields = topic("prelevement").fields_for("double-debit")

    assert fields == {Field.AMOUNT, Field.MEMBERS_TOUCHED, Field.RUM, Field.DEBIT_ON, Field.REFUNDED}
    assert topic("prelevement").fields_for(None) == {Field.AMOUNT, Field.MEMBERS_TOUCHED, Field.RUM}


@pytest.mark.parametrize(
    ("slug", "subtopic", "severity"),
    [
        ("prelevement", "double-debit", Severity.S3),
        ("remise", "depot-impossible", Severity.S2),
        ("donnees", "incident", Severity.S1),
        ("donnees", None, Severity.S4),
        ("autre", None, Severity.S4),
    ],
)
def test_severity_starts_from_the_sub_category(slug, subtopic, severity):
    assert topic(slug).severity_for(subtopic) is severity


def test_an_unknown_slug_is_a_key_error():
    with pytest.raises(KeyError):
        topic("inconnu")
    with pytest.raises(KeyError):
        topic("prelevement").subtopic("inconnu")
