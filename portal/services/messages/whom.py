"""Who a message may go to, one's own clinicians first, and what it may be about."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import sql
from sqlmodel import Session, col, select

from portal.access.actor import Scope
from portal.access.charts import Chart
from portal.access.practice import open_front_door
from portal.errors import Invalid
from portal.i18n import day, t
from portal.integrations.fhir import views
from portal.models.account import Account, AccountContents, Role
from portal.models.base import table
from portal.models.message import MessageGroup, MessageTopic
from portal.services import away
from portal.services.away import Away
from portal.services.records import shelf

VISITS = 25
"""The newest visits in which one's own clinicians are looked for."""
_topic = table(MessageTopic).c
_TITLES = frozenset({"dr", "prof", "md", "do", "np", "pa", "rn", "aprn", "dnp", "phd", "mr", "mrs", "ms"})


@dataclass(frozen=True, slots=True)
class Recipient:
    """A group or a clinician. `key` is "group:<id>" or "person:<id>"; `line` what they handle."""

    key: str
    name: str
    line: str = ""
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Topic:
    """What a message may be about. `questions` are asked along; `to` is whom it goes to unless chosen."""

    key: str
    name: str
    questions: list[str] = field(default_factory=list)
    to: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A recipient that was found: its name, its group, and the clinician if it is one."""

    name: str
    group_id: UUID | None
    clinician_id: UUID | None = None


def recipients(chart: Chart) -> list[Recipient]:
    """One's own clinicians, the groups, then the other clinicians."""
    mine, out = _own_clinicians(chart), away.today(chart.db)
    people = [
        Recipient(f"person:{account_id}", name, _line(key in mine, out.get(account_id)), key in mine)
        for account_id, name, key in _clinicians(chart)
    ]
    own = [one for one in people if one.is_own]
    groups = [Recipient(f"group:{row.id}", row.name, row.handles) for row in groups_of(chart.db)]
    return [*own, *groups, *(one for one in people if not one.is_own)]


def _line(is_own: bool, out: Away | None) -> str:
    if out is not None:
        return t("away until {day}; a colleague answers meanwhile", day=day(out.until))
    return t("Your clinician") if is_own else ""


def topics(db: Session) -> list[Topic]:
    """What there is to write about, in the practice's order."""
    query = select(MessageTopic).where(col(MessageTopic.retired_at).is_(None))
    rows = db.exec(query.order_by(col(MessageTopic.position)))
    return [
        Topic(row.key, row.name, row.questions.splitlines(), f"group:{row.group_id}" if row.group_id else "")
        for row in rows
    ]


def topic_names(db: Session) -> dict[str, str]:
    """The name of every topic there ever was, by its key."""
    rows = db.connection().execute(sql.select(_topic.key, _topic.name)).all()
    return {row.key: row.name for row in rows}


def groups_of(db: Session) -> list[MessageGroup]:
    """The groups that take messages, in the practice's order."""
    query = select(MessageGroup).where(col(MessageGroup.retired_at).is_(None))
    return list(db.exec(query.order_by(col(MessageGroup.position))))


def find(chart: Chart, to: str) -> Found:
    """Whom a key means now. Raises: Invalid for what is no recipient, or no longer one."""
    kind, _, key = to.partition(":")
    if kind == "group":
        group = next((row for row in groups_of(chart.db) if str(row.id) == key), None)
        if group is not None:
            return Found(group.name, group.id)
    if kind == "person":
        named = next((name for found, name, _ in _clinicians(chart) if str(found) == key), "")
        if named:
            return Found(named, _group_of_clinicians(chart.db), UUID(key))
    raise Invalid(fields={"to": t("Choose who the message goes to.")})


def _clinicians(chart: Chart) -> list[tuple[UUID, str, frozenset[str]]]:
    """Every clinician who works here now, by name: id, name, and the name without titles."""
    practice = open_front_door(chart.db, chart.actor)
    here = (col(Account.disabled_at).is_(None), col(Account.password_hash).is_not(None))
    found = []
    for account in chart.db.exec(select(Account).where(Account.role == Role.CLINICIAN, *here)):
        name = practice.unseal(account, AccountContents).name
        found.append((account.id, name, _bare(name)))
    return sorted(found, key=lambda one: one[1].casefold())


def _own_clinicians(chart: Chart) -> set[frozenset[str]]:
    """Those named in the newest visits, for who may read these."""
    if not chart.may(Scope.RECORDS):
        return set()
    visits = shelf.newest(chart, ["visits"], limit=VISITS)
    named: Iterable[str] = (name for held in visits for name in views.visit(held.data).clinicians)
    return {_bare(name) for name in named}


def _bare(name: str) -> frozenset[str]:
    """A name as a set of words without titles and marks, so that "Raman, Priya MD" is "Dr. Priya Raman"."""
    words = re.findall(r"[^\W\d_]+", name.casefold())
    return frozenset(word for word in words if word not in _TITLES)


def _group_of_clinicians(db: Session) -> UUID | None:
    """The queue in which a clinician's messages stand, for colleagues to see while they are away."""
    return next((row.id for row in groups_of(db) if Role.CLINICIAN in row.roles.split()), None)
