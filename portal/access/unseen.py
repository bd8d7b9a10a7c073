"""What in a patient's record is kept from someone who helps them, worked out whenever they open the chart.

With an item goes what it is made of: the results of a panel, and what no page shows of its own but the item
refers to (the order, the specimen, the file).
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, sql
from sqlmodel import Session

from portal.access.record_keys import source_keys
from portal.integrations.fhir.references import references_in
from portal.models.base import table
from portal.models.record import Record, unpacked
from portal.models.unseen import HELPERS, UnseenItem
from portal.vault import sealing

NO_PAGE = "other"
"""The kind of records that no page shows of their own."""

_PATIENT = "Patient"
_record, _item = table(Record).c, table(UnseenItem).c
CHOSEN = sql.select(_item.record_id).where(
    _item.patient_id == sql.bindparam("patient"),
    or_(
        _item.grant_id == sql.bindparam("grant"),
        and_(_item.grant_id.is_(None), sql.bindparam("relation") == "representative"),
    ),
)
_COLUMNS = sql.select(_record.id, _record.source_key, _record.fhir_type, _record.sealed)


@dataclass(frozen=True, slots=True)
class Unseen:
    """The records kept from someone, by their ids and by the keys that others refer to them with."""

    ids: frozenset[UUID] = frozenset()
    sources: frozenset[bytes] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.ids)

    def names(self, patient_id: UUID, reference: str) -> bool:
        """True when a reference is to one of them."""
        return any(key in self.sources for key in source_keys(patient_id, reference))


NOTHING = Unseen()


def unseen_by(db: Session, patient_id: UUID, key: bytes, *, relation: str, grant_id: UUID | None) -> Unseen:
    """What this grant does not open. `key` is the patient's data key."""
    if relation not in HELPERS:
        return NOTHING
    given = {"patient": patient_id, "grant": grant_id, "relation": relation}
    return with_what_belongs_to(db, patient_id, key, db.connection().execute(CHOSEN, given).scalars().all())


def with_what_belongs_to(db: Session, patient_id: UUID, key: bytes, chosen: Collection[UUID]) -> Unseen:
    """These records with what each is made of."""
    if not chosen:
        return NOTHING
    mine = _record.patient_id == patient_id
    panels = sql.select(_record.source_key).where(mine, _record.id.in_(chosen))
    items = _rows(db, and_(mine, or_(_record.id.in_(chosen), _record.panel_key.in_(panels))))
    named = {one for row in items for reference in _references(patient_id, key, row) for one in reference}
    beside = and_(
        mine,
        _record.source_key.in_(named),
        _record.kind == NO_PAGE,
        _record.fhir_type != _PATIENT,
    )
    rows = [*items, *(_rows(db, beside) if named else [])]
    return Unseen(frozenset(row.id for row in rows), frozenset(row.source_key for row in rows))


def _rows(db: Session, which: Any) -> list[Any]:
    return list(db.connection().execute(_COLUMNS.where(which)).all())


def _references(patient_id: UUID, key: bytes, row: Any) -> Iterable[list[bytes]]:
    bound_to = f"{Record.__tablename__}:{row.id.hex}:{patient_id.hex}".encode()
    _address, text = unpacked(sealing.unseal(key, row.sealed, bound_to))
    return [source_keys(patient_id, reference) for reference in references_in(json.loads(text))]
