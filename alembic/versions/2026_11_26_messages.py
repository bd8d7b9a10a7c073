"""Messages: threads, what was said, files, drafts, readers, notes; the first groups and topics.

Revision: 2026_11_26_messages, after 2026_11_26_contact
"""

from uuid import UUID

import sqlalchemy as sa

from alembic import op

revision = "2026_11_26_messages"
down_revision = "2026_11_26_contact"
branch_labels = None
depends_on = None


NURSE, FRONT_DESK, BILLING = (UUID(int=n) for n in (1, 2, 3))
GROUPS = (
    (NURSE, "Nurse", "Symptoms, medications, test results and visits", "clinician administrator"),
    (FRONT_DESK, "Front desk", "Appointments, forms, letters and records", "front-desk administrator"),
    (BILLING, "Billing", "Bills, payments and insurance", "biller administrator"),
)
TOPICS = (
    ("question", "A health question", "When did it begin?\nWhat have you tried so far?", NURSE),
    ("result", "A test result", "", NURSE),
    ("medication", "A medication", "Which medication is it about?\nHow do you take it now?", NURSE),
    ("visit", "A visit", "", NURSE),
    ("appointment", "An appointment", "Which days and times suit you?", FRONT_DESK),
    ("form", "A form or letter", "What is it for?\nBy when do you need it?", FRONT_DESK),
    ("bill", "A bill or insurance", "Which bill is it about?", BILLING),
    ("other", "Something else", "", FRONT_DESK),
)


def _first_groups_and_topics() -> None:
    group = sa.table("message_group", *_columns("id name handles roles position"))
    topic = sa.table("message_topic", *_columns("id key name questions group_id position"))
    op.bulk_insert(
        group,
        [
            {"id": key, "name": name, "handles": handles, "roles": roles, "position": place}
            for place, (key, name, handles, roles) in enumerate(GROUPS)
        ],
    )
    op.bulk_insert(
        topic,
        [
            {
                "id": UUID(int=place + 11),
                "key": key,
                "name": name,
                "questions": asked,
                "group_id": group_id,
                "position": place,
            }
            for place, (key, name, asked, group_id) in enumerate(TOPICS)
        ],
    )


def _columns(names: str) -> list[sa.ColumnClause]:
    return [sa.column(name, sa.Uuid() if name in ("id", "group_id") else None) for name in names.split()]


def upgrade() -> None:
    op.create_table(
        "message_group",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("handles", sa.String(), nullable=False),
        sa.Column("roles", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "message_topic",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("questions", sa.String(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["message_group.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_table(
        "thread",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("with_id", sa.Uuid(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("clinician_id", sa.Uuid(), nullable=True),
        sa.Column("assigned_to_id", sa.Uuid(), nullable=True),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("last_at", sa.DateTime(), nullable=False),
        sa.Column("last_side", sa.String(), nullable=False),
        sa.Column("last_patient_at", sa.DateTime(), nullable=True),
        sa.Column("last_staff_at", sa.DateTime(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("has_files", sa.Boolean(), nullable=False),
        sa.Column("waiting_since", sa.DateTime(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("nudged_at", sa.DateTime(), nullable=True),
        sa.Column("completed_at", sa.DateTime(), nullable=True),
        sa.Column("follows_id", sa.Uuid(), nullable=True),
        sa.Column("bulk_id", sa.Uuid(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assigned_to_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["clinician_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["follows_id"],
            ["thread.id"],
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["message_group.id"],
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"],
            ["patient.id"],
        ),
        sa.ForeignKeyConstraint(
            ["with_id"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("thread", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_thread_assigned_to_id"), ["assigned_to_id"], unique=False)
        batch_op.create_index("ix_thread_chart", ["patient_id", "last_at"], unique=False)
        batch_op.create_index("ix_thread_queue", ["completed_at", "group_id", "due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_thread_with_id"), ["with_id"], unique=False)

    op.create_table(
        "urgent_words",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("urgent_words", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_urgent_words_made_at"), ["made_at"], unique=False)

    op.create_table(
        "message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("thread_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("once_key", sa.LargeBinary(), nullable=False),
        sa.Column("receipt", sa.String(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"],
            ["patient.id"],
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["thread.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("once_key"),
        sa.UniqueConstraint("receipt"),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_message_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_patient_id"), ["patient_id"], unique=False)
        batch_op.create_index("ix_message_thread", ["thread_id", "sent_at"], unique=False)

    op.create_table(
        "message_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("thread_id", sa.Uuid(), nullable=True),
        sa.Column("once_key", sa.LargeBinary(), nullable=False),
        sa.Column("begun_at", sa.DateTime(), nullable=False),
        sa.Column("kept_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"],
            ["patient.id"],
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["thread.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("once_key"),
    )
    with op.batch_alter_table("message_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_message_draft_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_draft_thread_id"), ["thread_id"], unique=False)

    op.create_table(
        "thread_note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("thread_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("to_id", sa.Uuid(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"],
            ["patient.id"],
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["thread.id"],
        ),
        sa.ForeignKeyConstraint(
            ["to_id"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("thread_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_thread_note_thread_id"), ["thread_id"], unique=False)

    op.create_table(
        "thread_reader",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("thread_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("read_at", sa.DateTime(), nullable=True),
        sa.Column("archived_at", sa.DateTime(), nullable=True),
        sa.Column("told_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"],
            ["patient.id"],
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["thread.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("thread_id", "account_id", name="uq_thread_reader"),
    )
    with op.batch_alter_table("thread_reader", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_thread_reader_account_id"), ["account_id"], unique=False)

    op.create_table(
        "message_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=True),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("preview_id", sa.Uuid(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["draft_id"],
            ["message_draft.id"],
        ),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["message.id"],
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"],
            ["patient.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("message_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_message_file_draft_id"), ["draft_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_file_message_id"), ["message_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_file_patient_id"), ["patient_id"], unique=False)
    _first_groups_and_topics()


def downgrade() -> None:
    with op.batch_alter_table("message_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_message_file_patient_id"))
        batch_op.drop_index(batch_op.f("ix_message_file_message_id"))
        batch_op.drop_index(batch_op.f("ix_message_file_draft_id"))

    op.drop_table("message_file")
    with op.batch_alter_table("thread_reader", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_thread_reader_account_id"))

    op.drop_table("thread_reader")
    with op.batch_alter_table("thread_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_thread_note_thread_id"))

    op.drop_table("thread_note")
    with op.batch_alter_table("message_draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_message_draft_thread_id"))
        batch_op.drop_index(batch_op.f("ix_message_draft_account_id"))

    op.drop_table("message_draft")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index("ix_message_thread")
        batch_op.drop_index(batch_op.f("ix_message_patient_id"))
        batch_op.drop_index(batch_op.f("ix_message_author_id"))

    op.drop_table("message")
    with op.batch_alter_table("urgent_words", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_urgent_words_made_at"))

    op.drop_table("urgent_words")
    with op.batch_alter_table("thread", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_thread_with_id"))
        batch_op.drop_index("ix_thread_queue")
        batch_op.drop_index("ix_thread_chart")
        batch_op.drop_index(batch_op.f("ix_thread_assigned_to_id"))

    op.drop_table("thread")
    op.drop_table("message_topic")
    op.drop_table("message_group")
