"""Reply and bounce addresses, suppression, preferences and lanes of outgoing mail."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

FLAGS = ("answerable", "auto_reply", "link_only")


def upgrade() -> None:
    with op.batch_alter_table("outgoing_mail", schema=None) as batch_op:
        for name in FLAGS:
            batch_op.add_column(sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("person_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("scope", sa.String(length=20), server_default="", nullable=False))
        batch_op.add_column(sa.Column("domain", sa.String(length=253), server_default="", nullable=False))
        batch_op.add_column(sa.Column("in_reply_to", sa.String(length=250), nullable=True))
        batch_op.add_column(sa.Column("bounce_token", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("bounced_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index("ix_outgoing_mail_bounce_token", ["bounce_token"], unique=True)
        batch_op.create_index("ix_outgoing_mail_tried", ["tried_at", "domain"], unique=False)
        batch_op.create_index("ix_outgoing_mail_person", ["person_id", "state"], unique=False)

    op.create_table(
        "reply_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("thread", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_reply_token_token_hash")),
    )
    with op.batch_alter_table("reply_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reply_token_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "mail_bounce",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mail_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["mail_id"],
            ["outgoing_mail.id"],
            name=op.f("fk_mail_bounce_mail_id_outgoing_mail"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_bounce")),
        sa.UniqueConstraint("mail_id", "kind", name=op.f("uq_mail_bounce_mail_id_kind")),
    )

    op.create_table(
        "mail_suppression",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address_key", sa.String(length=254), nullable=False),
        sa.Column("cause", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("scored_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("suppressed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by", sa.String(length=120), nullable=False),
        sa.Column("lifted_because", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_suppression")),
        sa.UniqueConstraint("address_key", name=op.f("uq_mail_suppression_address_key")),
    )
    with op.batch_alter_table("mail_suppression", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_mail_suppression_suppressed_at"), ["suppressed_at"], unique=False
        )

    op.create_table(
        "mail_pause",
        sa.Column("lane", sa.String(length=20), nullable=False),
        sa.Column("paused_by", sa.String(length=120), nullable=False),
        sa.Column("because", sa.String(length=300), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("lane", name=op.f("pk_mail_pause")),
    )

    op.create_table(
        "notice_choice",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(length=20), nullable=False),
        sa.Column("event", sa.String(length=80), nullable=False),
        sa.Column("timing", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_notice_choice_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "scope", "event", name=op.f("pk_notice_choice")),
    )

    op.create_table(
        "mail_habit",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("link_only", sa.Boolean(), nullable=False),
        sa.Column("digest", sa.String(length=10), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("digested_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_mail_habit_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_mail_habit")),
    )

    op.create_table(
        "escalation_redirect",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(length=200), nullable=False),
        sa.Column("escalation_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("passed_to", sa.String(length=254), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["escalation_id"],
            ["escalation.id"],
            name=op.f("fk_escalation_redirect_escalation_id_escalation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation_redirect")),
        sa.UniqueConstraint("message_id", name=op.f("uq_escalation_redirect_message_id")),
    )
    with op.batch_alter_table("escalation_redirect", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_escalation_redirect_escalation_id"), ["escalation_id"], unique=False
        )


def downgrade() -> None:
    op.drop_table("escalation_redirect")
    op.drop_table("mail_habit")
    op.drop_table("notice_choice")
    op.drop_table("mail_pause")
    op.drop_table("mail_suppression")
    op.drop_table("mail_bounce")
    op.drop_table("reply_token")
    with op.batch_alter_table("outgoing_mail", schema=None) as batch_op:
        batch_op.drop_index("ix_outgoing_mail_person")
        batch_op.drop_index("ix_outgoing_mail_tried")
        batch_op.drop_index("ix_outgoing_mail_bounce_token")
        batch_op.drop_column("bounced_at")
        batch_op.drop_column("tried_at")
        batch_op.drop_column("bounce_token")
        batch_op.drop_column("in_reply_to")
        batch_op.drop_column("domain")
        batch_op.drop_column("scope")
        batch_op.drop_column("person_id")
        for name in reversed(FLAGS):
            batch_op.drop_column(name)
