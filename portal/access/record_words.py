"""The words each record is found by: made when first asked for, then kept sealed (docs/decisions/0015)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import String, and_, bindparam, or_, select, type_coerce
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from portal.access.charts import Chart, binding
from portal.db import keeping
from portal.integrations.fhir.finding import found_by, words_of
from portal.integrations.fhir.other_people import PEOPLE
from portal.integrations.fhir.wording.numbers import load
from portal.models.base import table
from portal.models.record import Record, RecordWords, unpacked
from portal.vault import sealing

FORM = 1
"""Counts up whenever `finding.found_by` finds other words, so that those kept before are made anew."""
_RECORDS, _WORDS = table(Record), table(RecordWords)
_WRONG = "entered-in-error"
_counts = and_(
    _WORDS.c.id == _RECORDS.c.id, _WORDS.c.version == _RECORDS.c.version, _WORDS.c.form == bindparam("form")
)
_mine = and_(
    _RECORDS.c.patient_id == bindparam("patient"),
    _RECORDS.c.status != _WRONG,
    or_(_RECORDS.c.hidden.is_(False), _RECORDS.c.panel_key.is_not(None)),
    _RECORDS.c.on_hold.in_(bindparam("holds", expanding=True)),
)
_LISTED = type_coerce(_RECORDS.c.listed_at, String())  # as the database has it: it sorts, and reads fast
_ALL = (
    select(type_coerce(_RECORDS.c.id, String()), _RECORDS.c.kind, _LISTED, _WORDS.c.sealed)
    .select_from(_RECORDS.outerjoin(_WORDS, _counts))
    .where(_mine)
)
_SEALED = select(_RECORDS.c.id, _RECORDS.c.version, _RECORDS.c.fhir_type, _RECORDS.c.sealed).select_from(
    _RECORDS.outerjoin(_WORDS, _counts)
)
_UNTOLD = _SEALED.where(_mine, _WORDS.c.id.is_(None))


@dataclass(slots=True)
class Words:
    """What one record is found by: what it is called by others ("Type/id", "urn:uuid:…"), the words of its
    title and of its day, the rest, and what it refers to.

    `id` is the record's as the database writes it; `listed_at` sorts.
    """

    id: Any
    kind: str
    listed_at: Any
    source: str
    title: str
    day: str
    rest: str
    refers: str


def words_of_all(chart: Chart, *, with_holds: bool = False) -> list[Words]:
    """The words of everything in this chart that may be shown, and of what that refers to, in no order.

    What is on hold is left out unless asked for. Words that are missing or of an earlier version are made and
    kept first.
    """
    given = {"patient": chart.patient_id, "form": FORM, "holds": [False, True] if with_holds else [False]}
    rows = chart.db.connection().execute(_ALL, given).all()
    kept = [row for row in rows if row[3] is not None]
    texts = chart.unseal_all(_WORDS.name, ((row[0], row[3]) for row in kept))
    found = [_words(row, text.decode().split("\n")) for row, text in zip(kept, texts, strict=True)]
    if len(kept) < len(rows):
        made = _made(chart, given)
        missing = [(row, made.get(UUID(str(row[0])))) for row in rows if row[3] is None]
        found += [_words(row, parts) for row, parts in missing if parts is not None]
    found = _without_unseen(chart, found) if chart.unseen else found
    return _without_others(chart, found) if chart.is_helper else found


def _without_unseen(chart: Chart, every: list[Words]) -> list[Words]:
    """Without the items kept from the reader, and without what others say that refer to one."""
    found = [words for words in every if UUID(str(words.id)) not in chart.unseen.ids]
    for words in found:
        if any(chart.unseen.names(chart.patient_id, reference) for reference in words.refers.split()):
            words.rest = words.refers = ""
    return found


def _without_others(chart: Chart, every: list[Words]) -> list[Words]:
    """Without the words of what refers to other people or says their names: finding it would tell of them."""
    names = [words_of(name) for name in chart.others.names]
    for words in every:
        refers = any(_is_another(chart, reference) for reference in words.refers.split())
        said = f" {words.rest} "
        if refers or any(name and all(f" {word} " in said for word in name) for name in names):
            words.rest = words.refers = ""
    return every


def _is_another(chart: Chart, reference: str) -> bool:
    is_person = any(reference.startswith(f"{kind}/") for kind in PEOPLE)
    return is_person or chart.others.is_named(chart.patient_id, reference)


def _words(row: Any, parts: Sequence[str]) -> Words:
    source, title, day, rest, refers = parts
    return Words(row[0], row[1], row[2], source, title, day, rest, refers)


def _made(chart: Chart, given: dict[str, Any]) -> dict[UUID, Sequence[str]]:
    """The words that are missing, kept for the next time."""
    rows = chart.db.connection().execute(_UNTOLD, given).all()
    contents = chart.unseal_all("record", ((row.id, row.sealed) for row in rows))
    made = {row.id: _parts(row.fhir_type, text) for row, text in zip(rows, contents, strict=True)}
    with keeping(chart.db) as db:
        _keep(db, [_row(chart, row.id, row.version, made[row.id]) for row in rows])
    return made


def _parts(fhir_type: str, contents: bytes) -> Sequence[str]:
    full_url, text = unpacked(contents)
    data = load(text)
    own_id = str(data.get("id") or re.split("[/:]", full_url)[-1])
    names = [f"{fhir_type}/{own_id}", f"urn:uuid:{own_id}".lower()]
    if full_url.startswith("urn:uuid:"):
        names.append(full_url.lower())
    found = found_by(data)
    known_as = " ".join(" ".join(names).split())
    return known_as, found.title, found.day, found.rest, found.refers


def _row(chart: Chart, record_id: UUID, version: int, parts: Sequence[str]) -> dict[str, Any]:
    bound_to = binding(_WORDS.name, record_id, chart.patient_id)
    sealed = sealing.seal(chart.key, "\n".join(parts).encode("utf-8", "replace"), bound_to)
    return {
        "id": record_id,
        "patient_id": chart.patient_id,
        "version": version,
        "form": FORM,
        "sealed": sealed,
    }


def _keep(db: Session, rows: list[dict[str, Any]]) -> None:
    """Whoever comes second writes the same over it."""
    connection = db.connection()
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    insert = make(_WORDS)
    new = {name: insert.excluded[name] for name in ("version", "form", "sealed")}
    if rows:
        connection.execute(insert.on_conflict_do_update(index_elements=["id"], set_=new), rows)
