"""What each record is found by, sealed; records on file get theirs when they are first searched.

Revision: 2026_11_23_words, after 2026_11_23_corrections
"""

import sqlalchemy as sa

from alembic import op

revision = "2026_11_23_words"
down_revision = "2026_11_23_corrections"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "record_words",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("form", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["record.id"]),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("record_words", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_record_words_patient_id"), ["patient_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("record_words", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_record_words_patient_id"))

    op.drop_table("record_words")
