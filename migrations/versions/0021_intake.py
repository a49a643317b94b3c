"""Who read which mail that came in; what of mail that left is to be forgotten."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

INDEXES = {"ix_outgoing_mail_worded": "text <> ''", "ix_outgoing_mail_alone": "thread IS NULL"}


def upgrade() -> None:
    op.create_table(
        "mail_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mail_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column(
            "what",
            sa.Enum("page", "original", "raw", "file", name="looked", native_enum=False, length=10),
            nullable=False,
        ),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["mail_id"],
            ["incoming_mail.id"],
            name=op.f("fk_mail_reading_mail_id_incoming_mail"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_mail_reading_person_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_reading")),
    )
    op.create_index("ix_mail_reading_mail", "mail_reading", ["mail_id", "id"])
    op.add_column("mailbox", sa.Column("stored", sa.Integer(), server_default="0", nullable=False))
    op.execute("UPDATE mailbox SET stored = fetched - doubles")
    for name, condition in INDEXES.items():
        op.create_index(
            name,
            "outgoing_mail",
            ["created_at"],
            sqlite_where=sa.text(condition),
            postgresql_where=sa.text(condition),
        )


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(name, "outgoing_mail")
    op.drop_column("mailbox", "stored")
    op.drop_index("ix_mail_reading_mail", "mail_reading")
    op.drop_table("mail_reading")
