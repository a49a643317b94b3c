"""A bare page and a bare list over the tables of an instance, as anybody writes them on the first day.

Flask, Flask-SQLAlchemy, one query and one inherited template each; nothing of the helpdesk is imported.
BENCH_DATABASE names the SQLite file, BENCH_IMPORTS a file with one module a line to import at the start.
"""

import os
from datetime import datetime
from importlib import import_module
from pathlib import Path

from flask import Flask, render_template
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

ROWS = 25
# The words of the table's partial index: with bound values SQLite would read and sort every row.
AT_WORK = text("status IN ('new', 'open', 'waiting', 'escalated')")


class Base(DeclarativeBase):
    """The base of both tables."""


db = SQLAlchemy(model_class=Base)


class Article(db.Model):  # type: ignore[name-defined,misc]
    """What the page shows."""

    __tablename__ = "article"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str]
    title: Mapped[str]
    summary: Mapped[str]
    html: Mapped[str]


class Ticket(db.Model):  # type: ignore[name-defined,misc]
    """What the list shows."""

    __tablename__ = "ticket"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str]
    status: Mapped[str]
    subject: Mapped[str]
    severity: Mapped[str]
    requester_name: Mapped[str]
    organisation_text: Mapped[str]
    due_at: Mapped[datetime | None]


def create_app() -> Flask:
    """Build the bare application."""
    modules = os.environ.get("BENCH_IMPORTS")
    for name in Path(modules).read_text().split() if modules else ():
        import_module(name)
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{os.environ['BENCH_DATABASE']}"
    db.init_app(app)

    @app.get("/page/<slug>")
    def page(slug: str) -> str:
        """Show an article."""
        article = db.first_or_404(select(Article).where(Article.slug == slug))
        return render_template("page.html", article=article)

    @app.get("/list")
    def rows() -> str:
        """Show the 25 dossiers at work that are due first, as plain rows."""
        query = (
            select(*Ticket.__table__.columns)
            .where(AT_WORK, Ticket.due_at.is_not(None))
            .order_by(Ticket.due_at, Ticket.id)
            .limit(ROWS)
        )
        return render_template("list.html", rows=db.session.execute(query).all())

    return app
