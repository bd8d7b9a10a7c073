"""Sharing a part of the record by link (SMART Health Links), and the wallet card.

The patient's side is here; whoever holds a link comes in by `sharing.opening`.
"""

from uuid import UUID

from portal.access.actor import Scope
from portal.access.charts import Chart
from portal.access.needs import needs
from portal.services.records.kinds import KINDS, readable
from portal.services.sharing import card, ending, mailing, making, showing
from portal.services.sharing.card import Card, CardLine
from portal.services.sharing.choosing import DAYS, FIRST, OPENINGS, Choice, days_words
from portal.services.sharing.ending import close_those_with, delete_what_is_over, end_those_of
from portal.services.sharing.making import Made, Packed
from portal.services.sharing.showing import LinkDetail, LinkRow, OpeningRow

__all__ = [
    "DAYS", "FIRST", "OPENINGS", "Card", "CardLine", "Choice", "LinkDetail", "LinkRow", "Made", "OpeningRow",
    "Packed", "close_those_with", "create", "days_words", "delete_what_is_over", "end_those_of",
    "list_links", "options",
    "prepare", "revoke", "send_link", "show_card", "show_link",
]  # fmt: skip


@needs(Scope.RECORDS)
def options(chart: Chart) -> list[tuple[str, str, bool]]:
    """The kinds this person may share: key, name, and whether it is chosen at first."""
    return [(kind, KINDS[kind].title, kind in FIRST) for kind in readable(chart)]


@needs(Scope.RECORDS)
def prepare(chart: Chart, choice: Choice) -> Packed:
    """Read and encrypt what was chosen, without holding anyone else up. Raises: Invalid."""
    return making.pack(chart, choice)


@needs(Scope.RECORDS, acting=True)
def create(chart: Chart, packed: Packed) -> Made:
    """Make a link to what `prepare` put together. Raises: Conflict, Invalid."""
    return making.keep(chart, packed)


@needs(Scope.RECORDS)
def list_links(chart: Chart) -> list[LinkRow]:
    """Every link of this record, newest first."""
    return showing.rows(chart)


@needs(Scope.RECORDS, acting=True)
def show_link(chart: Chart, *, share_id: UUID) -> LinkDetail:
    """One link, for those who may also make one: what is shown here is the link itself. Raises: NotFound."""
    return showing.detail(chart, share_id)


@needs(Scope.RECORDS, acting=True)
def revoke(chart: Chart, *, share_id: UUID) -> None:
    """Turn a link off now and delete what it shared. Raises: NotFound."""
    ending.revoke(chart, share_id)


@needs(Scope.RECORDS, acting=True)
def send_link(chart: Chart, *, share_id: UUID, to: str, understood: bool) -> str:
    """Send the link by email. Raises: Invalid, Conflict, TooMany, NotFound."""
    return mailing.send(chart, share_id, to=to, understood=understood)


@needs(Scope.RECORDS)
def show_card(chart: Chart) -> Card:
    """The wallet card."""
    return card.card(chart)
