"""Years for which an organisation is affiliated, and numbered notices."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("article", schema=None) as batch_op:
        batch_op.add_column(sa.Column("notice", sa.JSON(), nullable=True))
    op.create_table(
        "affiliation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=20), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("begins_on <= ends_on", name=op.f("ck_affiliation_in_order")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_affiliation_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"],
            ["person.id"],
            name=op.f("fk_affiliation_entered_by_id_person"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_affiliation")),
    )
    op.create_index("uq_affiliation_year", "affiliation", ["organisation_id", "ends_on"], unique=True)
    op.create_index(op.f("ix_affiliation_entered_by_id"), "affiliation", ["entered_by_id"])


def downgrade() -> None:
    op.drop_table("affiliation")
    # The program of that time knows no such texts, and would not read a list that holds them.
    op.execute(
        "DELETE FROM revision WHERE manuscript_id IN (SELECT id FROM manuscript WHERE kind = 'notice')"
    )
    op.execute("DELETE FROM manuscript WHERE kind = 'notice'")
    op.execute("DELETE FROM article WHERE kind = 'notice'")
    with op.batch_alter_table("article", schema=None) as batch_op:
        batch_op.drop_column("notice")
