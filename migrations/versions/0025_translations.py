"""Whether a translation is older than its original: false until the next load or publication says so."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("article") as table:
        table.add_column(sa.Column("is_behind", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("article") as table:
        table.drop_column("is_behind")
