"""Links that say nothing, links that watch, numbers and accounts that may be somebody’s."""

import time

import pytest

from helpdesk.faq.content.wording import is_personal, list_found, tracks


@pytest.mark.parametrize(
    "text",
    [
        "[ici](/faq/autre)",
        "[Cliquez ici](/faq/autre)",
        "Pour continuer, cliquez ici.",
        "[ here ](/faq/autre)",
        "[click here](https://plateforme.example.org)",
        "[**ici**](/faq/autre)",
        "[ici][2]\n\n[2]: /faq/autre",
        "[ici]\n\n[ici]: /faq/autre",
        "[cliquez](/faq/autre)",
        "[Cliquez sur ce lien](/faq/autre)",
        "[En savoir plus…](/faq/autre)",
        "[lien](/faq/autre)",
        "[`link`](/faq/autre)",
        "[Lire la suite »](/faq/autre)",
        "[](/faq/autre)",
        "[![](/fichiers/x.png)](/faq/autre)",
    ],
)
def test_a_link_that_says_nothing_is_found_once(text: str):
    ((_, sentence),) = list_found(text)

    assert sentence.startswith("a link must say where it leads")


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/page?utm_source=lettre",
        "https://example.org/?a=1&fbclid=x",
        "https://d1.hs-sales-engage.com/Ctc/x",
        "https://click.example.org/x",
        "https://example.list-manage.com/track",
        "http://bit.ly/3abc",
        "https://forms.gle/aB3dE",
    ],
)
def test_a_link_that_watches_is_found(address: str):
    assert tracks(address)
    assert [sentence[:26] for _, sentence in list_found(f"Voir [la page]({address}).")] == [
        "a link that counts who cli"
    ]


@pytest.mark.parametrize(
    "address", ["https://example.org/clic", "https://plateforme.example.org/faq?page=2", "https://[bad"]
)
def test_an_honest_link_is_not(address: str):
    assert not tracks(address)


@pytest.mark.parametrize(
    "text",
    [
        "[le double prélèvement](/faq/autre)",
        "[lire le modèle de lettre](/faq/autre)",
        "[le lien d’activation](/faq/autre)",
        "Une liste [1] et un choix [ ].",
        "[![Le schéma](/fichiers/x.png)](/faq/autre)",
    ],
)
def test_a_link_that_says_where_it_leads_is_left_alone(text: str):
    assert list(list_found(text)) == []


@pytest.mark.parametrize(
    "address",
    [
        "https://app.livestorm.co/association/reunion/live?s=7c2f5dd0-8f6b-4a3e-9d21-0b5f6a7c8d9e",
        "https://reunion.example.org/j/123?tk=aB3dE5fG7hJ9kL1mN3pQ5rS7",
        "https://plateforme.example.org/invitation?token=eyJhbGciOiJIUzI1NiJ9.e30",
        "https://example.org/inscription?email=jeanne@example.org",
    ],
)
def test_a_link_made_for_one_person_is_found(address: str):
    ((_, sentence),) = list_found(f"Voir [la réunion]({address}).")

    assert sentence.startswith("a link made for one person")


@pytest.mark.parametrize(
    "address",
    [
        "https://plateforme.example.org/faq?id=12&page=2",
        "https://drive.google.com/open?id=1FAIpQLSd0aB3dE5fG7hJ9kL1mN3pQ5",
        "https://example.org/recherche?q=prelevement-2026-de-la-cotisation-annuelle",
        "https://[bad",
    ],
)
def test_a_link_for_everybody_is_not(address: str):
    assert not is_personal(address)


@pytest.mark.parametrize("number", ["01 42 01 23 45", "+33 6 12 34 56 78", "0612345678", "06.12.34.56.78"])
def test_a_real_number_is_found_where_it_stands(number: str):
    ((at, sentence),) = list_found(f"Appelez le {number}.")

    assert at == len("Appelez le ")
    assert sentence.startswith("a real telephone number")


@pytest.mark.parametrize(
    "text",
    [
        "01 99 00 12 34",
        "+33 1 99 00 12 34",
        "0199001234",
        "{{ support.phone }}",
        "RUM 2026-0001234567890",
        "le 12 03 2026 à 10 00",
        "FR76 3000 6000 0112 3456 7890 189",
        "DE89370400440532013000",
    ],
)
def test_invented_numbers_and_examples_are_left_alone(text: str):
    assert list(list_found(text)) == []


def test_an_account_is_found():
    ((at, sentence),) = list_found("Virez sur FR76 1027 8060 3100 0204 5670 183 vite.")

    assert at == len("Virez sur ")
    assert sentence.startswith("an IBAN")


@pytest.mark.parametrize("sign", ["[", "[ici", "https://", "0", "01 ", "FR76 ", "utm_=&", "cliquez "])
def test_absurd_texts_take_no_time(sign: str):
    started = time.monotonic()

    list(list_found(sign * (80_000 // len(sign))))

    assert time.monotonic() - started < 2
