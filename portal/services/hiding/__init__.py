"""What a patient's representatives would see, and single items that are kept from them.

A patient looks before anyone is invited, later on each one's page, and at an item itself. What is taken out
is not there for that person (`access/unseen.py`), and nothing tells them so.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from portal.access.actor import Scope
from portal.access.audit import Deed
from portal.access.charts import Chart
from portal.access.folder import Folder
from portal.access.needs import needs
from portal.errors import Conflict, NotFound
from portal.i18n import t
from portal.services import scopes
from portal.services.hiding import keeping, showing
from portal.services.hiding.keeping import hides_from
from portal.services.hiding.showing import HIDDEN, PAGE, Eyes, Item, KindSeen, Seen
from portal.services.offers import Offer

__all__ = [
    "EVERYONE", "HIDDEN", "PAGE", "Item", "KindSeen", "Seen", "Whom", "choose", "hide", "hides_from",
    "preview",
    "preview_wish", "put_back", "whom",
]  # fmt: skip
EVERYONE = "everyone"


@dataclass(frozen=True, slots=True)
class Whom:
    """Someone an item can be kept from. `key` is their invitation's id, or `EVERYONE`."""

    key: str
    name: str
    line: str = ""
    is_hidden: bool = False


@needs(Scope.RECORDS)
def preview(chart: Chart, *, offer_id: UUID, kind: str = "", typed: str = "", page: int = 1) -> Seen:
    """What someone sees, or would see who has not accepted yet. Raises: NotFound; NotPermitted; Conflict."""
    folder = keeping.folder_of(chart)
    offer = keeping.offer_named(folder, offer_id)
    if offer.standing not in keeping.CAN_BE_KEPT_FROM:
        raise Conflict(t("They do not see anything of your record, and cannot."))
    eyes = Eyes(offer.contents.scopes, keeping.kept_from(chart, offer), keeping.kept_from_all(chart))
    seen = showing.page_of(chart, eyes, kind=kind, typed=typed, page=page)
    return replace(seen, name=offer.contents.name, standing=offer.standing)


@needs(Scope.RECORDS)
def preview_wish(
    chart: Chart,
    *,
    levels: Mapping[str, str],
    hidden: Collection[UUID] = (),
    kind: str = "",
    typed: str = "",
    page: int = 1,
) -> Seen:
    """The same before an invitation is sent: with these levels, and without these items."""
    keeping.folder_of(chart)
    eyes = Eyes(scopes.kept(levels), hidden, keeping.kept_from_all(chart))
    return showing.page_of(chart, eyes, kind=kind, typed=typed, page=page)


@needs(Scope.RECORDS, acting=True, proof=True)
def hide(chart: Chart, *, record_id: UUID, offer_id: UUID) -> None:
    """Keep an item from someone, from now on. Raises: NotFound; NotPermitted; Conflict when it is over."""
    folder = keeping.folder_of(chart)
    offer = keeping.offer_named(folder, offer_id)
    keeping.item_of(chart, record_id)
    if keeping.keep(chart, folder, offer, record_id):
        _note(chart, "hiding.hidden", record_id, [offer])


@needs(Scope.RECORDS, acting=True, proof=True)
def put_back(chart: Chart, *, record_id: UUID, offer_id: UUID | None) -> None:
    """Let someone see an item again; with no `offer_id`, all that it was kept from as representatives.

    Raises: NotFound; NotPermitted; Conflict when it is over.
    """
    folder = keeping.folder_of(chart)
    offer = keeping.offer_named(folder, offer_id) if offer_id else None
    if keeping.give_back(chart, folder, offer, record_id):
        _note(chart, "hiding.shown", record_id, [offer])


@needs(Scope.RECORDS)
def whom(chart: Chart, *, record_id: UUID) -> list[Whom]:
    """Everyone this item can be kept from, and from whom it is; all of them first. Raises: NotFound."""
    folder = keeping.folder_of(chart)
    keeping.item_of(chart, record_id)
    people = keeping.those_who_may_see(folder)
    every = Whom(
        EVERYONE,
        t("Everyone who represents me, now and later"),
        is_hidden=record_id in keeping.kept_from_all(chart),
    )
    found = [
        Whom(
            str(one.id),
            one.contents.name,
            one.contents.relationship,
            record_id in keeping.kept_from(chart, one),
        )
        for one in people
    ]
    return [every, *found] if found or every.is_hidden else []


@needs(Scope.RECORDS, acting=True, proof=True)
def choose(chart: Chart, *, record_id: UUID, hidden_from: Collection[str]) -> None:
    """Keep an item from exactly these (keys of `whom`). Raises: NotFound; NotPermitted; Conflict."""
    folder = keeping.folder_of(chart)
    keeping.item_of(chart, record_id)
    people: dict[str, Offer | None] = {str(one.id): one for one in keeping.those_who_may_see(folder)}
    people[EVERYONE] = None
    if not set(hidden_from) <= people.keys():
        raise NotFound
    kept, shown = _set(chart, folder, record_id, people, hidden_from)
    if kept:
        _note(chart, "hiding.hidden", record_id, kept)
    if shown:
        _note(chart, "hiding.shown", record_id, shown)


def _set(
    chart: Chart, folder: Folder, record_id: UUID, people: Mapping[str, Offer | None], hidden: Collection[str]
) -> tuple[list[Offer | None], list[Offer | None]]:
    """From whom it is kept anew, and who sees it again."""
    kept = [
        one for key, one in people.items() if key in hidden and keeping.keep(chart, folder, one, record_id)
    ]
    shown = [
        one
        for key, one in people.items()
        if key not in hidden and keeping.give_back(chart, folder, one, record_id)
    ]
    return kept, shown


def _note(chart: Chart, action: str, record_id: UUID, whom: list[Offer | None]) -> None:
    """Into the patient's trail, by name; those who help read nothing of it there."""
    names = ", ".join(one.contents.name if one else t("all representatives") for one in whom)
    chart.note(Deed(action, subject_id=record_id, subject=names, relation=chart.relation))
