"""Requests for other contact details.

Revision: 2026_11_26_contact, after 2026_11_26_emergency
"""

import sqlalchemy as sa

from alembic import op

revision = "2026_11_26_contact"
down_revision = "2026_11_26_emergency"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contact_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("receipt", sa.String(), nullable=False),
        sa.Column("once_key", sa.LargeBinary(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by_id"], ["account.id"]),
        sa.ForeignKeyConstraint(["decided_by_id"], ["account.id"]),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("once_key"),
        sa.UniqueConstraint("receipt"),
    )
    with op.batch_alter_table("contact_change", schema=None) as batch_op:
        batch_op.create_index("ix_contact_change_patient", ["patient_id", "asked_at"], unique=False)
        batch_op.create_index("ix_contact_change_queue", ["status", "due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_change_asked_by_id"), ["asked_by_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("contact_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_change_asked_by_id"))
        batch_op.drop_index("ix_contact_change_queue")
        batch_op.drop_index("ix_contact_change_patient")

    op.drop_table("contact_change")
