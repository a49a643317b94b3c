"""The main job from end to end, by HTTP and mail alone, over a running demo.

A member finds no help in the articles, opens a dossier, an adviser answers and takes it to the confederal
administration, whose answer comes back by a signed link.
"""

import json
import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest

from tests.demo_server import Demo, running_demo
from tests.http_browser import HttpBrowser
from tests.main_job import ADMINISTRATION, IBAN, MEMBER, Mailbox, act, answer, escalate, link_in, open_dossier

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demo")]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with running_demo(tmp_path_factory.mktemp("main-job") / "demo of 100%") as running:
        yield running


def test_a_complaint_goes_up_to_the_confederal_administration_and_comes_back(demo: Demo):
    member, agent, administration = (HttpBrowser(demo.url) for _ in range(3))
    mailbox = Mailbox(demo)

    found = json.loads(member.get(f"/recherche.json?q={quote('preleve deux fois')}").text)
    assert found["results"][0]["slug"] == "double-prelevement"
    reference = open_dossier(member)
    received = mailbox.wait_for(lambda mail: mail["to"] == MEMBER and reference in mail["subject"])
    assert "Tilleuls" not in received["subject"] + received["text"]
    followed = member.get(link_in(received, "/suivi/"))
    assert "/suivi/dossier/" in followed.url
    assert "7890" not in followed.text.replace(" ", "")

    agent.sign_in(demo.accounts["agent"])
    answered = answer(agent, reference)
    assert "la même remise" in answered.text
    told = mailbox.wait_for(
        lambda mail: (
            mail["to"] == received["to"] and mail["id"] != received["id"] and reference in mail["subject"]
        )
    )
    assert "la même remise" in member.get(link_in(told, "/suivi/")).text

    escalate(agent, reference)
    letter = mailbox.wait_for(lambda mail: mail["to"] == ADMINISTRATION and reference in mail["subject"])
    assert re.fullmatch(rf"\[Dossier {reference}\] Réponse attendue le \d\d/\d\d", letter["subject"])
    assert "Jeanne Essai" not in letter["text"]
    assert IBAN.replace(" ", "") not in letter["text"].replace(" ", "")

    case = administration.get(link_in(letter, "/saisine/"))
    assert case.status == 200
    acknowledged = act(administration, case, "accuser-reception")
    act(
        administration,
        acknowledged,
        "repondre",
        **{"answer-text": "La banque reverse vendredi et rembourse les frais."},
    )
    shown = agent.get(f"/bureau/dossiers/{reference}").text
    assert "La banque reverse vendredi" in shown
