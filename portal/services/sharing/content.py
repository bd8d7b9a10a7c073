"""What a link shares: the chosen part of the record as a FHIR document, made once and then left alone."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, and_, or_, select

from portal import clock
from portal.access.charts import Chart
from portal.access.record_keys import source_key
from portal.access.resources import shared_texts
from portal.errors import Invalid
from portal.i18n import day, t
from portal.integrations.fhir.document import SECTIONS, Entry, Head, Line, Section, document
from portal.integrations.fhir.elements import codes
from portal.integrations.fhir.references import references_in
from portal.models.patient import PatientContents
from portal.models.record import unpacked
from portal.services.records import corrections, shelf
from portal.services.records.around import Around
from portal.services.records.days import none_words, taken_between
from portal.services.records.kinds import KINDS
from portal.services.records.rows import Row, RowMaker
from portal.services.records.shelf import RECORDS, WRONG, Held, Wanted
from portal.services.records.telling import dotted, member
from portal.services.records.told import left_out_words, text_told
from portal.services.records.whose import patient_of
from portal.services.sharing.choosing import Choice
from portal.settings import get_settings

MOST_BYTES = 12_000_000
_R = RECORDS.c
_OPEN = (_R.fhir_type, _R.kind, _R.source_key, _R.panel_key, _R.listed_at, _R.arrived_at, _R.updated_at)
_OVER = {"inactive", "resolved", "remission"}
_address = re.compile(r"^(urn:|[a-z][a-z0-9+.-]*://)", re.IGNORECASE)
_binary = re.compile(r"(?:^|/)(Binary/[A-Za-z0-9\-.]{1,64})$")


@dataclass(slots=True)
class Piece:
    """One resource that is shared: parsed, and as it came."""

    held: Held
    full_url: str
    text: bytes
    is_row: bool


def shared_document(chart: Chart, choice: Choice) -> bytes:
    """The chosen part of the record as a FHIR document. Raises: Invalid when it is too much for a link."""
    pieces = _pieces(chart, choice)
    patient, name = about(chart)
    texts = [piece.text for piece in pieces]
    own = [(piece.full_url, piece.text) for piece in pieces]
    entries = _addressed([patient, *own, *_binaries(chart, pieces), *_referred(chart, [patient[1], *texts])])
    if sum(len(text) for _, text in entries) > MOST_BYTES:
        words = t(
            "This is too much for one link. Choose fewer kinds, leave out documents, or narrow the dates."
        )
        raise Invalid(fields={"kinds": words})
    addresses = {text: address for address, text in entries}
    sections = [_section(chart, kind, pieces, addresses, choice) for kind in SECTIONS if kind in choice.kinds]
    return document(_head(chart, entries[0], name, choice), sections, entries[1:])


def about(chart: Chart) -> tuple[Entry, str]:
    """The Patient resource as it came (or made from what is on file), and the name."""
    who = patient_of(chart)
    found = _taken(chart, and_(shelf.mine(chart), _R.fhir_type == "Patient"))
    mine = [piece for piece in found if piece.held.data.get("id") == who.fhir_id] or found
    if mine:
        return (mine[0].full_url, mine[0].text), who.name
    return (f"urn:uuid:{uuid4()}", _made_patient(who)), who.name


def _pieces(chart: Chart, choice: Choice) -> list[Piece]:
    """Every resource of the chosen kinds and days; a panel brings its results along."""
    found = [piece for kind in choice.kinds for piece in _taken(chart, _chosen(chart, kind, choice))]
    return list({piece.held.id: piece for piece in found}.values())


def may_hold(chart: Chart, choice: Choice, records: ColumnElement[bool], *, made_at: datetime) -> bool:
    """Whether what was shared at a moment may hold one of these records; a later change may have moved it."""
    for kind in choice.kinds:
        moved = and_(shelf.mine(chart), _R.kind == kind, _R.updated_at > made_at)
        was_there = and_(records, _R.arrived_at <= made_at, or_(_chosen(chart, kind, choice), moved))
        if chart.db.connection().execute(select(_R.id).where(was_there).limit(1)).first():
            return True
    return False


def _chosen(chart: Chart, kind: str, choice: Choice) -> ColumnElement[bool]:
    """The rows of a kind between the chosen days, and what belongs within them."""
    rows = Wanted(kind, only=taken_between(choice.since, choice.until)).condition(chart)
    within = _R.panel_key.in_(select(_R.source_key).where(rows))
    return or_(rows, and_(shelf.mine(chart), within, _R.status != WRONG))


def _taken(chart: Chart, which: ColumnElement[bool]) -> list[Piece]:
    """These resources, newest first; what is on hold goes into no link, whoever makes it."""
    query = select(_R.id, *_OPEN, _R.on_hold, _R.sealed, _R.hidden).where(which, _R.on_hold.is_(False))
    rows: Sequence[Any] = (
        chart.db.connection().execute(query.order_by(_R.listed_at.desc(), _R.position)).all()
    )
    contents = chart.unseal_all("record", ((row[0], row[-2]) for row in rows))
    pieces = []
    for row, content in zip(rows, contents, strict=True):
        full_url, text = unpacked(content)
        held = Held(*row[:-1])
        told = text_told(chart, held.kind, text)
        if told is not None:
            held.data = json.loads(told, parse_float=Decimal)
            pieces.append(Piece(held, full_url, told, not row[-1]))
    return pieces


def _section(
    chart: Chart, kind: str, pieces: list[Piece], addresses: dict[bytes, str], choice: Choice
) -> Section:
    asked = corrections.notes(chart)
    mine = sorted((p for p in pieces if p.held.kind == kind and p.is_row), key=lambda p: _rank(p.held))
    inside: dict[bytes, list[Piece]] = {}
    for piece in pieces:
        if not piece.is_row and piece.held.panel_key:
            inside.setdefault(piece.held.panel_key, []).append(piece)
    lines = []
    for row, piece in zip(_rows(chart, [piece.held for piece in mine]), mine, strict=True):
        parts = [_member(one, asked) for one in inside.get(piece.held.source_key, [])]
        parts += _noted(piece, asked)
        lines.append(Line(row.title, dotted(row.line, row.tag), tuple(parts)))
    none = "" if lines else none_words(chart, kind, choice.since, choice.until)
    return Section(kind, KINDS[kind].title, lines, [addresses[piece.text] for piece in mine], none)


def _member(piece: Piece, asked: Mapping[str, str]) -> Line:
    told = member(piece.held)
    return Line(told.title, dotted(told.line, told.tag), tuple(_noted(piece, asked)))


def _noted(piece: Piece, asked: Mapping[str, str]) -> list[Line]:
    """What was asked to be corrected in it goes along with every copy (45 CFR 164.526)."""
    note = asked.get(f"{piece.held.fhir_type}/{piece.held.data.get('id', '')}", "")
    return [Line(t("Request to correct the record"), note)] if note else []


def _rows(chart: Chart, helds: list[Held]) -> list[Row]:
    """The rows of a list, with every value: what the patient wants to be asked before is theirs alone."""
    return RowMaker(
        tones=shelf.tones(chart, helds), look_up=Around(chart, [held.data for held in helds])
    ).rows(helds)


def _rank(held: Held) -> int:
    """What endangers first, what is so now next, what is over last; otherwise the newest first."""
    data = held.data
    if held.kind == "medications":
        return int(data.get("status") != "active")
    if set(codes(data.get("clinicalStatus"))) & _OVER:
        return 2
    return int(data.get("criticality") != "high")


def _binaries(chart: Chart, pieces: Sequence[Piece]) -> list[Entry]:
    """The files that shared documents keep beside themselves."""
    named = {
        source_key(chart.patient_id, found[1])
        for piece in pieces
        if piece.held.kind == "documents"
        for reference in references_in(piece.held.data)
        if (found := _binary.search(reference))
    }
    mine = and_(shelf.mine(chart), _R.source_key.in_(named), _R.status != WRONG)
    return [(piece.full_url, piece.text) for piece in _taken(chart, mine)] if named else []


def _referred(chart: Chart, texts: list[bytes]) -> list[Entry]:
    """The practice's own resources that these refer to, and those that those refer to in turn."""
    found: dict[bytes, Entry] = {}
    asked: set[str] = set()
    while texts:
        references = {ref for text in texts for ref in references_in(json.loads(text))} - asked
        asked |= references
        new = {entry[1]: entry for entry in shared_texts(chart.db, references).values()}
        texts = [text for text in new if text not in found]
        found.update(new)
    return list(found.values())


def _addressed(entries: Iterable[Entry]) -> list[Entry]:
    """Each resource once, each under an address of its own (FHIR's bdl-7)."""
    made: dict[str, bytes] = {}
    for address, text in dict.fromkeys(entries):
        own = address if _address.match(address) else _own_address(text)
        made[own if own not in made else f"urn:uuid:{uuid4()}"] = text
    return list(made.items())


def _own_address(text: bytes) -> str:
    resource = json.loads(text)
    return f"{get_settings().origin}/fhir/{resource['resourceType']}/{resource.get('id', '')}"


def _head(chart: Chart, patient: Entry, name: str, choice: Choice) -> Head:
    settings = get_settings()
    return Head(
        title=choice.label or t("Health record, shared by the patient"),
        patient=patient,
        patient_name=name,
        practice=settings.practice_name,
        phone=settings.practice_phone,
        made_at=clock.now(),
        note=" ".join(filter(None, (note(choice.since, choice.until), left_out_words(chart)))),
    )


def note(since: date | None, until: date | None) -> str:
    """What a reader must know: it is a choice, and for which days."""
    chosen = t("This is what the patient chose to share. It may not be the whole record.")
    if not since and not until:
        return chosen
    first, last = day(since) or t("the beginning"), day(until) or t("today")
    days = t("Chosen dates: {first} to {last}. They do not narrow allergies, conditions and medications.",
             first=first, last=last)  # fmt: skip
    return f"{chosen} {days}"


def _made_patient(who: PatientContents) -> bytes:
    born = {"birthDate": who.birth_date.isoformat()} if who.birth_date else {}
    name = {"text": who.name, "family": who.family, "given": who.given.split()}
    kept = {key: value for key, value in name.items() if value}
    return json.dumps({"resourceType": "Patient", "name": [kept], **born}, ensure_ascii=False).encode()
