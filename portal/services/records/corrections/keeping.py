"""Where requests are kept: found within one chart, and only of kinds that its reader may read."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_
from sqlmodel import Session, col, delete, func, select

from portal import clock
from portal.access.actor import Scope
from portal.access.charts import Chart
from portal.access.whose_work import not_other_helpers
from portal.db import unit_of_work
from portal.errors import NotFound, NotPermitted
from portal.models.correction import Correction, CorrectionFile, Status
from portal.services.records import shelf
from portal.services.records.kinds import readable
from portal.services.records.shelf import Held

DRAFT_LIFE = timedelta(days=1)
_NEWEST_FIRST = (col(Correction.asked_at).desc(), col(Correction.id))


def account_of(chart: Chart) -> UUID:
    """The account that acts. Raises: NotPermitted for the operator, who has none."""
    if chart.actor.account_id is None:
        raise NotPermitted
    return chart.actor.account_id


def may_act(chart: Chart) -> bool:
    """Whether the one who reads could also ask, withdraw and disagree."""
    return chart.actor.account_id is not None and chart.may(Scope.RECORDS, acting=True)


def item(chart: Chart, kind: str, record_id: UUID) -> Held:
    """The record that is asked about. Raises: NotFound when it is not there for this reader."""
    held = shelf.one(chart, kind, record_id) if kind in readable(chart) else None
    if held is None:
        raise NotFound
    return held


def draft_of(chart: Chart, record_id: UUID) -> Correction | None:
    """What this account has begun about a record and not sent, held until this unit of work ends."""
    mine = (
        Correction.patient_id == chart.patient_id,
        Correction.record_id == record_id,
        Correction.asked_by_id == account_of(chart),
        Correction.status == Status.DRAFT,
    )
    return chart.db.exec(select(Correction).where(*mine).order_by(*_NEWEST_FIRST).with_for_update()).first()


def once_key(chart: Chart, once: str) -> bytes:
    """The keyed hash of a send's own mark, which means something for one account and chart only."""
    return chart.lookup("correction-once", f"{account_of(chart)}:{once}")


def by_once(chart: Chart, once: str) -> Correction | None:
    """The request this very send has made or begun, held until this unit of work ends."""
    query = select(Correction).where(
        Correction.patient_id == chart.patient_id, Correction.once_key == once_key(chart, once)
    )
    return chart.db.exec(query.with_for_update()).first()


def one(chart: Chart, correction_id: UUID, *, hold: bool = False) -> Correction:
    """A request that was sent; `hold` keeps others from changing it meanwhile. Raises: NotFound."""
    query = select(Correction).where(_sent(chart), Correction.id == correction_id)
    found = chart.db.exec(query.with_for_update() if hold else query).first()
    if found is None:
        raise NotFound
    return found


def of_record(chart: Chart, record_id: UUID) -> Sequence[Correction]:
    """The requests sent about a record, newest first."""
    query = select(Correction).where(_mine(chart), Correction.record_id == record_id)
    return chart.db.exec(query.order_by(*_NEWEST_FIRST)).all()


def page(chart: Chart, *, offset: int = 0, limit: int | None = None) -> tuple[Sequence[Correction], int]:
    """Some of the requests sent, newest first, and how many there are in all."""
    total = chart.db.exec(select(func.count(col(Correction.id))).where(_sent(chart))).one()
    query = select(Correction).where(_sent(chart)).order_by(*_NEWEST_FIRST).offset(offset).limit(limit)
    return chart.db.exec(query).all(), total


def how_many_open(chart: Chart) -> int:
    """How many requests of this account about this patient wait for an answer."""
    mine = (Correction.asked_by_id == account_of(chart), Correction.status == Status.RECEIVED)
    query = select(func.count(col(Correction.id))).where(Correction.patient_id == chart.patient_id, *mine)
    return chart.db.exec(query).one()


def how_many_answered(chart: Chart, since: datetime) -> int:
    """How many requests about this record were decided after a moment."""
    query = select(func.count(col(Correction.id))).where(_sent(chart), col(Correction.decided_at) > since)
    return chart.db.exec(query).one()


def how_many_draft_files(db: Session, account_id: UUID) -> int:
    """How many files an account has added to what it has not sent, in every chart."""
    query = (
        select(func.count(col(CorrectionFile.id)))
        .join(Correction, col(Correction.id) == col(CorrectionFile.correction_id))
        .where(Correction.asked_by_id == account_id, Correction.status == Status.DRAFT)
    )
    return db.exec(query).one()


def file_of(chart: Chart, file_id: UUID) -> tuple[CorrectionFile, Correction]:
    """A file and its request: one sent, or this account's own draft. Raises: NotFound."""
    query = (
        select(CorrectionFile)
        .join(Correction, col(Correction.id) == col(CorrectionFile.correction_id))
        .where(CorrectionFile.id == file_id, CorrectionFile.patient_id == chart.patient_id)
        .where(not_other_helpers(chart, col(Correction.asked_by_id)))
    )
    file = chart.db.exec(query).first()
    request = chart.db.get(Correction, file.correction_id) if file else None
    if file is None or request is None or request.kind not in readable(chart):
        raise NotFound
    if request.record_id in chart.unseen.ids:
        raise NotFound
    if request.status == Status.DRAFT and request.asked_by_id != chart.actor.account_id:
        raise NotFound
    return file, request


def drop_stale_drafts() -> int:
    """Forget what nobody has touched for a day and nobody sent, with its files; returns how many."""
    with unit_of_work() as db:
        query = select(Correction.id).where(
            Correction.status == Status.DRAFT, Correction.asked_at < clock.now() - DRAFT_LIFE
        )
        stale = db.exec(query.with_for_update()).all()
        if stale:
            db.exec(delete(CorrectionFile).where(col(CorrectionFile.correction_id).in_(stale)))
            db.exec(delete(Correction).where(col(Correction.id).in_(stale)))
        return len(stale)


def _mine(chart: Chart) -> ColumnElement[bool]:
    return and_(
        col(Correction.patient_id) == chart.patient_id,
        col(Correction.status) != Status.DRAFT,
        col(Correction.record_id).not_in(chart.unseen.ids),
        not_other_helpers(chart, col(Correction.asked_by_id)),
    )


def _sent(chart: Chart) -> ColumnElement[bool]:
    return and_(_mine(chart), col(Correction.kind).in_(readable(chart)))
