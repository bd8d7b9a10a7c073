"""Parents and guardians: the teen policy, stops, court papers, guardianships of adults.

Revision: 2026_11_26_guardians, after 2026_11_26_offers
"""

import sqlalchemy as sa

from alembic import op

revision = "2026_11_26_guardians"
down_revision = "2026_11_26_offers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _teens()
    _court()
    _stops()
    _guardianships()
    op.create_table(
        "age_notice",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )


def downgrade() -> None:
    for name in (
        "age_notice", "guardianship", "guardian_stop", "court_file", "court_document", "teen_choice",
        "teen_policy",
    ):  # fmt: skip
        op.drop_table(name)


def _teens() -> None:
    op.create_table(
        "teen_policy",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("levels", sa.String(), nullable=False),
        sa.Column("own_account", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("teen_policy") as batch_op:
        batch_op.create_index("ix_teen_policy_made_at", ["made_at"])
    op.create_table(
        "teen_choice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("taken_back_at", sa.DateTime(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"]),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("teen_choice") as batch_op:
        batch_op.create_index("ix_teen_choice_patient_id", ["patient_id"])


def _court() -> None:
    op.create_table(
        "court_document",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["added_by"], ["account.id"]),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("court_document") as batch_op:
        batch_op.create_index("ix_court_document_patient_id", ["patient_id"])
    op.create_table(
        "court_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["court_document.id"]),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"]),
        sa.PrimaryKeyConstraint("id"),
    )


def _stops() -> None:
    op.create_table(
        "guardian_stop",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("grant_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=True),
        sa.Column("stopped_at", sa.DateTime(), nullable=False),
        sa.Column("stopped_by", sa.Uuid(), nullable=True),
        sa.Column("allowed_at", sa.DateTime(), nullable=True),
        sa.Column("allowed_by", sa.Uuid(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["allowed_by"], ["account.id"]),
        sa.ForeignKeyConstraint(["document_id"], ["court_document.id"]),
        sa.ForeignKeyConstraint(["grant_id"], ["access_grant.id"]),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"]),
        sa.ForeignKeyConstraint(["stopped_by"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("guardian_stop") as batch_op:
        batch_op.create_index("ix_guardian_stop_grant_id", ["grant_id"])
        batch_op.create_index("ix_guardian_stop_patient_id", ["patient_id"])


def _guardianships() -> None:
    op.create_table(
        "guardianship",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("offer_id", sa.Uuid(), nullable=True),
        sa.Column("document_id", sa.Uuid(), nullable=True),
        sa.Column("reviewer_id", sa.Uuid(), nullable=True),
        sa.Column("scopes", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.ForeignKeyConstraint(["document_id"], ["court_document.id"]),
        sa.ForeignKeyConstraint(["offer_id"], ["access_offer.id"]),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"]),
        sa.ForeignKeyConstraint(["reviewer_id"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("guardianship") as batch_op:
        batch_op.create_index("ix_guardianship_account_id", ["account_id"])
        batch_op.create_index("ix_guardianship_ends_at", ["ends_at"])
        batch_op.create_index("ix_guardianship_offer_id", ["offer_id"])
        batch_op.create_index("ix_guardianship_patient_id", ["patient_id"])
