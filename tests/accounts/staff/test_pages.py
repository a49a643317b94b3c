import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from helpdesk.accounts.models import Person
from helpdesk.accounts.rules import Role
from helpdesk.accounts.staff.rules import PEOPLE_PER_PAGE
from helpdesk.db import db
from tests.accounts.conftest import is_signed_in, mailed_path, sign_in, with_password
from tests.builders import outgoing
from tests.people import a_person, signed_in

NEW = "quatre chevaux mangent dehors"
PAGE = "/bureau/personnes"


@pytest.fixture
def admin(client, people) -> FlaskClient:
    return signed_in(client, people.sysadmin)


@pytest.fixture
def supervisor(browser, people) -> FlaskClient:
    return signed_in(browser(), people.supervisor)


def person_of(viewer) -> Person:
    db.session.expire_all()
    return db.session.get(Person, viewer.id)


def invite(client, email="nouvelle@example.org", roles=("agent",), **form):
    data = {"name": "Nora Nouvelle", "email": email, "roles": list(roles), "lang": "fr", **form}
    return client.post(f"{PAGE}/invitation", data=data)


def test_an_invited_person_chooses_a_password_and_is_in(admin, browser):
    assert invite(admin).status_code == 303
    newcomer = browser()
    path = mailed_path("accounts/invitation_link")

    assert "Nora Nouvelle" in newcomer.get(path).text
    newcomer.post(path, data={"password": NEW, "again": NEW})

    assert is_signed_in(newcomer)
    person = db.session.scalars(select(Person).where(Person.email == "nouvelle@example.org")).one()
    assert person.roles == {Role.AGENT}
    assert browser().get(path).status_code == 410


def test_the_mail_of_an_invitation_has_a_neutral_subject_and_an_end(admin, now):
    invite(admin)

    (mail,) = outgoing()
    assert mail.subject == "Votre compte est prêt"
    assert (mail.useless_after - now).days == 7


def test_a_supervisor_invites_agents_and_nobody_else(supervisor):
    assert invite(supervisor).status_code == 303
    for roles in (["supervisor"], ["sysadmin"], ["agent", "sysadmin"], ["nonsense"], []):
        assert invite(supervisor, f"{len(roles)}@example.org", roles).status_code == 422

    assert len(outgoing()) == 1


def test_a_mailbox_that_is_known_or_is_none_is_refused_and_the_form_kept(admin, people):
    for email in (
        people.agent.email.upper(),
        "not a mailbox",
        "a@b",
        "x@example.org\r\nBcc: y@example.org",
        "é@example.org",
    ):
        answer = invite(admin, email)
        assert answer.status_code == 422
        assert "Nora Nouvelle" in answer.text
    assert outgoing() == []


def test_an_invitation_sent_again_makes_the_first_useless(admin, browser):
    person_page = invite(admin).location
    first = mailed_path("accounts/invitation_link")

    admin.post(f"{person_page}/invitation")

    assert browser().get(first).status_code == 410
    assert browser().get(mailed_path("accounts/invitation_link")).status_code == 200


def test_who_has_a_password_is_not_invited_again(admin, people):
    with_password(people.agent)

    assert admin.post(f"{PAGE}/{people.agent.id}/invitation").status_code == 404


def test_roles_hold_from_the_next_request_on(admin, browser, people):
    editor = signed_in(browser(), people.editor)
    assert editor.get("/bureau/personnes").status_code == 404

    admin.post(f"{PAGE}/{people.editor.id}", data={"roles": ["editor", "supervisor"]})

    assert person_of(people.editor).roles == {Role.EDITOR, Role.SUPERVISOR}
    assert editor.get("/bureau/personnes").status_code == 200


def test_a_role_that_is_taken_away_closes_its_pages_at_once(admin, supervisor, people):
    admin.post(f"{PAGE}/{people.supervisor.id}", data={"roles": ["agent"]})

    assert supervisor.get(PAGE).status_code == 404


def test_the_last_system_administrator_can_neither_be_demoted_nor_disabled(admin, people):
    page = f"{PAGE}/{people.sysadmin.id}"

    assert admin.post(page, data={"roles": ["agent"]}).status_code == 422
    assert admin.post(f"{page}/desactiver").status_code == 422
    assert "dernier administrateur du site" in admin.post(f"{page}/desactiver").text
    assert person_of(people.sysadmin).roles == {Role.SYSADMIN}


def test_with_a_second_one_the_first_may_step_back(admin, people):
    admin.post(f"{PAGE}/{people.administrator.id}", data={"roles": ["administrator", "sysadmin"]})

    assert admin.post(f"{PAGE}/{people.sysadmin.id}", data={"roles": ["editor"]}).status_code == 303
    assert admin.get(PAGE).status_code == 404


def test_a_disabled_second_one_does_not_count(admin, people):
    admin.post(f"{PAGE}/{people.administrator.id}", data={"roles": ["sysadmin"]})
    admin.post(f"{PAGE}/{people.administrator.id}/desactiver")

    assert admin.post(f"{PAGE}/{people.sysadmin.id}", data={"roles": ["editor"]}).status_code == 422


def test_a_disabled_person_is_out_and_comes_back_when_enabled(admin, browser, people):
    agent = browser()
    sign_in(agent, with_password(people.agent))

    admin.post(f"{PAGE}/{people.agent.id}/desactiver")
    assert not is_signed_in(agent)
    assert sign_in(agent, people.agent).status_code == 422

    admin.post(f"{PAGE}/{people.agent.id}/reactiver")
    assert sign_in(agent, people.agent).status_code == 303


def test_ending_sessions_signs_somebody_out_everywhere(admin, browser, people):
    browsers = [signed_in(browser(), people.agent) for _ in range(2)]

    admin.post(f"{PAGE}/{people.agent.id}/sessions")

    assert not any(is_signed_in(each) for each in browsers)


def test_a_lost_second_factor_is_taken_away_by_somebody_else_only(admin, people, now):
    for viewer in (people.agent, people.sysadmin):
        db.session.get(Person, viewer.id).totp_confirmed_at = now
    db.session.commit()

    assert admin.post(f"{PAGE}/{people.agent.id}/second-facteur").status_code == 303
    assert admin.post(f"{PAGE}/{people.sysadmin.id}/second-facteur").status_code == 404
    assert person_of(people.agent).totp_confirmed_at is None
    assert "retiré" in outgoing()[-1].text


def test_a_supervisor_sees_the_desks_and_changes_nobody(supervisor, people):
    page = supervisor.get(PAGE).text

    assert people.agent.name in page
    assert people.sysadmin.name not in page
    assert supervisor.get(f"{PAGE}/{people.sysadmin.id}").status_code == 404
    assert supervisor.get(f"{PAGE}/{people.agent.id}").status_code == 200
    assert supervisor.post(
        f"{PAGE}/{people.agent.id}", data={"roles": ["agent", "sysadmin"]}
    ).status_code in (404, 422)
    assert person_of(people.agent).roles == {Role.AGENT}


def test_a_person_who_is_not_there_is_not_found(admin):
    for number in ("0", "999999", "2147483648", "99999999999999999999", "-1", "x"):
        assert admin.get(f"{PAGE}/{number}").status_code == 404


def test_the_list_goes_page_by_page_by_name(admin, now):
    for number in range(PEOPLE_PER_PAGE + 5):
        a_person(f"Zoé Numero{number:03}", Role.AGENT, now=now)

    first = admin.get(PAGE).text
    last = db.session.scalars(select(Person).order_by(Person.name, Person.id)).all()[PEOPLE_PER_PAGE - 1]
    second = admin.get(PAGE, query_string={"apres": last.id}).text

    assert f"apres={last.id}" in first
    assert last.name in first
    assert last.name not in second
    assert "Zoé Numero054" in second
    assert "apres=" not in second


def test_an_absurd_page_is_a_page(admin):
    for after in ("0", "999999", "99999999999999999999", "-1", "x", "\u0661"):
        assert admin.get(PAGE, query_string={"apres": after}).status_code == 200


@pytest.mark.parametrize("words", ["agathe", "AGATHE", "agathe.aide@"])
def test_people_are_found_by_name_or_mailbox(admin, people, words):
    page = admin.get(PAGE, query_string={"q": words}).text

    assert people.agent.name in page
    assert people.editor.name not in page


def test_signs_of_a_pattern_are_searched_as_they_are(admin):
    for words in ("%", "_", "'", "\\", "x" * 5000, "(((((", "{{7*7}}"):
        page = admin.get(PAGE, query_string={"q": words})
        assert page.status_code == 200
        assert "Personne ne correspond" in page.text
