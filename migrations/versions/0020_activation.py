"""Where each organisation stands with its activation."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

VIAS = ("account", "link", "desk")
STATES = ("waiting", "mailed", "needless")


def upgrade() -> None:
    _steps()
    _links_and_reminders()


def _steps() -> None:
    op.create_table(
        "activation_step",
        sa.Column("journey", sa.String(length=40), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("via", sa.Enum(*VIAS, name="via", native_enum=False, length=10), nullable=False),
        sa.Column("statements", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_activation_step_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("journey", "organisation_id", "step", name=op.f("pk_activation_step")),
    )
    op.create_index(op.f("ix_activation_step_organisation_id"), "activation_step", ["organisation_id"])
    op.create_table(
        "activation_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("journey", sa.String(length=40), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("via", sa.Enum(*VIAS, name="via", native_enum=False, length=10), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("statements", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_activation_event_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_activation_event_person_id_person"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activation_event")),
    )
    op.create_index(op.f("ix_activation_event_person_id"), "activation_event", ["person_id"])
    op.create_index(
        "ix_activation_event_organisation", "activation_event", ["organisation_id", "journey", "id"]
    )


def _links_and_reminders() -> None:
    op.create_table(
        "activation_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("journey", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_activation_link_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activation_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_activation_link_token_hash")),
    )
    op.create_index(op.f("ix_activation_link_organisation_id"), "activation_link", ["organisation_id"])
    op.create_index(op.f("ix_activation_link_expires_at"), "activation_link", ["expires_at"])
    op.create_table(
        "activation_reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("journey", sa.String(length=40), nullable=False),
        sa.Column("place", sa.String(length=40), nullable=False),
        sa.Column(
            "state", sa.Enum(*STATES, name="reminderstate", native_enum=False, length=10), nullable=False
        ),
        sa.Column("wanted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_activation_reminder_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activation_reminder")),
    )
    op.create_index(
        "ix_activation_reminder_organisation", "activation_reminder", ["organisation_id", "wanted_at"]
    )
    op.create_index("ix_activation_reminder_sent", "activation_reminder", ["journey", "wanted_at", "place"])
    op.create_index("ix_activation_reminder_state", "activation_reminder", ["state", "id"])


def downgrade() -> None:
    for table in ("activation_reminder", "activation_link", "activation_event", "activation_step"):
        op.drop_table(table)
