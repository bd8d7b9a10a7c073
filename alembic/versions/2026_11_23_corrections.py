"""Requests to correct the record, and the files sent along.

Revision: 2026_11_23_corrections, after 2026_11_23_exports
"""

import sqlalchemy as sa

from alembic import op

revision = "2026_11_23_corrections"
down_revision = "2026_11_23_exports"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "correction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("receipt", sa.String(), nullable=True),
        sa.Column("once_key", sa.LargeBinary(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("disagreed_at", sa.DateTime(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by_id"], ["account.id"]),
        sa.ForeignKeyConstraint(["decided_by_id"], ["account.id"]),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"]),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("once_key"),
        sa.UniqueConstraint("receipt"),
    )
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.create_index("ix_correction_record", ["patient_id", "record_id"], unique=False)
        batch_op.create_index("ix_correction_queue", ["status", "due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_correction_asked_by_id"), ["asked_by_id"], unique=False)

    op.create_table(
        "correction_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("correction_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["correction_id"], ["correction.id"]),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("correction_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_correction_file_correction_id"), ["correction_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("correction_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_correction_file_correction_id"))

    op.drop_table("correction_file")
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_correction_asked_by_id"))
        batch_op.drop_index("ix_correction_queue")
        batch_op.drop_index("ix_correction_record")

    op.drop_table("correction")
