"""The email that a set-up link went out with.

Revision: 2026_11_26_staff, after 2026_11_26_guardians
"""

import sqlalchemy as sa

from alembic import op

revision = "2026_11_26_staff"
down_revision = "2026_11_26_guardians"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("ticket") as batch_op:
        batch_op.add_column(sa.Column("mail_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key("fk_ticket_mail_id_outbox_mail", "outbox_mail", ["mail_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("ticket") as batch_op:
        batch_op.drop_constraint("fk_ticket_mail_id_outbox_mail", type_="foreignkey")
        batch_op.drop_column("mail_id")
