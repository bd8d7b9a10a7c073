"""The job that makes downloads: one at a time, beside the pages, for whoever asked if they still may."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from threading import Lock
from uuid import UUID

from sqlalchemy import event
from sqlmodel import Session, col, or_, select, update

from portal import clock
from portal.access import bell, keys
from portal.access.actor import Actor, Scope
from portal.access.audit import Deed
from portal.access.charts import Chart, binding, open_chart
from portal.db import snapshot, unit_of_work
from portal.errors import Refusal
from portal.i18n import t
from portal.integrations.storage import sealed_files
from portal.models.account import Role
from portal.models.export import Export, ExportContents
from portal.services.exporting.forms import FORMS, make
from portal.services.records.extract import Choice
from portal.services.records.kept_back import kept_back
from portal.vault import sealing

KEPT = timedelta(hours=24)
STUCK = timedelta(minutes=15)
"""A download that has been in the making for longer was left by a process that died."""
TRIES = 3
REMEMBERED = 500
DOWNLOADS = "downloads"
"""What the bell calls an account's downloads, for pages that are open meanwhile."""
log = logging.getLogger("portal.exporting")

_standing: dict[UUID, tuple[str, int]] = {}
_queue: list[Callable[[UUID], None]] = []
_one_at_a_time = Lock()


def queue_with(put: Callable[[UUID], None] | None) -> None:
    """Call `put` with the id of every download asked for; None stops that."""
    _queue[:] = [put] if put else []


def queue(export_id: UUID) -> None:
    """Have a download made soon."""
    for put in _queue:
        put(export_id)


def standing(export_id: UUID) -> tuple[str, int] | None:
    """How far a download made in this process is: its status and percent; None for any other.

    For pages that are open meanwhile: it asks no database and says nothing of what is in it.
    """
    return _standing.get(export_id)


def begin_again() -> None:
    """When the portal starts: what was in the making when it stopped waits again."""
    with unit_of_work() as db:
        db.exec(update(Export).where(col(Export.status) == "working").values(status="waiting"))


def due() -> list[UUID]:
    """The downloads to be made, oldest first; also those a dead process left behind."""
    left = (col(Export.status) == "working") & (col(Export.started_at) < clock.now() - STUCK)
    waiting = or_(col(Export.status) == "waiting", left)
    with snapshot() as db:
        return list(db.exec(select(Export.id).where(waiting).order_by(col(Export.asked_at))))


def make_due() -> int:
    """Make what is waiting, one after the other, unless another thread is at it; how many were made."""
    if not _one_at_a_time.acquire(blocking=False):
        return 0
    made = 0
    try:
        while left := due():
            made += _make_one(left[0])
    finally:
        _one_at_a_time.release()
    return made


def remove_old() -> None:
    """Take away downloads whose day is over, and those that could not be made."""
    old = clock.now() - KEPT
    over = or_(col(Export.ready_at) < old, (col(Export.status) == "failed") & (col(Export.asked_at) < old))
    with unit_of_work() as db:
        for row in db.exec(select(Export).where(over)):
            sealed_files.remove(row.id)
            db.delete(row)


def withdraw(chart: Chart, kind: str) -> None:
    """Something of this kind is kept back from now on: no file made before hands it out any more.

    A file that is ready goes, and its maker reads why; one in the making is made anew, without it.
    """
    there = col(Export.status).in_(("waiting", "working", "ready"))
    query = select(Export).where(Export.patient_id == chart.patient_id, there).with_for_update()
    for row in chart.db.exec(query):
        said = chart.unseal(row, ExportContents)
        if said.kinds is not None and kind not in said.kinds:
            continue
        is_made = row.status == "ready"
        row.status = "withdrawn" if is_made else "waiting"
        chart.db.add(row)
        event.listen(chart.db, "after_commit", partial(_withdrawn, row), once=True)


def _withdrawn(row: Export, _db: Session) -> None:
    if row.status == "withdrawn":
        sealed_files.remove(row.id)
    _stands(row, row.status)


def _make_one(export_id: UUID) -> bool:
    """Make one download; False when it failed. Whatever happens, it does not stay as it was."""
    row = _claim(export_id)
    if row is None:
        return False
    try:
        with unit_of_work() as db:
            chart, before = _chart(db, row), kept_back(db, row.patient_id)
        said = chart.unseal(row, ExportContents)
        choice = Choice(frozenset(said.kinds) if said.kinds is not None else None, said.since, said.until)
        with snapshot() as db:
            inside = replace(chart, db=db)
            data = make(inside, row.form, choice, on_progress=_teller(row))
        _finish(chart, row, said, data, before)
    except Exception as fault:
        _fail(row, fault)
        return False
    return True


def _claim(export_id: UUID) -> Export | None:
    with unit_of_work() as db:
        row = db.get(Export, export_id)
        if row is None or row.status not in ("waiting", "working"):
            return None
        row.status, row.started_at, row.tries = "working", clock.now(), row.tries + 1
        row.done = row.total = 0
        db.add(row)
    _stands(row, "working")
    return row


def _stands(row: Export, status: str, percent: int = 0) -> None:
    """Say how far a download is now, and have the pages that show it look."""
    now = (status, percent)
    if _standing.get(row.id) == now:
        return
    while row.id not in _standing and len(_standing) >= REMEMBERED:
        del _standing[next(iter(_standing))]
    _standing[row.id] = now
    bell.ring_now(bell.own(row.account_id, DOWNLOADS))


def _chart(db: Session, row: Export) -> Chart:
    """Whoever asked opens the chart again: a grant that ended meanwhile makes nothing."""
    key = keys.open_key(db, row.patient_id)
    sealed = sealing.unseal(key, row.sealed, binding("export", row.id, row.patient_id))
    name = ExportContents.model_validate_json(sealed).by
    actor = Actor(Role.PERSON, name, row.account_id, patient_id=row.patient_id)
    deed = Deed("making.made", subject_id=row.id, subject=row.form)
    return open_chart(db, actor, row.patient_id, Scope.RECORDS, deed=deed)


def _teller(row: Export) -> Callable[[int, int], None]:
    def tell(done: int, total: int) -> None:
        with unit_of_work(durable=False) as db:
            values = {"done": done, "total": total}
            db.exec(update(Export).where(col(Export.id) == row.id).values(**values))
        _stands(row, "working", min(100 * done // max(total, 1), 100))

    return tell


def _finish(chart: Chart, begun: Export, said: ExportContents, data: bytes, before: frozenset[UUID]) -> None:
    sealed_files.put(begun.id, chart.key, data)
    with unit_of_work() as db:
        row = db.get(Export, begun.id, with_for_update=True)
        if row is None or row.status != "working" or kept_back(db, begun.patient_id) != before:
            sealed_files.remove(begun.id)  # taken back meanwhile, or made before something was kept back
            if row is not None:
                row.status = "waiting"
            return
        form = FORMS[row.form]
        name = f"{t('health record')} {clock.today().isoformat()}.{form.ending}"
        told = said.model_copy(update={"name": name, "media_type": form.media_type, "size": len(data)})
        chart.seal(row, told)
        row.status, row.ready_at = "ready", clock.now()
        db.add(row)
    _stands(row, "ready", 100)


def _fail(row: Export, fault: Exception) -> None:
    """What may work next time waits for it; a refusal and the third failure are the end."""
    log.error("a download could not be made: %s", type(fault).__name__)
    over = isinstance(fault, Refusal) or row.tries >= TRIES
    with unit_of_work() as db:
        status = "failed" if over else "waiting"
        db.exec(update(Export).where(col(Export.id) == row.id).values(status=status))
    _stands(row, status)
