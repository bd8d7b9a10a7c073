"""Everyone whose record someone may open, together: what is new for each, and whose an item is."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from uuid import UUID

from sqlmodel import col, select

from portal.access.actor import Scope
from portal.access.audit import Deed
from portal.access.charts import Chart, open_chart
from portal.access.grants import Held, allows
from portal.access.needs import OWN, needs
from portal.access.own import Own
from portal.db import unit_of_work
from portal.i18n import nt, t
from portal.models.record import Record
from portal.services import contact
from portal.services.accounts import Person, people_helped
from portal.services.messages import inbox
from portal.services.records import corrections, shelf
from portal.services.records.kinds import KINDS, readable
from portal.services.scopes import names

READ = (Scope.RECORDS, Scope.MEDICATIONS)
MOST = 4
"""Lines shown for each person."""


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing that is new or wants doing, and the page of their record that it is on."""

    text: str
    href: str
    icon: str = "records"


@dataclass(frozen=True, slots=True)
class Member:
    """One person whose record is shared with this account: what is new for them, and what may be seen."""

    patient_id: str
    name: str
    first: str
    initials: str
    part: str
    todo: list[Todo] = field(default_factory=list)
    line: str = ""


@needs(OWN)
def gather(own: Own) -> list[Member]:
    """What is new, for everyone whose record this account may open, since its last sign-in."""
    return [_member(own, held, person) for held, person in people_helped(own.db, own.account.id)]


@needs(OWN)
def find(own: Own, *, record_id: UUID) -> str:
    """Whose an item is, of all whose record this account may open and in which it may see that item.

    Empty when there is none.
    """
    mine = {held.patient_id: held for held, _ in people_helped(own.db, own.account.id)}
    query = select(Record.patient_id, Record.kind).where(Record.id == record_id)
    row = own.db.exec(query.where(col(Record.patient_id).in_([*mine, own.patient_id]))).first()
    if row is None or row[1] not in KINDS:
        return ""
    patient_id, kind = row
    if patient_id == own.patient_id:
        return str(patient_id)
    scope = KINDS[kind].scope
    if not allows(mine[patient_id].scopes, scope, acting=False):
        return ""
    chart = _opened(own, patient_id, scope, Deed("household.find", subject_id=record_id))
    return str(patient_id) if shelf.one(chart, kind, record_id) is not None else ""


def _member(own: Own, held: Held, person: Person) -> Member:
    todo = list(_todo(own, held))[:MOST]
    called = names()
    seen = [called[part.split(":")[0]] for part in held.scopes.split() if part.split(":")[0] in called]
    line = "" if todo else t("Nothing new. You can see: {what}.", what=", ".join(seen).lower())
    return Member(person.patient_id, person.name, person.first, person.initials, person.part, todo, line)


def _todo(own: Own, held: Held) -> Iterator[Todo]:
    if unread := _unread(own, held):
        words = nt("{n} conversation with new messages", "{n} conversations with new messages", unread)
        yield Todo(words, "/messages", "messages")
    scope = next((one for one in READ if allows(held.scopes, one, acting=False)), None)
    since = own.actor.here_before
    if scope is None or since is None or held.patient_id is None:
        return
    chart = _opened(own, held.patient_id, scope, Deed("household.gather"))
    if scope == Scope.RECORDS and (answered := corrections.answered_since(chart, since)):
        words = nt("{n} answer to a correction", "{n} answers to corrections", answered)
        yield Todo(words, "/records/corrections", "clipboard")
    if scope == Scope.RECORDS and (answered := contact.answered_since(chart, since)):
        words = nt("{n} answer about contact details", "{n} answers about contact details", answered)
        yield Todo(words, "/profile", "person")
    tally = shelf.tally(chart, readable(chart), news_since=since)
    for key, found in tally.items():
        if found.new:
            title = KINDS[key].title
            yield Todo(t("{kind}: {n} new", kind=title, n=found.new), KINDS[key].home, KINDS[key].icon)


def _unread(own: Own, held: Held) -> int:
    if held.patient_id is None or not allows(held.scopes, Scope.MESSAGES, acting=False):
        return 0
    return inbox.unread_for(own.db, own.account.id, held.patient_id, held.relation)


def _opened(own: Own, patient_id: UUID, scope: Scope, deed: Deed) -> Chart:
    """A chart to look at on this session's connection; that it was opened is written down first."""
    with unit_of_work(durable=False) as db:
        chart = open_chart(db, own.actor, patient_id, scope, deed=deed)
    return replace(chart, db=own.db)
