"""Which items a patient keeps from whom, and changing that: it counts at once, on open pages too."""

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlmodel import col, select

from portal import clock
from portal.access import bell, grants
from portal.access.charts import Chart
from portal.access.folder import Folder, open_folder
from portal.access.practice import open_front_door
from portal.access.unseen import with_what_belongs_to
from portal.errors import Conflict, NotFound, NotPermitted
from portal.i18n import t
from portal.integrations.storage import sealed_files
from portal.models.account import Grant
from portal.models.export import Export
from portal.models.offer import AccessOffer, OfferContents, OfferKind
from portal.models.record import Record
from portal.models.unseen import UnseenItem
from portal.services import offers, sharing
from portal.services.offers import Offer
from portal.services.records import shelf
from portal.services.records.kinds import KINDS
from portal.services.records.shelf import Held

KIND: OfferKind = "representative"
CAN_BE_KEPT_FROM = ("invited", "bounced", "expired", "accepted", "paused")
"""Where someone stands who sees something, or may yet."""


def folder_of(chart: Chart) -> Folder:
    """The patient's own folder, where their invitations are. Raises: NotPermitted for anyone else."""
    if chart.relation != "self":
        raise NotPermitted(t("Only the patient can choose what others do not see."))
    return open_folder(open_front_door(chart.db, chart.actor), chart.patient_id, deed=None)


def offer_named(folder: Folder, offer_id: UUID) -> Offer:
    """One representative or invitation, with where it stands. Raises: NotFound."""
    row = offers.one(folder, offer_id)
    if row.kind != KIND:
        raise NotFound
    return offers.told(folder, row)


def those_who_may_see(folder: Folder) -> list[Offer]:
    """Everyone something can be kept from, newest first."""
    return [one for one in offers.offers_of(folder, KIND) if one.standing in CAN_BE_KEPT_FROM]


def item_of(chart: Chart, record_id: UUID) -> Held:
    """One item of this patient that has a page. Raises: NotFound."""
    kind = chart.db.exec(select(Record.kind).where(Record.id == record_id)).first()
    held = shelf.one(chart, kind, record_id) if kind in KINDS else None
    if held is None:
        raise NotFound
    return held


def kept_from_all(chart: Chart) -> frozenset[UUID]:
    """What none of this patient's representatives sees."""
    return _kept(chart, None)


def kept_from(chart: Chart, offer: Offer) -> frozenset[UUID]:
    """What was taken out for this one alone."""
    return _kept(chart, offer.grant_id) if offer.grant_id else frozenset(offer.contents.hidden)


def keep(chart: Chart, folder: Folder, offer: Offer | None, record_id: UUID) -> bool:
    """Keep an item from one of them, or from all now and later (None); whether that was new.

    Links and downloads of theirs that may have it in them end.

    Raises: Conflict when their access is over meanwhile.
    """
    if record_id in (kept_from(chart, offer) if offer else kept_from_all(chart)):
        return False
    if offer is None or offer.grant_id is not None:
        _check(offer)
        grant_id, at = offer.grant_id if offer else None, clock.now()
        item = UnseenItem(patient_id=chart.patient_id, record_id=record_id, grant_id=grant_id, since=at)
        chart.db.add(item)
    else:
        _promise(folder, offer, [*offer.contents.hidden, record_id])
    chart.db.flush()
    _take_away(chart, offer, record_id)
    return True


def give_back(chart: Chart, folder: Folder, offer: Offer | None, record_id: UUID) -> bool:
    """Let one of them, or all, see an item again; whether that changed anything."""
    if offer is not None and offer.grant_id is None:
        left = [one for one in offer.contents.hidden if one != record_id]
        if len(left) == len(offer.contents.hidden):
            return False
        _promise(folder, offer, left)
        return True
    grant_id = offer.grant_id if offer else None
    mine = (UnseenItem.patient_id == chart.patient_id, UnseenItem.record_id == record_id)
    rows = chart.db.exec(select(UnseenItem).where(*mine, col(UnseenItem.grant_id) == grant_id)).all()
    for row in rows:
        chart.db.delete(row)
    _ring(chart, offer)
    return bool(rows)


def hides_from(folder: Folder, offer: Offer) -> bool:
    """Whether anything is kept from someone who sees something, or may yet."""
    if offer.standing not in CAN_BE_KEPT_FROM:
        return False
    if offer.grant_id is None and offer.contents.hidden:
        return True
    of_all, of_this = col(UnseenItem.grant_id).is_(None), col(UnseenItem.grant_id) == offer.grant_id
    kept = select(UnseenItem.id).where(UnseenItem.patient_id == folder.patient.id, of_all | of_this)
    return folder.db.exec(kept.limit(1)).first() is not None


def _kept(chart: Chart, grant_id: UUID | None) -> frozenset[UUID]:
    mine = (UnseenItem.patient_id == chart.patient_id, col(UnseenItem.grant_id) == grant_id)
    return frozenset(chart.db.exec(select(UnseenItem.record_id).where(*mine)))


def _check(offer: Offer | None) -> None:
    if offer is not None and offer.standing not in CAN_BE_KEPT_FROM:
        raise Conflict(t("This access is over already. Reload the page to see it as it is now."))


def _promise(folder: Folder, offer: Offer, hidden: list[UUID]) -> None:
    """What an invitation leaves out once it is accepted."""
    _check(offer)
    row = folder.db.get_one(AccessOffer, offer.id)
    folder.seal(row, folder.unseal(row, OfferContents).model_copy(update={"hidden": hidden}))
    folder.db.add(row)


def _take_away(chart: Chart, offer: Offer | None, record_id: UUID) -> None:
    """What they have taken out of the record with this in it; their open pages look again."""
    ids = with_what_belongs_to(chart.db, chart.patient_id, chart.key, [record_id]).ids
    for account_id in _accounts(chart, offer):
        sharing.end_those_of(chart, account_id, with_any_of=ids)
        _remove_downloads(chart, account_id)
    _ring(chart, offer)


def _remove_downloads(chart: Chart, account_id: UUID) -> None:
    """A file that is ready goes; one in the making is made anew, without it."""
    mine = (Export.patient_id == chart.patient_id, Export.account_id == account_id)
    for export in chart.db.exec(select(Export).where(*mine).with_for_update()):
        if export.status == "working":
            export.status = "waiting"
            chart.db.add(export)
        elif export.status != "waiting":
            sealed_files.remove(export.id)
            chart.db.delete(export)


def _ring(chart: Chart, offer: Offer | None) -> None:
    bell.ring(chart.db, *(bell.account(account_id) for account_id in _accounts(chart, offer)))


def _accounts(chart: Chart, offer: Offer | None) -> Collection[UUID]:
    if offer is None:
        live: Iterable[grants.Held] = grants.live_in_chart(chart.db, chart.patient_id, clock.now())
        return {held.account_id for held in live if held.relation == KIND}
    grant = chart.db.get(Grant, offer.grant_id) if offer.grant_id else None
    return [grant.account_id] if grant else []
