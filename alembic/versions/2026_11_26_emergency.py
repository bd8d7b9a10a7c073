"""Charts opened in an emergency.

Revision: 2026_11_26_emergency, after 2026_11_26_email
"""

import sqlalchemy as sa

from alembic import op

revision = "2026_11_26_emergency"
down_revision = "2026_11_26_email"
branch_labels = None
depends_on = None

INDEXED = ("account_id", "opened_at", "outcome", "patient_id")


def upgrade() -> None:
    op.create_table(
        "emergency_opening",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("grant_id", sa.Uuid(), nullable=False),
        sa.Column("once", sa.LargeBinary(), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(), nullable=True),
        sa.Column("reviewed_by", sa.Uuid(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.ForeignKeyConstraint(["grant_id"], ["access_grant.id"]),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"]),
        sa.ForeignKeyConstraint(["reviewed_by"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("once"),
    )
    with op.batch_alter_table("emergency_opening") as batch_op:
        for name in INDEXED:
            batch_op.create_index(f"ix_emergency_opening_{name}", [name])


def downgrade() -> None:
    op.drop_table("emergency_opening")
