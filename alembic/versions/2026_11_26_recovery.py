"""Getting back in: what people have shown so far, codes from the practice, and wrong answers counted.

Revision: 2026_11_26_recovery, after 2026_11_26_staff
"""

import sqlalchemy as sa

from alembic import op

revision = "2026_11_26_recovery"
down_revision = "2026_11_26_staff"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("account") as account:
        account.add_column(sa.Column("wrong_answers", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("account") as account:
        account.alter_column("wrong_answers", server_default=None)

    op.create_table(
        "account_reset",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("mail_id", sa.Uuid(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"]),
        sa.ForeignKeyConstraint(["mail_id"], ["outbox_mail.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_account_reset_account_id"), "account_reset", ["account_id"], unique=False)

    op.create_table(
        "recovery",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_hash", sa.LargeBinary(), nullable=False),
        sa.Column("email_key", sa.LargeBinary(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("reset_id", sa.Uuid(), nullable=True),
        sa.Column("begun_at", sa.DateTime(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("proved_at", sa.DateTime(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("factored_at", sa.DateTime(), nullable=True),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("ended_why", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.ForeignKeyConstraint(["reset_id"], ["account_reset.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("visit_hash", "email_key", "account_id", "reset_id", "begun_at"):
        op.create_index(op.f(f"ix_recovery_{column}"), "recovery", [column], unique=False)


def downgrade() -> None:
    op.drop_table("recovery")
    op.drop_table("account_reset")
    with op.batch_alter_table("account") as account:
        account.drop_column("wrong_answers")
