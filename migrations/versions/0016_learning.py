"""What readers teach: formulations proposed for articles, tallies of reading, opinions dealt with."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alias_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("words", sa.String(length=120), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("linked", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
            name=op.f("fk_alias_proposal_article_id_article"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["person.id"],
            name=op.f("fk_alias_proposal_decided_by_person"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alias_proposal")),
        sa.UniqueConstraint("article_id", "key", name=op.f("uq_alias_proposal_article_id_key")),
    )
    with op.batch_alter_table("alias_proposal", schema=None) as batch_op:
        batch_op.create_index("ix_alias_proposal_state", ["state", "last_on"], unique=False)
    op.create_table(
        "reading_count",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("lang", sa.String(length=2), nullable=False),
        sa.Column("views", sa.Integer(), nullable=False),
        sa.Column("forms", sa.Integer(), nullable=False),
        sa.Column("dossiers", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "slug", "lang", name=op.f("pk_reading_count")),
    )
    with op.batch_alter_table("search_count", schema=None) as batch_op:
        batch_op.add_column(sa.Column("forms", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("dossiers", sa.Integer(), server_default="0", nullable=False))
    with op.batch_alter_table("article_vote", schema=None) as batch_op:
        batch_op.add_column(sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index("ix_article_vote_created_at", ["created_at"], unique=False)
    with op.batch_alter_table("deflection", schema=None) as batch_op:
        batch_op.create_index("ix_deflection_created_at", ["created_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("deflection", schema=None) as batch_op:
        batch_op.drop_index("ix_deflection_created_at")
    with op.batch_alter_table("article_vote", schema=None) as batch_op:
        batch_op.drop_index("ix_article_vote_created_at")
        batch_op.drop_column("handled_at")
    with op.batch_alter_table("search_count", schema=None) as batch_op:
        batch_op.drop_column("dossiers")
        batch_op.drop_column("forms")
    op.drop_table("reading_count")
    op.drop_table("alias_proposal")
