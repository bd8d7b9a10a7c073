"""What a sealed row is bound to, so that none can be put in another's place."""

from typing import Any, ClassVar, Protocol
from uuid import UUID


class SealedRow(Protocol):
    """A row that belongs to a patient and keeps its contents in `sealed`."""

    __tablename__: ClassVar[Any]
    id: UUID
    sealed: bytes


def row_binding(row: SealedRow, patient_id: UUID) -> bytes:
    """The associated data of a sealed row: table, row and patient, so that none can be swapped."""
    return binding(row.__tablename__, row.id, patient_id)


def binding(table_name: str, row_id: UUID, patient_id: UUID) -> bytes:
    """The same, for a row known by its table's name and its id."""
    return f"{table_name}:{row_id.hex}:{patient_id.hex}".encode()
