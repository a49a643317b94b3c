"""Escalations, their links and steps."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "escalation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.Column("grounds", sa.JSON(), nullable=False),
        sa.Column("is_loud", sa.Boolean(), nullable=False),
        sa.Column("asked_by_member", sa.Boolean(), nullable=False),
        sa.Column("member_reason", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("asks", sa.JSON(), nullable=False),
        sa.Column("tried", sa.Text(), nullable=False),
        sa.Column("untried_because", sa.Text(), nullable=False),
        sa.Column("respond_by", sa.Date(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("supervisor_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("second_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"],
            ["person.id"],
            name=op.f("fk_escalation_confirmed_by_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_escalation_ticket_id_ticket"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation")),
    )
    with op.batch_alter_table("escalation", schema=None) as batch_op:
        batch_op.create_index("ix_escalation_state", ["state", "proposed_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_escalation_ticket_id"), ["ticket_id"], unique=False)
        batch_op.create_index(
            "uq_escalation_pending",
            ["ticket_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('proposed', 'sent', 'acknowledged', 'in_charge')"),
            postgresql_where=sa.text("state IN ('proposed', 'sent', 'acknowledged', 'in_charge')"),
        )

    op.create_table(
        "escalation_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("escalation_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("sections", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["escalation_id"],
            ["escalation.id"],
            name=op.f("fk_escalation_copy_escalation_id_escalation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation_copy")),
    )
    with op.batch_alter_table("escalation_copy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_escalation_copy_escalation_id"), ["escalation_id"], unique=False)

    op.create_table(
        "escalation_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("escalation_id", sa.Integer(), nullable=False),
        sa.Column("addressee", sa.String(length=254), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["escalation_id"],
            ["escalation.id"],
            name=op.f("fk_escalation_link_escalation_id_escalation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_escalation_link_token_hash")),
    )
    with op.batch_alter_table("escalation_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_escalation_link_escalation_id"), ["escalation_id"], unique=False)

    op.create_table(
        "escalation_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("escalation_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("move", sa.String(length=20), nullable=True),
        sa.Column("actor", sa.String(length=254), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("bank_text", sa.Text(), nullable=False),
        sa.Column("submission_key", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["escalation_id"],
            ["escalation.id"],
            name=op.f("fk_escalation_step_escalation_id_escalation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation_step")),
        sa.UniqueConstraint("submission_key", name=op.f("uq_escalation_step_submission_key")),
    )
    with op.batch_alter_table("escalation_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_escalation_step_escalation_id"), ["escalation_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("escalation_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_escalation_step_escalation_id"))

    op.drop_table("escalation_step")
    with op.batch_alter_table("escalation_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_escalation_link_escalation_id"))

    op.drop_table("escalation_link")
    with op.batch_alter_table("escalation_copy", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_escalation_copy_escalation_id"))

    op.drop_table("escalation_copy")
    with op.batch_alter_table("escalation", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_escalation_pending",
            sqlite_where=sa.text("state IN ('proposed', 'sent', 'acknowledged', 'in_charge')"),
            postgresql_where=sa.text("state IN ('proposed', 'sent', 'acknowledged', 'in_charge')"),
        )
        batch_op.drop_index(batch_op.f("ix_escalation_ticket_id"))
        batch_op.drop_index("ix_escalation_state")

    op.drop_table("escalation")
