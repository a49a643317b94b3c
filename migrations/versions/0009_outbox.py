"""Reply and bounce addresses, suppression, preferences and lanes of outgoing mail."""

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
