"""Which files an article shows, read from the texts that are there."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

SHOWN = re.compile(r'/fichiers/([a-z0-9]+(?:-[a-z0-9]+)*\.[a-z0-9]{2,4})["#?]')
LONGEST_NAME = 120
AT_ONCE = 500

article = sa.table("article", sa.column("id", sa.Integer), sa.column("html", sa.Text))


def upgrade() -> None:
    shown_file = op.create_table(
        "shown_file",
        sa.Column("name", sa.String(length=LONGEST_NAME), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
            name=op.f("fk_shown_file_article_id_article"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("name", "article_id", name=op.f("pk_shown_file")),
    )
    op.create_index(op.f("ix_shown_file_article_id"), "shown_file", ["article_id"])
    _fill(shown_file)


def _fill(shown_file: sa.Table) -> None:
    """Read the texts some at a time: there may be thousands."""
    bind, last = op.get_bind(), 0
    showing = sa.select(article).where(article.c.html.contains("/fichiers/")).order_by(article.c.id)
    while rows := bind.execute(showing.where(article.c.id > last).limit(AT_ONCE)).all():
        found = [
            {"name": name, "article_id": row.id}
            for row in rows
            for name in sorted(set(SHOWN.findall(row.html)))
            if len(name) <= LONGEST_NAME
        ]
        if found:
            bind.execute(sa.insert(shown_file), found)
        last = rows[-1].id


def downgrade() -> None:
    op.drop_table("shown_file")
