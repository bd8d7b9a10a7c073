"""The browsers an account was signed in with, and what an account did in the audit trail, found fast.

Revision: 2026_11_26_devices, after 2026_11_26_factors
"""

import sqlalchemy as sa

from alembic import op

revision = "2026_11_26_devices"
down_revision = "2026_11_26_factors"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "known_device",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("device_key", sa.LargeBinary(), nullable=False),
        sa.Column("first_seen_at", sa.DateTime(), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("account_id", "device_key", name="uq_known_device"),
    )
    op.create_index("ix_audit_account", "audit_entry", ["account_id", "action"])


def downgrade() -> None:
    op.drop_index("ix_audit_account", "audit_entry")
    op.drop_table("known_device")
