"""Which files an article shows, read from the texts that are there; who wanted reminders, and who left them."""

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

person = sa.table("person", sa.column("id"), sa.column("name"))
NAMED = ("activation_step", "activation_event", "activation_reminder")


def upgrade() -> None:
    _shown_files()
    _reminded_mailboxes()
    _people()


def _shown_files() -> None:
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


def _reminded_mailboxes() -> None:
    op.create_table(
        "reminded_mailbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("journey", sa.String(length=40), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lang", sa.String(length=2), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminded_mailbox")),
        sa.UniqueConstraint("journey", "email", name=op.f("uq_reminded_mailbox_journey_email")),
    )
    op.create_index(op.f("ix_reminded_mailbox_created_at"), "reminded_mailbox", ["created_at"])


def _people() -> None:
    """Name people by their account, where they can be erased, and no longer by a copy of their name."""
    for table in ("activation_step", "activation_reminder"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(sa.Column("person_id", sa.Integer(), nullable=True))
            batch_op.create_foreign_key(
                op.f(f"fk_{table}_person_id_person"), "person", ["person_id"], ["id"], ondelete="SET NULL"
            )
            batch_op.create_index(op.f(f"ix_{table}_person_id"), ["person_id"])
    with op.batch_alter_table("activation_reminder") as batch_op:
        batch_op.add_column(sa.Column("by_clock", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.execute(STEPS_BY)
    op.execute(REMINDERS_BY)
    op.execute("UPDATE activation_reminder SET by_clock = (by_name = '')")
    for table in NAMED:
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column("by_name")


STEPS_BY = """
    UPDATE activation_step SET person_id = (
        SELECT event.person_id FROM activation_event AS event
        WHERE event.organisation_id = activation_step.organisation_id
          AND event.journey = activation_step.journey AND event.step = activation_step.step AND event.is_done
        ORDER BY event.id DESC LIMIT 1)
"""
# Reminders never said whose name it was: it is taken for that of the only person who has it.
REMINDERS_BY = """
    UPDATE activation_reminder SET person_id = (
        SELECT min(person.id) FROM person WHERE person.name = activation_reminder.by_name HAVING count(*) = 1)
    WHERE by_name <> ''
"""


def downgrade() -> None:
    for table in NAMED:
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(
                sa.Column("by_name", sa.String(length=120), server_default="", nullable=False)
            )
        rows = sa.table(table, sa.column("person_id"), sa.column("by_name"))
        name = sa.select(person.c.name).where(person.c.id == rows.c.person_id).scalar_subquery()
        op.execute(sa.update(rows).values(by_name=sa.func.coalesce(name, "")))
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column("by_name", server_default=None)
    with op.batch_alter_table("activation_reminder") as batch_op:
        batch_op.drop_column("by_clock")
    for table in ("activation_reminder", "activation_step"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_index(op.f(f"ix_{table}_person_id"))
            batch_op.drop_constraint(op.f(f"fk_{table}_person_id_person"), type_="foreignkey")
            batch_op.drop_column("person_id")
    op.drop_table("reminded_mailbox")
    op.drop_table("shown_file")
