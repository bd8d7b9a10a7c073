"""Records that a patient keeps from those who help them.

Revision: 2026_11_26_unseen, after 2026_11_26_devices
"""

import sqlalchemy as sa

from alembic import op

revision = "2026_11_26_unseen"
down_revision = "2026_11_26_devices"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unseen_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("grant_id", sa.Uuid(), nullable=True),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["grant_id"], ["access_grant.id"]),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"]),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("record_id", "grant_id", name="uq_unseen_item"),
    )
    with op.batch_alter_table("unseen_item") as batch_op:
        batch_op.create_index("ix_unseen_item_grant_id", ["grant_id"])
        batch_op.create_index("ix_unseen_item_patient_id", ["patient_id"])


def downgrade() -> None:
    op.drop_table("unseen_item")
