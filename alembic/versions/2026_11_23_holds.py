"""Records kept back for now, and how people want to be shown results.

Revision: 2026_11_23_holds, after 2026_11_22_house
"""

import sqlalchemy as sa

from alembic import op

revision = "2026_11_23_holds"
down_revision = "2026_11_22_house"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("record") as batch_op:
        batch_op.add_column(sa.Column("on_hold", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("record") as batch_op:
        batch_op.alter_column("on_hold", server_default=None)
    op.create_table(
        "record_hold",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("held_at", sa.DateTime(), nullable=False),
        sa.Column("held_by", sa.Uuid(), nullable=True),
        sa.Column("released_at", sa.DateTime(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["held_by"], ["account.id"]),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"]),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("record_hold") as batch_op:
        batch_op.create_index("ix_record_hold_held_at", ["held_at"])
        batch_op.create_index("ix_record_hold_patient_id", ["patient_id"])
        batch_op.create_index("ix_record_hold_record_id", ["record_id"])
    op.create_table(
        "result_preference",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("told_at", sa.DateTime(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("patient_id", "account_id", name="uq_result_preference"),
    )
    with op.batch_alter_table("result_preference") as batch_op:
        batch_op.create_index("ix_result_preference_account_id", ["account_id"])


def downgrade() -> None:
    op.drop_table("result_preference")
    op.drop_table("record_hold")
    with op.batch_alter_table("record") as batch_op:
        batch_op.drop_column("on_hold")
