"""When the person of a session last showed again that it is them.

Revision: 2026_11_26_proof, after 2026_11_23_sharing
"""

import sqlalchemy as sa

from alembic import op

revision = "2026_11_26_proof"
down_revision = "2026_11_23_sharing"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("account_session", schema=None) as batch_op:
        batch_op.add_column(sa.Column("proved_at", sa.DateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("account_session", schema=None) as batch_op:
        batch_op.drop_column("proved_at")
