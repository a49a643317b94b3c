"""Articles for some readers, and collections followed by mail."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("article", schema=None) as batch_op:
        batch_op.add_column(sa.Column("readers", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("worded_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "collection_follower",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("collection", sa.String(length=60), nullable=False),
        sa.Column("lang", sa.String(length=2), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection_follower")),
        sa.UniqueConstraint("collection", "email", name=op.f("uq_collection_follower_collection_email")),
    )
    with op.batch_alter_table("collection_follower", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_collection_follower_created_at"), ["created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_collection_follower_told_at"), ["told_at"], unique=False)


def downgrade() -> None:
    op.drop_table("collection_follower")
    with op.batch_alter_table("article", schema=None) as batch_op:
        batch_op.drop_column("worded_at")
        batch_op.drop_column("arrived_at")
        batch_op.drop_column("readers")
