"""Ending a link: it is refused at once, and what it shared is really deleted."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, exists, or_
from sqlmodel import Session, col, select

from portal import clock
from portal.access.audit import Deed
from portal.access.charts import Chart
from portal.db import unit_of_work
from portal.integrations.email import words
from portal.models.record import Record
from portal.models.sharing import Share, ShareContents, ShareFile, ShareTicket
from portal.services.sharing.choosing import chosen
from portal.services.sharing.content import may_hold
from portal.services.sharing.mailing import tell_the_maker
from portal.services.sharing.showing import MOST_TRIES, own, title_of

_SOME = 500


def revoke(chart: Chart, share_id: UUID) -> None:
    """Turn a link off now, for good; once more changes nothing. Raises: NotFound."""
    share = own(chart, share_id)
    if share.revoked_at is None:
        share.revoked_at = clock.now()
        chart.db.add(share)
    _delete_files(chart.db, [share.id])


def close_those_with(chart: Chart, records: ColumnElement[bool]) -> None:
    """Turn off every link that may hold one of these records, which the practice keeps back from now on.

    What is behind a link was encrypted for its holder; it is not made anew behind their back. The patient is
    told, and makes another.
    """
    at = clock.now()
    mine = (Share.patient_id == chart.patient_id, col(Share.revoked_at).is_(None), Share.expires_at > at)
    for share in chart.db.exec(select(Share).where(*mine).with_for_update()).all():
        says = chart.unseal(share, ShareContents)
        if not may_hold(chart, chosen(says), records, made_at=share.created_at):
            continue
        share.revoked_at = at
        chart.seal(share, says.model_copy(update={"is_closed": True}))
        chart.db.add(share)
        _delete_files(chart.db, [share.id])
        chart.note(
            Deed("sharing.closed", subject_id=share.id, subject=title_of(says), relation=chart.relation)
        )
        tell_the_maker(chart.db, share, chart.actor, "share-closed", words.share_closed(share.patient_id))


def end_those_of(chart: Chart, account_id: UUID, *, with_any_of: Collection[UUID]) -> None:
    """Turn off, without a word of why, the links one account made that may hold one of these records."""
    at = clock.now()
    mine = (Share.patient_id == chart.patient_id, Share.account_id == account_id)
    live = (col(Share.revoked_at).is_(None), Share.expires_at > at)
    records = col(Record.id).in_(with_any_of)
    for share in chart.db.exec(select(Share).where(*mine, *live).with_for_update()).all():
        choice = chosen(chart.unseal(share, ShareContents))
        if may_hold(chart, choice, records, made_at=share.created_at):
            share.revoked_at = at
            chart.db.add(share)
            _delete_files(chart.db, [share.id])


def delete_what_is_over() -> int:
    """Delete the files of every link that can no longer be opened; returns how many links that were.

    A link that is used up or locked keeps them while a way to one, given with a manifest, is still good.
    """
    at = clock.now()
    with unit_of_work() as db:
        db.exec(delete(ShareTicket).where(col(ShareTicket.expires_at) <= at))
        has_ticket = exists().where(
            col(ShareTicket.file_id) == col(ShareFile.id), col(ShareFile.share_id) == col(Share.id)
        )
        used_up = and_(col(Share.most_openings).is_not(None), col(Share.openings) >= Share.most_openings)
        over = or_(
            col(Share.revoked_at).is_not(None),
            col(Share.expires_at) <= at,
            and_(or_(used_up, col(Share.tries) >= MOST_TRIES), ~has_ticket),
        )
        kept = exists().where(col(ShareFile.share_id) == col(Share.id))
        ids = list(db.exec(select(Share.id).where(over, kept).limit(_SOME)))
        _delete_files(db, ids)
    return len(ids)


def _delete_files(db: Session, share_ids: list[UUID]) -> None:
    mine = select(ShareFile.id).where(col(ShareFile.share_id).in_(share_ids))
    db.exec(delete(ShareTicket).where(col(ShareTicket.file_id).in_(mine)))
    db.exec(delete(ShareFile).where(col(ShareFile.share_id).in_(share_ids)))
