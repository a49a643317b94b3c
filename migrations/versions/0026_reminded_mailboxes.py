"""When a mailbox had its last reminder: for those of before, no later than the last mail of their journey."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

LAST_OF_JOURNEY = """
    UPDATE reminded_mailbox
    SET mailed_at = (
        SELECT max(activation_reminder.mailed_at)
        FROM activation_reminder
        WHERE activation_reminder.journey = reminded_mailbox.journey
    )
"""


def upgrade() -> None:
    with op.batch_alter_table("reminded_mailbox") as table:
        table.add_column(sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(LAST_OF_JOURNEY)


def downgrade() -> None:
    with op.batch_alter_table("reminded_mailbox") as table:
        table.drop_column("mailed_at")
