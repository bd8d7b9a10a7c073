"""The one door to a patient's data: an open chart carries the key.

`open_chart` is the only maker of a `Chart`. It checks the grant, unwraps the patient's data key and writes
the audit entry; whoever has no chart has no key, and without the key there is only noise.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar
from uuid import UUID

from pydantic import BaseModel
from sqlmodel import Session

from portal.access import audit, grants, keys
from portal.access.actor import Actor, Scope
from portal.access.audit import Deed
from portal.access.bindings import SealedRow, binding, row_binding
from portal.access.grants import Opened
from portal.access.other_people import NOBODY, OtherPeople, other_people
from portal.access.unseen import NOTHING, Unseen, unseen_by, with_what_belongs_to
from portal.errors import NotFound, NotPermitted
from portal.models.account import Role
from portal.models.unseen import HELPERS
from portal.vault import lookup, sealing

__all__ = ["Chart", "Contents", "SealedRow", "audit_refusal", "binding", "open_chart", "row_binding"]

Contents = TypeVar("Contents", bound=BaseModel)


@dataclass(frozen=True)
class Chart:
    """One patient's record, opened by one person, for one kind of work.

    `kinds` are the kinds of record that it covers; None: every kind there is. `scopes` is how far their way
    in goes beyond this work, and `unseen` what is kept from them.
    """

    actor: Actor
    patient_id: UUID
    scope: Scope
    may_act: bool
    relation: str
    db: Session
    key: bytes
    kinds: frozenset[str] | None = None
    scopes: str = ""
    unseen: Unseen = NOTHING

    @property
    def is_helper(self) -> bool:
        """Whether a representative or guardian opened it: those do not read of each other."""
        return self.relation in HELPERS

    @cached_property
    def others(self) -> OtherPeople:
        """The other people whom the record names, for whoever must not read of them."""
        return other_people(self.db, self.patient_id, self.key) if self.is_helper else NOBODY

    def may(self, scope: Scope, *, acting: bool = False) -> bool:
        """Whether whoever opened this chart may do that kind of work in it too."""
        return self.relation == "operator" or grants.allows(self.scopes, scope, acting=acting)

    def seal_bytes(self, row: SealedRow, contents: bytes) -> None:
        """Put `contents` into the row, sealed under this patient's key and bound to this row."""
        row.sealed = sealing.seal(self.key, contents, row_binding(row, self.patient_id))

    def unseal_bytes(self, row: SealedRow) -> bytes:
        """What `seal_bytes` put in. Raises: sealing.Unreadable."""
        return sealing.unseal(self.key, row.sealed, row_binding(row, self.patient_id))

    def unseal_all(self, table: str, rows: Iterable[tuple[UUID | str, bytes]]) -> Iterator[bytes]:
        """What many rows of one table hold, by their ids (a UUID or its 32 hex digits) and sealed bytes."""
        unseal, start, end = sealing.opener(self.key), f"{table}:", f":{self.patient_id.hex}"
        for row_id, sealed in rows:
            digits = row_id if isinstance(row_id, str) else row_id.hex
            yield unseal(sealed, f"{start}{digits}{end}".encode())

    def seal(self, row: SealedRow, contents: BaseModel) -> None:
        """Put a small model into the row, as JSON, sealed."""
        self.seal_bytes(row, contents.model_dump_json().encode())

    def unseal(self, row: SealedRow, kind: type[Contents]) -> Contents:
        """The model that `seal` put in. Raises: sealing.Unreadable."""
        return kind.model_validate_json(self.unseal_bytes(row))

    def lookup(self, domain: str, value: str) -> bytes:
        """A keyed hash that means something only within this patient's record."""
        return lookup.lookup(f"{domain}:{self.patient_id.hex}", value)

    def note(self, deed: Deed) -> None:
        """Write one more entry into this patient's audit trail."""
        audit.write(self.db, self.patient_id, self.key, self.actor, deed)


def open_chart(
    db: Session, actor: Actor, patient_id: UUID, scope: Scope, *, deed: Deed, acting: bool = False
) -> Chart:
    """Open one patient's chart for one kind of work.

    Raises:
        NotPermitted: no grant covers it; the caller audits the refusal (see `audit_refusal`).
        NotFound: an operator or staff member named a patient who is not on file.
    """
    db.flush()
    opened = _opened(db, actor, patient_id, scope, acting=acting)
    key = keys.open_patient_key(db, patient_id)
    unseen = unseen_by(db, patient_id, key, relation=opened.relation, grant_id=opened.grant_id)
    way_in = (opened.kinds, opened.scopes, unseen)
    chart = Chart(actor, patient_id, scope, acting, opened.relation, db, key, *way_in)
    chart.note(Deed(deed.action, deed.allowed, deed.subject_id, deed.subject, opened.relation, deed.reason))
    return chart


def as_seen_by_a_helper(chart: Chart, scopes: str, unseen: Collection[UUID]) -> Chart:
    """One's own chart as someone would see it with these scopes, and without these records."""
    kept = with_what_belongs_to(chart.db, chart.patient_id, chart.key, unseen)
    return replace(chart, relation="representative", may_act=False, scopes=scopes, unseen=kept)


def as_seen_by(chart: Chart, held: grants.Held) -> Chart:
    """This chart as the one who holds a grant would see it: for staff, before they show them something."""
    unseen = unseen_by(chart.db, chart.patient_id, chart.key, relation=held.relation, grant_id=held.id)
    return replace(
        chart,
        may_act=False,
        relation=held.relation,
        kinds=held.kinds,
        scopes=held.scopes,
        unseen=unseen,
    )


def audit_refusal(db: Session, actor: Actor, patient_id: UUID, deed: Deed) -> bool:
    """Write a refusal into the patient's trail, in a unit of work of its own; False when there is none."""
    try:
        key = keys.open_patient_key(db, patient_id)
    except NotFound:
        return False
    audit.write(db, patient_id, key, actor, Deed(deed.action, False, deed.subject_id, deed.subject))
    return True


def _opened(db: Session, actor: Actor, patient_id: UUID, scope: Scope, *, acting: bool) -> Opened:
    if actor.role == Role.OPERATOR:
        return Opened("operator")
    opened = grants.find_opened(db, actor, patient_id, scope, acting=acting)
    if opened is None:
        raise NotPermitted
    return opened
