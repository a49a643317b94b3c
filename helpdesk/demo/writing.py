"""An editor’s room in the story: a text in review, one sent back, one that nobody looked at for long."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from helpdesk.accounts.viewer import Viewer
from helpdesk.core.clock import local
from helpdesk.db import db
from helpdesk.demo.people import Cast
from helpdesk.faq.writing import holding, service
from helpdesk.faq.writing.holding import Step
from helpdesk.faq.writing.matter import Article, compose, parts_of, rewrite
from helpdesk.faq.writing.models import Manuscript
from helpdesk.faq.writing.rules import Kind
from helpdesk.faq.writing.service import paper_of
from helpdesk.faq.writing.texts import path_for, read

LONG_AGO = timedelta(days=240)

OLD = """Un relevé de collecte se garde aussi longtemps que les comptes de l’année.

## Où le trouver

Sur la plateforme, ouvrez la remise, puis enregistrez le relevé. Rangez-le avec les pièces de l’exercice.

## Combien de temps

Gardez-le avec les comptes, et ne le transmettez qu’à qui vérifie ceux-ci.

## Une question ?

{{ bloc: nous-joindre }}
"""

BLOCK = "Appelez le {{ support.phone }} ({{ support.hours }}), ou [ouvrez un dossier](/dossiers/nouveau).\n"

NEW = """Deux bénévoles peuvent se partager la trésorerie, chacun avec son propre accès.

## Demander le second accès

Le trésorier en titre le demande, puis le second reçoit un lien à son nom.
"""


def write_articles(cast: Cast, *, now: datetime) -> None:
    """Let the editor and the publisher have worked for some days."""
    editor, publisher = cast["redactrice"], cast["relecteur"]
    _share_a_block(editor, publisher, at=now - timedelta(days=7))
    old = _create(
        editor,
        now - timedelta(days=6),
        OLD,
        title="Combien de temps garder les relevés de collecte ?",
        slug="garder-les-releves",
        summary="Aussi longtemps que les comptes de l’année auxquels ils se rapportent.",
        aliases=["conserver les relevés", "archiver mes relevés", "durée de conservation des relevés"],
        reviewed_on=(local(now) - LONG_AGO).date(),
    )
    service.publish(old.id, Step(publisher, old.version, now - timedelta(days=5)))
    shared = _create(
        editor,
        now - timedelta(days=2),
        NEW,
        title="Partager la trésorerie à deux",
        slug="partager-la-tresorerie",
        summary="Chacun a son propre accès ; on ne se prête pas un mot de passe.",
        aliases=["deux trésoriers", "second accès", "trésorier adjoint"],
        reviewed_on=local(now - timedelta(days=3)).date(),
    )
    service.submit(shared.id, Step(editor, shared.version, now - timedelta(hours=30), "Première version."))
    note = "Dites aussi qui retire l’accès quand un bénévole part."
    service.send_back(shared.id, Step(publisher, _version(shared), now - timedelta(hours=26), note))
    _improve(editor, at=now - timedelta(hours=3))


def _share_a_block(editor: Viewer, publisher: Viewer, *, at: datetime) -> None:
    path = path_for(Kind.BLOCK, "nous-joindre", "fr")
    understood = read(path, BLOCK)
    assert not isinstance(understood, list), understood
    block = service.create(paper_of(path, understood), by=editor, now=at)
    service.publish(block.id, Step(publisher, block.version, at))


def _create(by: Viewer, at: datetime, body: str, **matter: Any) -> Manuscript:
    common = {
        "lang": "fr",
        "collection": "collecte-en-ligne",
        "category": "support",
        "ticket_category": "support",
        "audience": "treasurer",
        "owner": by.name,
    }
    text = compose(Article(common | matter, body))
    path = path_for(Kind.ARTICLE, matter["slug"], "fr", common["collection"])
    understood = read(path, text)
    assert not isinstance(understood, list), understood
    return service.create(paper_of(path, understood), by=by, now=at)


def _version(row: Manuscript) -> int:
    return holding.get(row.id).version


def _improve(editor: Viewer, *, at: datetime) -> None:
    """Change a public article, and ask for a review: readers see the text before meanwhile."""
    row = db.session.scalars(
        select(Manuscript).where(Manuscript.slug == "changer-iban", Manuscript.lang == "fr")
    ).first()
    if row is None:
        return
    parts = parts_of(row.text)
    body = f"{parts.body.rstrip()}\n\nGardez une copie de votre demande, avec sa date.\n"
    understood = read(row.path, rewrite(row.text, Article(parts.matter, body, parts.others)))
    assert not isinstance(understood, list), understood
    saved = service.save(row.id, paper_of(row.path, understood), Step(editor, row.version, at))
    service.submit(
        row.id, Step(editor, saved.version, at, "Une phrase de plus, demandée par deux adhérents.")
    )
