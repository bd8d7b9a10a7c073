"""Ending a link: it is refused at once, and what it shared is really deleted."""

from uuid import UUID

from sqlalchemy import and_, delete, exists, or_
from sqlmodel import Session, col, select

from portal import clock
from portal.access.charts import Chart
from portal.db import unit_of_work
from portal.models.sharing import Share, ShareFile, ShareTicket
from portal.services.sharing.showing import MOST_TRIES, own

_SOME = 500


def revoke(chart: Chart, share_id: UUID) -> None:
    """Turn a link off now, for good; once more changes nothing. Raises: NotFound."""
    share = own(chart, share_id)
    if share.revoked_at is None:
        share.revoked_at = clock.now()
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
