"""A breach leaves by itself: its mail says what happened, nothing false, and what is asked by when."""

from datetime import timedelta

import pytest

from helpdesk.core.topics import TOPICS
from helpdesk.db import db
from helpdesk.escalation.dossier.asks import ELSEWHERE, usual_asks
from helpdesk.escalation.dossier.service import draft, material_of
from helpdesk.escalation.proposals.sweep import propose_due
from helpdesk.tickets.facts.rules import Facts
from helpdesk.tickets.models import Ticket
from tests.builders import a_desk, a_ticket
from tests.escalation.cases import IBAN, copies, mails, signed_link_in, spaced


def a_breach(now, **what_matters):
    usual = {
        "category": "donnees",
        "subcategory": "incident",
        "subject": "Fichier des adhérents envoyé à tous",
        "body": f"Fuite : le fichier est parti lundi.\n\nSigné Mélanie Membre, 06 99 00 11 22, {IBAN}.",
        "members_touched": 240,
    }
    return a_ticket(now, **{**usual, **what_matters})


def the_mail(now, **what_matters):
    a_breach(now, **what_matters)
    propose_due(now=now)
    (mail,) = mails("sent")
    return mail


def test_the_mail_says_what_happened_in_the_member_s_words_without_who_they_are(app, now, people):
    mail = the_mail(now)

    text = spaced(mail.text)
    assert "Fichier des adhérents envoyé à tous" in text
    assert "Fuite : le fichier est parti lundi." in text
    assert "[nom masqué], [téléphone masqué], FR76 •••• 0189" in text
    assert "Fichier" not in mail.subject
    for part in (mail.text, mail.markdown, *mail.inserts, copies()[0].text):
        for secret in ("Mélanie", "Membre,", "99 00 11 22", "0112 3456"):
            assert secret not in part, secret


def test_the_mail_names_nobody_who_is_greeted_titled_or_signs_and_says_where_nobody_lives(app, now, people):
    body = (
        "Bonjour Sophie, nos 240 adhérents et 44000 Dossiers sont touchés : le fichier dit née le 12/03/1985.\n\n"
        "Mme Le Goff (12 rue des Lilas, 44000 Nantes, +32 2 555 12 34) l’a reçu ; signal : code AM04.\n\n"
        "Cordialement,\nKarim B."
    )

    mail = the_mail(now, body=body, subject="Pour Mme Le Goff, +49 (0)30 1234567")

    text = spaced(mail.text)
    assert "Bonjour [nom masqué], nos 240 adhérents et 44000 Dossiers sont touchés" in text
    assert "née le [date de naissance masquée]." in text
    assert (
        "[nom masqué] ([adresse postale masquée], [téléphone masqué]) l’a reçu ; signal : code AM04." in text
    )
    for secret in ("Sophie", "Le Goff", "Lilas", "1985", "555", "1234567", "Karim"):
        assert secret not in mail.text, secret
    assert "identifiants reconnus masqués" in text


def test_the_mail_tells_the_true_consequence_and_nothing_about_a_bank(app, now, people):
    text = spaced(the_mail(now).text)

    assert "Conséquence : des données personnelles ont pu être exposées, 240 adhérents touchés." in text
    assert "banque" not in text


def test_the_data_officer_is_asked_within_what_is_left_of_the_72_hours(app, now, people):
    # Monday at 11 in Paris, so that the 72 hours end on Thursday at 11; an S1 is answered in two days.
    text = spaced(the_mail(now).text)

    assert "Dire si la CNIL doit être prévenue et, si oui, la prévenir dans les 72 heures – avant le" in text
    assert "à prévenir avant le jeudi 19 novembre 2026 à 11 h (72 heures après le signalement)" in text
    assert "donnees@example.org" in text


def test_a_breach_found_once_the_72_hours_are_over_says_so(app, now, people):
    ticket = a_ticket(now, category="acces", subcategory="connexion")
    ticket = db.session.get_one(Ticket, ticket.id)
    grounds = [{"ground": "E6", "found": None, "limit": None, "until": None}]
    ticket.agent_facts = {**ticket.agent_facts, "data_breach": True}
    db.session.commit()

    from_then = material_of(ticket, grounds, now=now + timedelta(days=5))

    assert from_then.is_breach
    assert all(by >= (now + timedelta(days=5)).date() for _text, by in draft(from_then).asks)


def test_the_page_of_the_administrators_carries_the_same_words_and_no_part_for_a_bank(
    app, client, now, people
):
    link = signed_link_in(the_mail(now).text)

    html = client.get(link, follow_redirects=True).text

    assert "Fichier des adhérents envoyé à tous" in html
    assert "le fichier est parti lundi" in html
    assert "à la banque" not in html
    assert "La CNIL est à prévenir" in html


def test_a_breach_of_the_provider_keeps_its_part_for_the_bank_without_the_member_s_words(app, now, people):
    a_desk("acces", people.agent)
    ticket = a_breach(now, category="prelevement", subcategory="creancier-inconnu")
    row = db.session.get_one(Ticket, ticket.id)
    row.agent_facts = {**row.agent_facts, "wrong_creditor": True}
    db.session.commit()

    propose_due(now=now)

    (copy,) = copies()
    assert "Fuite" in str(copy.sections["internal"])
    assert "Fuite" not in str(copy.sections["bank"])
    assert "un autre nom de créancier apparaît sur les relevés" in str(copy.sections["bank"])
    assert "Rétablir le bon nom et le bon identifiant de créancier" in str(copy.sections["bank"])


PAIRS = [(topic.slug, sub.slug) for topic in TOPICS.values() for sub in topic.subtopics]


@pytest.mark.parametrize(("category", "subcategory"), PAIRS)
def test_no_draft_claims_what_nobody_knows(app, now, people, category, subcategory):
    ticket = a_ticket(
        now, category=category, subcategory=subcategory, vendor_reference="A-1", amount_cents=None
    )

    words = draft(material_of(db.session.get_one(Ticket, ticket.id), [], now=now))

    said = spaced(" ".join((words.summary, words.tried, *(text for text, _by in words.asks))))
    assert "ne peut pas être réglé" not in said
    assert not said.endswith("sans résultat.")
    if {category, f"{category}/{subcategory}"} & ELSEWHERE:
        assert "banque" not in said
        assert "cause par écrit" not in said


def test_each_sub_category_is_asked_for_what_it_lacks():
    asked = {pair: usual_asks(Facts(category=pair[0], subcategory=pair[1]))[0] for pair in PAIRS}

    assert "exposition" not in asked["donnees", "effacement"]
    assert "ancienne base" not in asked["mandat", "caduc-36-mois"]
    assert "valeur" not in asked["fonds", "avance-urgente"]
    assert "impayés manquants" not in asked["impaye", "comprendre-un-code"]
