"""Article variants, subscriptions and promises."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

STANDINGS = ("open", "soon", "late", "kept")


def upgrade() -> None:
    with op.batch_alter_table("article", schema=None) as batch_op:
        batch_op.add_column(sa.Column("provider", sa.String(length=80), server_default="", nullable=False))
        batch_op.add_column(sa.Column("variant", sa.String(length=80), server_default="", nullable=False))
        batch_op.add_column(sa.Column("variants", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("replacement", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("promise", sa.String(length=300), server_default="", nullable=False))
        batch_op.add_column(sa.Column("promise_due_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("promise_kept_on", sa.Date(), nullable=True))

    with op.batch_alter_table("outgoing_mail", schema=None) as batch_op:
        batch_op.add_column(sa.Column("leave_url", sa.String(length=300), server_default="", nullable=False))

    op.create_table(
        "subscription",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("lang", sa.String(length=2), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
        sa.UniqueConstraint("slug", "email", name=op.f("uq_subscription_slug_email")),
    )
    with op.batch_alter_table("subscription", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_subscription_created_at"), ["created_at"], unique=False)

    op.create_table(
        "promise_reminder",
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "standing", sa.Enum(*STANDINGS, name="standing", native_enum=False, length=10), nullable=False
        ),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("slug", "due_on", "standing", name=op.f("pk_promise_reminder")),
    )


def downgrade() -> None:
    op.drop_table("promise_reminder")
    op.drop_table("subscription")
    with op.batch_alter_table("outgoing_mail", schema=None) as batch_op:
        batch_op.drop_column("leave_url")
    with op.batch_alter_table("article", schema=None) as batch_op:
        for name in (
            "promise_kept_on",
            "promise_due_on",
            "promise",
            "replacement",
            "variants",
            "variant",
            "provider",
        ):
            batch_op.drop_column(name)
