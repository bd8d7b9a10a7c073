"""Which conversations someone who works here may see: what their work needs, and no more (45 CFR 164.502(b)).

Whoever may read whole records sees every conversation. Everyone else sees what goes to a group of their role,
what is theirs or of someone they stand in for, and what they were handed or have worked on.
"""

from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, true
from sqlmodel import Session, col

from portal.access.actor import Actor, Scope
from portal.access.grants import STAFF_SCOPES, allows
from portal.models.account import Role
from portal.models.base import table
from portal.models.message import MessageGroup, Thread, ThreadNote
from portal.services import away

_group, _note = table(MessageGroup).c, table(ThreadNote).c


def sees_all(actor: Actor) -> bool:
    """Whether someone reads whole records, and so every conversation."""
    return actor.role == Role.OPERATOR or allows(
        STAFF_SCOPES.get(actor.role, ""), Scope.RECORDS, acting=False
    )


def groups_of(db: Session, actor: Actor) -> list[UUID]:
    """The groups that someone's role works for."""
    rows = db.connection().execute(select(_group.id, _group.roles)).all()
    return [row.id for row in rows if actor.role in row.roles.split()]


def within(db: Session, actor: Actor) -> ColumnElement[bool]:
    """The conversations that someone who works here may see, as a condition on `Thread`."""
    if sees_all(actor):
        return true()
    me = actor.account_id
    covered = [key for key, one in away.today(db).items() if one.delegate_id == me]
    took_part = select(_note.thread_id).where(or_(_note.by_id == me, _note.to_id == me))
    return or_(
        col(Thread.group_id).in_(groups_of(db, actor)),
        col(Thread.assigned_to_id).in_([me, *covered]),
        col(Thread.id).in_(took_part),
    )
