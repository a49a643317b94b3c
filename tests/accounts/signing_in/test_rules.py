import pytest

from helpdesk.accounts.signing_in.rules import is_local_path
from tests.accounts.conftest import sign_in, with_password

OURS = [
    "/",
    "/bureau/",
    "/en/faq/double-prelevement?q=a%20b&x=//y#z",
    "/suivi/abc",
    "/a:b",
    "/?next=https://x.org",
]
THEIRS = [
    "",
    "bureau",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "https://evil.example",
    "HTTPS:evil.example",
    "https:/evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/\x00/evil",
    "/bureau/\r\nSet-Cookie: a=b",
    "//localhost@evil.example",
    "http://localhost.evil.example/",
    "//[::1",
    "/" + "a" * 2000,
]


@pytest.mark.parametrize("address", OURS)
def test_a_path_of_this_site_may_follow(address):
    assert is_local_path(address)


@pytest.mark.parametrize("address", THEIRS)
def test_nothing_else_may(address):
    assert not is_local_path(address)


def test_signing_in_never_leads_elsewhere(client, people):
    with_password(people.agent)

    for address in (address for address in THEIRS if "\x00" not in address):
        assert sign_in(client, people.agent, next=address).location == "/connexion"
        assert client.get("/connexion", query_string={"next": address}).location == "/bureau/"


def test_signing_in_leads_to_the_page_asked_for(client, people):
    response = sign_in(client, with_password(people.agent), next="/en/bureau/?vue=x")

    assert client.get(response.location).location == "/en/bureau/?vue=x"
