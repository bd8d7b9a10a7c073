"""Writing the practice's own resources: practitioners, organizations, places, forms."""

from sqlmodel import col, select

from portal import clock
from portal.access.actor import Actor, Duty
from portal.access.practice import Practice, open_practice
from portal.access.resources import shared_key
from portal.db import reading, unit_of_work
from portal.integrations.fhir.reading import fold
from portal.models.record import SharedResource, SharedResourceVersion, packed
from portal.services.importing.sort import Item
from portal.services.importing.write import Outcome, valid
from portal.vault.lookup import lookup


def write_shared(actor: Actor, items: list[Item]) -> Outcome:
    """Write the practice's own resources of one file."""
    outcome = Outcome()
    with reading() as db:
        keys = [shared_key(item.source) for item in items]
        query = select(SharedResource.fold_key).where(col(SharedResource.source_key).in_(keys))
        folds = set(db.exec(query))
    items = valid(items, outcome, {item.source for item in items if _fold_key(item) in folds})
    with unit_of_work() as db:
        practice = open_practice(db, actor, Duty.IMPORT)
        for item in items:
            _write_shared(practice, item, outcome)
    return outcome


def _write_shared(practice: Practice, item: Item, outcome: Outcome) -> None:
    db, key, fold_key = practice.db, shared_key(item.source), _fold_key(item)
    row = db.exec(select(SharedResource).where(SharedResource.source_key == key)).first()
    if row is not None and row.fold_key == fold_key:
        outcome.unchanged += 1
        return
    if row is None:
        row = SharedResource(
            fhir_type=item.raw.type, source_key=key, fold_key=b"", arrived_at=clock.now(), sealed=b""
        )
        outcome.created += 1
    else:
        before = SharedResourceVersion(
            resource_id=row.id, version=row.version, replaced_at=clock.now(), sealed=b""
        )
        practice.seal_bytes(before, practice.unseal_bytes(row))
        db.add(before)
        row.version += 1
        outcome.updated += 1
    row.fold_key = fold_key
    practice.seal_bytes(row, packed(item.raw.full_url, item.raw.text))
    db.add(row)
    db.flush()


def _fold_key(item: Item) -> bytes:
    return lookup(f"fold-shared:{item.source}", fold(item.raw.text).decode())
