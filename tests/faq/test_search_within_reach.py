"""A search field stands on every public page, once."""

import pytest


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/recherche?q=carte",
        "/recherche",
        "/collections/collecte-en-ligne",
        "/faq/",
        "/faq/double-prelevement",
        "/codes/",
        "/codes/AM04",
        "/glossaire",
        "/guides/",
        "/notes/",
        "/diagnostic/",
        "/dossiers/nouveau",
        "/connexion",
        "/nulle-part",
    ],
)
def test_every_public_page_has_one_search_field_that_needs_no_script(client, shelf, prefix, path):
    shelf.put()

    page = client.get(prefix + path).text

    assert page.count('role="search"') == 1
    assert page.count(f'action="{prefix}/recherche"') == 1 + page.count('class="row filters"')
