"""Wishes about emails, whom an email tells of something, and which email told of a conversation.

Revision: 2026_11_26_notifications, after 2026_11_26_messages
"""

import sqlalchemy as sa

from alembic import op

revision = "2026_11_26_notifications"
down_revision = "2026_11_26_messages"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notification_wishes",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("off", sa.String(), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=True),
        sa.Column("quiet_until", sa.Integer(), nullable=True),
        sa.Column("bounced_key", sa.LargeBinary(), nullable=True),
        sa.Column("bounced_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.PrimaryKeyConstraint("account_id"),
    )
    with op.batch_alter_table("outbox_mail", schema=None) as batch_op:
        batch_op.add_column(sa.Column("account_id", sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f("ix_outbox_mail_account_id"), ["account_id"], unique=False)
        batch_op.create_foreign_key("fk_outbox_mail_account", "account", ["account_id"], ["id"])
    with op.batch_alter_table("thread_reader", schema=None) as batch_op:
        batch_op.add_column(sa.Column("mail_id", sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f("ix_thread_reader_mail_id"), ["mail_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("thread_reader", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_thread_reader_mail_id"))
        batch_op.drop_column("mail_id")
    with op.batch_alter_table("outbox_mail", schema=None) as batch_op:
        batch_op.drop_constraint("fk_outbox_mail_account", type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_outbox_mail_account_id"))
        batch_op.drop_column("account_id")
    op.drop_table("notification_wishes")
