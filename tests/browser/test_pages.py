"""Every page in a browser: no violation of the accessibility rules, no message in the console, nothing too wide."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from helpdesk.app import create_app
from helpdesk.config import Mode, Settings
from tests.browser.addresses import endpoints_by_table
from tests.browser.conftest import Node
from tests.browser.visits import Site, Visit, article_visits, read_site
from tests.demo_server import Demo

PHONE = {"width": 390, "scheme": "light", "lang": "fr"}
SMALL_PHONE = {"width": 320, "scheme": "light", "lang": "fr"}
ENGLISH_BY_NIGHT = {"width": 1440, "scheme": "dark", "lang": "en"}
EVERY_LOOK = [
    {"width": width, "scheme": scheme, "lang": lang}
    for width in (320, 390, 1440)
    for scheme in ("light", "dark")
    for lang in ("fr", "en")
]
KEY_PAGES = {
    "faq.home",
    "faq.search",
    "faq.show",
    "tickets.new",
    "tickets.mine",
    "desk.inbox",
    "desk.show",
    "confederal.show",
}


@pytest.fixture(scope="session")
def site(demo: Demo) -> Site:
    return read_site(demo)


def faults(node: Node, site: Site, looks: Sequence[dict[str, Any]], visits: Sequence[Visit]) -> list[str]:
    """Return one line for each thing wrong; the pages that are right leave none."""
    reports = node("crawl.mjs", **site.job(looks, visits))
    assert len(reports) == len(looks) * len(visits)
    wrong = ("status", "led_elsewhere", "violations", "noise", "overflow")
    return [
        f"{report['lang']} {report['width']} {report['scheme']} {report['path']}: {what}: {report[what]}"
        for report in reports
        for what in wrong
        if report[what]
    ]


def test_every_route_that_answers_get_is_visited_or_said_to_be_no_page(tmp_path: Path):
    app = create_app(
        Settings(
            mode=Mode.DEMO,
            instance_dir=tmp_path,
            base_url="http://localhost",
            mail_url=f"maildir:///{tmp_path}",
        )
    )
    routes = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    tables = Counter(endpoints_by_table())

    assert {
        name: tables[name] for name in routes | set(tables) if (name in routes, tables[name]) != (True, 1)
    } == {}


@pytest.mark.parametrize("look", [PHONE, SMALL_PHONE, ENGLISH_BY_NIGHT], ids=lambda look: f"{look['width']}")
def test_every_page_is_sound(site: Site, node: Node, look: dict[str, Any]):
    assert faults(node, site, [look], site.visits) == []


def test_every_article_is_sound_on_a_small_phone(demo: Demo, site: Site, node: Node):
    assert faults(node, site, [SMALL_PHONE], article_visits(demo)) == []


def test_the_pages_used_most_are_sound_in_every_look(site: Site, node: Node):
    visits = [visit for visit in site.visits if visit.endpoint in KEY_PAGES]

    assert {visit.endpoint for visit in visits} == KEY_PAGES
    assert faults(node, site, EVERY_LOOK, visits) == []
