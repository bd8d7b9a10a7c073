"""Offers of access to someone's record, for representatives and guardians.

Revision: 2026_11_26_offers, after 2026_11_26_proof
"""

import sqlalchemy as sa

from alembic import op

revision = "2026_11_26_offers"
down_revision = "2026_11_26_proof"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "access_offer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("proof_hash", sa.LargeBinary(), nullable=True),
        sa.Column("proved_at", sa.DateTime(), nullable=True),
        sa.Column("offered_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(), nullable=True),
        sa.Column("accepted_by", sa.Uuid(), nullable=True),
        sa.Column("declined_at", sa.DateTime(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.Column("replaced_at", sa.DateTime(), nullable=True),
        sa.Column("bounced_at", sa.DateTime(), nullable=True),
        sa.Column("mail_id", sa.Uuid(), nullable=True),
        sa.Column("grant_id", sa.Uuid(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["accepted_by"], ["account.id"]),
        sa.ForeignKeyConstraint(["grant_id"], ["access_grant.id"]),
        sa.ForeignKeyConstraint(["mail_id"], ["outbox_mail.id"]),
        sa.ForeignKeyConstraint(["offered_by"], ["account.id"]),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("proof_hash"),
        sa.UniqueConstraint("token_hash"),
    )
    with op.batch_alter_table("access_offer") as batch_op:
        batch_op.create_index("ix_access_offer_accepted_by", ["accepted_by"])
        batch_op.create_index("ix_access_offer_grant_id", ["grant_id"])
        batch_op.create_index("ix_access_offer_patient_id", ["patient_id"])


def downgrade() -> None:
    op.drop_table("access_offer")
