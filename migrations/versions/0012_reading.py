"""Glossary, diagnosis, guides and codes as readers use them."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "companion",
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("kind", "slug", name=op.f("pk_companion")),
    )

    op.create_table(
        "content_file",
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("path", name=op.f("pk_content_file")),
    )

    op.create_table(
        "diagnosis_end",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("tree", sa.String(length=80), nullable=False),
        sa.Column("end", sa.String(length=80), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "tree", "end", name=op.f("pk_diagnosis_end")),
    )


def downgrade() -> None:
    op.drop_table("diagnosis_end")
    op.drop_table("content_file")
    op.drop_table("companion")
