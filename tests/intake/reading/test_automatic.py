"""Mail of machines, told from that of members by headers, senders and subjects."""

import pytest

from helpdesk.intake.reading import read_mail


def mail(subject: str = "Rejet", sender: str = "camille@example.org", headers: str = ""):
    return read_mail(f"From: {sender}\nSubject: {subject}\n{headers}\nBonjour\n".encode())


@pytest.mark.parametrize(
    "headers",
    [
        "Auto-Submitted: auto-replied (vacation)\n",
        "Auto-Submitted: Auto-Generated\n",
        "Precedence: Bulk\n",
        "X-Precedence: junk\n",
        "Precedence: auto_reply\n",
        "X-Auto-Response-Suppress: All\n",
        "X-Auto-Response-Suppress: DR, OOF, AutoReply\n",
        "List-Id: <x.example.org>\n",
        "List-Unsubscribe: <mailto:x@example.org>\n",
        "X-Autoreply: yes\n",
        "X-Autorespond: x\n",
        "X-Loop: aide@example.org\n",
        "X-Helpdesk-Loop: 5f3\n",
        "X-FC-Machinegenerated: true\n",
        "Return-Path: <>\n",
        'Content-Type: multipart/report; report-type=disposition-notification; boundary="b"\n',
    ],
)
def test_a_header_tells_a_machine(headers: str):
    read = mail(headers=headers)

    assert read.automatic
    assert read.automatic_why


@pytest.mark.parametrize(
    "headers",
    [
        "Auto-Submitted: no\n",
        "Precedence: normal\n",
        "Precedence: first-class\n",
        "X-Auto-Response-Suppress: DR, RN\n",
        "Return-Path: <camille@example.org>\n",
        "X-Spam-Status: No\nX-Mailer: Orange Webmail\nImportance: high\n",
        "Disposition-Notification-To: camille@example.org\n",
    ],
)
def test_an_ordinary_header_does_not(headers: str):
    assert not mail(headers=headers).automatic


@pytest.mark.parametrize(
    "sender",
    [
        "MAILER-DAEMON@example.org",
        "postmaster@example.org",
        "no-reply@example.org",
        "noreply+abc@example.org",
        "ne-pas-repondre@example.org",
        "nepasrepondre@example.org",
        "ne_pas_repondre@example.org",
        "donotreply@example.org",
    ],
)
def test_an_address_nobody_reads_tells_a_machine(sender: str):
    assert mail(sender=sender).automatic


@pytest.mark.parametrize("sender", ["norepin@example.org", "postmasterson@example.org", "reply@example.org"])
def test_a_name_that_looks_like_it_does_not(sender: str):
    assert not mail(sender=sender).automatic


@pytest.mark.parametrize(
    "subject",
    [
        "Réponse automatique : [Dossier K7Q-482] Nouvelle réponse",
        "Réponse automatique",
        "Automatic reply: Re: x",
        "Absence",
        "Absence : RE: x",
        "Absence du 12 au 23 novembre",
        "Absent du bureau",
        "Absente du bureau jusqu’au 3 mai",
        "Message d’absence",
        "Message d’absence de Mme Membre",
        "[Réponse automatique] Re: x",
        "Accusé de réception",
        "Accusé de réception : x",
        "Accusé de réception de votre demande",
        "Lu : [Dossier K7Q-482]",
        "Lu\u00a0: x",
        "Non lu : x",
        "Read: x",
        "Out of office",
        "Out of Office Re: x",
        "Automatische Antwort: x",
        "Undelivered Mail Returned to Sender",
        "Non remis : x",
    ],
)
def test_a_subject_tells_a_machine(subject: str):
    assert mail(subject).automatic


@pytest.mark.parametrize(
    "subject",
    [
        "Absence de prélèvement",
        "Message d’absence de prélèvement",
        "[Prélèvement automatique] refusé",
        "Absence de réponse à ma réclamation",
        "Absences répétées du trésorier",
        "Accusé de réception jamais reçu",
        "Demande d’accusé de réception",
        "Lu et approuvé",
        "Lundi : rendez-vous",
        "Re: Réponse automatique : x",
        "TR: Undelivered Mail Returned to Sender",
        "Prélèvement automatique refusé",
        "Mail non remis au trésorier",
        "Réponse",
        "Auto : prélèvement de l’assurance",
        "Retour de chèque",
        "Erreur de prélèvement",
        "",
    ],
)
def test_a_members_subject_does_not(subject: str):
    read = mail(subject)

    assert not read.automatic
    assert read.bounce is None
