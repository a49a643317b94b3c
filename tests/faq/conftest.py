"""Articles in files, for loading; articles in rows, for what reads them."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask import Flask

from helpdesk.db import db
from helpdesk.faq import indexing
from helpdesk.faq.models import STATE_ID, Article, Collection, ContentState
from helpdesk.faq.rules import ArticleKind, ArticleStatus, Audience
from helpdesk.faq.storing import note_files

COLLECTION = {
    "slug": "collecte-en-ligne",
    "title": "Prélèvement des cotisations",
    "title_en": "Collecting dues",
    "icon": "repeat",
}

MATTER: dict[str, Any] = {
    "title": "J’ai été prélevé deux fois",
    "slug": "double-prelevement",
    "collection": "collecte-en-ligne",
    "category": "prelevement",
    "audience": "both",
    "summary": "Signalez-le avec les dates : un reversement est possible.",
    "aliases": ["double débit", "débité deux fois", "doublon"],
    "keywords": ["reversement"],
    "sources": ["Guide"],
    "as_of": None,
    "valid_from": None,
    "valid_until": None,
    "reviewed_on": date(2026, 11, 16),
    "owner": "Pôle",
    "related": [],
    "reason_codes": ["AM05"],
    "ticket_category": "prelevement/double-debit",
    "lang": "fr",
}


NOTICE: dict[str, Any] = {
    "title": "Inscrivez votre école",
    "slug": "coop-infos-51",
    "lang": "fr",
    "series": "Coop’Infos",
    "number": 51,
    "place": "Saint-Elme",
    "day": date(2024, 6, 21),
    "signatory": "Le conseil d’administration",
    "summary": "Chaque coopérative ouvre un compte à la rentrée.",
}


class ContentFolder:
    """A content folder to be filled by a test."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.collections([COLLECTION])

    def collections(self, entries: list[dict[str, Any]]) -> None:
        (self.root / "collections.yml").write_text(
            yaml.safe_dump(entries, allow_unicode=True), encoding="utf-8"
        )

    def article(self, body: str = "## Que faire ?\n\nAppelez.\n", *, name: str = "", **changes: Any) -> Path:
        """Write an article; a value of `...` leaves its key out."""
        matter = {key: value for key, value in (MATTER | changes).items() if value is not ...}
        front = yaml.safe_dump(matter, allow_unicode=True, sort_keys=False)
        return self.raw(f"---\n{front}---\n{body}", name or f"{matter.get('slug', 'sans-slug')}.md")

    def page(self, body: str = "Texte.\n", **changes: Any) -> Path:
        matter = {key: MATTER[key] for key in ("title", "summary", "reviewed_on", "lang")}
        front = yaml.safe_dump(matter | {"slug": "mentions-legales"} | changes, allow_unicode=True)
        return self.raw(f"---\n{front}---\n{body}", "mentions-legales.md", folder="pages")

    def notice(
        self, body: str = "## Que faire\n\nInscrivez-vous.\n", *, name: str = "", **changes: Any
    ) -> Path:
        """Write a notice; a value of `...` leaves its key out."""
        matter = {key: value for key, value in (NOTICE | changes).items() if value is not ...}
        front = yaml.safe_dump(matter, allow_unicode=True, sort_keys=False)
        suffix = "" if matter.get("lang") == "fr" else ".en"
        return self.raw(f"---\n{front}---\n{body}", name or f"{matter['slug']}{suffix}.md", folder="notices")

    def guide(self, text: str) -> Path:
        """Write a guide called `liste` whose only version says `text`."""
        words = {name: "La liste" for name in ("title", "title_en", "summary", "summary_en")}
        version: dict[str, Any] = {"version": "1.0", "date": date(2026, 11, 1), "file": "liste.md"}
        version |= {"changes": "x", "changes_en": "x"}
        front = yaml.safe_dump(words | {"owner": "Pôle", "versions": [version]})
        self.raw(front, "guide.yml", folder="guides/liste")
        return self.raw(text, "liste.md", folder="guides/liste/1.0")

    def raw(self, text: str, name: str, *, folder: str = "faq/collecte-en-ligne") -> Path:
        path = self.root / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path


@pytest.fixture
def folder(tmp_path: Path) -> ContentFolder:
    root = tmp_path / "content"
    root.mkdir()
    return ContentFolder(root)


class Shelf:
    """Articles put straight into the tables, with their collection; `index()` puts them into the index."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        db.session.add(Collection(position=0, description="Pour comprendre.", **COLLECTION))
        db.session.add(ContentState(id=STATE_ID, generation=1, indexed_generation=0, changed_at=now))
        db.session.commit()

    def put(self, slug: str = "double-prelevement", **changes: Any) -> Article:
        facts: dict[str, Any] = {
            "slug": slug,
            "lang": "fr",
            "kind": ArticleKind.FAQ,
            "status": ArticleStatus.PUBLISHED,
            "collection": COLLECTION["slug"],
            "category": "prelevement",
            "ticket_category": "prelevement/double-debit",
            "audience": Audience.BOTH,
            "title": "J’ai été prélevé deux fois",
            "summary": "Signalez-le avec les dates.",
            "markdown": "",
            "html": '<h2 id="que-faire">Que faire</h2><p>Voir <a href="/faq/autre">l’autre</a>.</p>',
            "plain_text": "Que faire\nUn double débit se signale au trésorier avec les deux dates et les montants.",
            "toc": [{"id": "que-faire", "title": "Que faire", "level": 2}],
            "aliases": ["double débit"],
            "keywords": ["reversement"],
            "sources": [],
            "related": [],
            "reason_codes": ["AM05"],
            "minutes": 2,
            "reviewed_on": date(2026, 11, 16),
            "content_hash": slug,
            "helpful": 0,
            "unhelpful": 0,
            "updated_at": self.now,
        }
        article = Article(**(facts | changes))
        db.session.add(article)
        note_files([article])
        db.session.commit()
        return article

    def index(self) -> None:
        indexing.refresh_index(now=self.now)

    def changed(self) -> None:
        """Say that something public changed."""
        state = db.session.get(ContentState, STATE_ID)
        assert state is not None
        state.generation += 1
        db.session.commit()


@pytest.fixture
def shelf(app: Flask, now: datetime) -> Shelf:
    return Shelf(now)


@pytest.fixture
def filled(shelf: Shelf) -> Shelf:
    shelf.put()
    shelf.put(
        "codes-de-rejet",
        title="Que signifie mon code de rejet\u202f?",
        summary="Quatre caractères disent pourquoi.",
        plain_text="AM04 · Le compte n’était pas assez approvisionné · Une fois",
        aliases=["AM04", "motif de rejet"],
        keywords=["impayé"],
        audience=Audience.TREASURER,
        collection="autre",
    )
    shelf.index()
    return shelf
