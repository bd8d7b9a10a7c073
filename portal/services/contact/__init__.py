"""Contact details: how the practice reaches a patient, and asking for other ones.

The practice's EHR has the last word: a request changes nothing here. Staff enter it there, and the next
import brings it. docs/decisions/0026.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from portal import clock
from portal.access.actor import Scope
from portal.access.charts import Chart
from portal.access.needs import needs
from portal.errors import Conflict
from portal.i18n import day, t
from portal.models.contact_change import ContactChange, ContactChangeContents, ContactDetails, Status
from portal.services import receipts
from portal.services.contact import asking, keeping, words
from portal.services.contact.checking import LONGEST
from portal.services.contact.views import Asking, AskRow, Change, ContactPage, ContactRow, Receipt
from portal.services.records.told import hides_home
from portal.services.records.whose import patient_of

__all__ = [
    "LONGEST", "AskRow", "Asking", "Change", "ContactPage", "ContactRow", "Receipt", "answered_since",
    "begin", "send", "show", "withdraw",
]  # fmt: skip


@needs(Scope.RECORDS)
def show(chart: Chart) -> ContactPage:
    """What the EHR has, and what was asked for lately."""
    who, now, hidden = patient_of(chart), asking.now_on_file(chart), hides_home(chart)
    rows = [ContactRow(name, words.value(now, part) or t("None on file")) for part, name in _parts(now)]
    may_ask = chart.actor.account_id is not None and chart.may(Scope.RECORDS, acting=True)
    asks = [_ask(chart, row, now, may_ask=may_ask) for row in keeping.shown(chart)]
    return ContactPage(
        name=who.name,
        born=day(who.birth_date),
        rows=[] if hidden else rows,
        is_hidden=hidden,
        may_ask=may_ask,
        waits=may_ask and keeping.waiting(chart) is not None,
        asks=asks,
    )


@needs(Scope.RECORDS, acting=True)
def begin(chart: Chart) -> Asking:
    """What the form begins with."""
    now, before, hidden = asking.now_on_file(chart), keeping.waiting(chart), hides_home(chart)
    typed = ContactDetails() if hidden else now
    return Asking(
        once=receipts.new_mark(),
        typed=typed.model_dump(),
        is_hidden=hidden,
        has_other=bool(typed.other),
        waiting=receipts.receipt_words(before.receipt) if before else "",
        asks_for=patient_of(chart).name if chart.relation != "self" else "",
    )


@needs(Scope.RECORDS, acting=True, proof=True)
def send(chart: Chart, *, once: str, details: Mapping[str, str]) -> Receipt:
    """Ask for other contact details; the same send repeated is one request with one receipt.

    Raises: Invalid with what is wrong with which field; Conflict while another one waits; TooMany.
    """
    return asking.send(chart, once, details)


@needs(Scope.RECORDS, acting=True)
def withdraw(chart: Chart, *, change_id: UUID) -> None:
    """Take a request back. Raises: NotFound; Conflict once it was answered."""
    row = keeping.one(chart, change_id)
    if row.status == Status.WITHDRAWN:
        return
    if row.status != Status.RECEIVED:
        raise Conflict(t("This request was answered meanwhile. Reload the page to see the answer."))
    row.status, row.withdrawn_at = Status.WITHDRAWN, clock.now()
    chart.db.add(row)
    keeping.ring(chart)


def answered_since(chart: Chart, since: datetime) -> int:
    """How many requests were answered after a moment, of those this reader may read."""
    return keeping.how_many_answered(chart, since)


def _parts(now: ContactDetails) -> list[tuple[str, str]]:
    """The parts with their names; a work or other phone only when there is one."""
    always = (words.ADDRESS, "mobile", "home")
    return [(part, name) for part, name in words.names().items() if part in always or words.value(now, part)]


def _ask(chart: Chart, row: ContactChange, now: ContactDetails, *, may_ask: bool) -> AskRow:
    said = chart.unseal(row, ContactChangeContents)
    tag, tone = words.status_tag(row)
    is_mine = row.asked_by_id == chart.actor.account_id
    asked = {"day": day(row.asked_at), "name": words.who_asked(said)}
    is_there = all(words.is_same(now, said.wanted, part) for part in said.parts)
    return AskRow(
        key=str(row.id),
        receipt=receipts.receipt_words(row.receipt),
        line=t("Asked for on {day} by you", **asked)
        if is_mine
        else t("Asked for on {day} by {name}", **asked),
        tag=tag,
        tone=tone,
        changes=_changes(said, hidden=hides_home(chart)),
        outcome=words.outcome(row, said, is_there=is_there and not hides_home(chart)),
        reason=said.reason,
        may_withdraw=may_ask and row.status == Status.RECEIVED,
    )


def _changes(said: ContactChangeContents, *, hidden: bool) -> list[Change]:
    nothing, none = t("None"), t("Remove it")
    return [
        Change(
            name,
            "" if hidden else words.value(said.was, part) or nothing,
            words.value(said.wanted, part) or none,
        )
        for part, name in words.names().items()
        if part in said.parts
    ]
