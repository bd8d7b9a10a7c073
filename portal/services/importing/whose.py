"""Whose record an outside document belongs to: someone on file for certain, someone new, or refused.

docs/decisions/0012-whose-an-outside-document-is.md says why it is this strict.
"""

import json
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, select

from portal.access import keys
from portal.access.actor import Actor, Duty, Scope
from portal.access.audit import Deed
from portal.access.charts import Chart, open_chart
from portal.access.patient_index import find_born, find_by_fhir_id, find_by_mrn, unseal_patient
from portal.access.practice import open_practice
from portal.access.record_keys import source_key
from portal.db import unit_of_work
from portal.errors import Invalid
from portal.i18n import t
from portal.integrations.fhir.dates import instant
from portal.integrations.fhir.elements import Json, at, objs, text
from portal.integrations.fhir.reading import Raw, Rejected
from portal.models.patient import Patient, PatientContents
from portal.models.record import Record, text_of
from portal.services.importing.likeness import Described, Likeness, described, likeness, name_likeness
from portal.vault import sealing


@dataclass(frozen=True, slots=True)
class Settled:
    """The resources of one document, about the patient they belong to; `unchanged` counts those left out.

    In doubt there is one refusal and nothing else.
    """

    items: list[Raw | Rejected]
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class _OnFile:
    """A patient a document may belong to: their id in FHIR, their Patient, their chart."""

    fhir_id: str
    data: Json
    chart: Chart


def settle(actor: Actor, found: list[Raw | Rejected]) -> Settled:
    """Tell whose a document is, and make what it says be about them.

    The document's own Patient is left out when that patient is known from elsewhere, or from a newer
    document: it must not overwrite what is better known. Nothing is taken of an older version.
    """
    who = next((item for item in found if isinstance(item, Raw) and item.type == "Patient"), None)
    if who is None:
        return Settled(found)
    with unit_of_work() as db:  # commits what was compared, refused or not
        open_practice(db, actor, Duty.IMPORT)
        try:
            owner = _owner(db, actor, who.data)
        except Invalid as refusal:
            return Settled([Rejected(who.file, None, refusal.message)])
        if owner is not None and _is_superseded(owner.chart, found):
            return Settled([], unchanged=len(found))
    if owner is None or (owner.fhir_id == who.id and not _is_newer(owner.data, who.data)):
        return Settled(found)
    others = (item for item in found if isinstance(item, Raw) and item is not who)
    return Settled([_about(item, who.id, owner.fhir_id) for item in others])


def _owner(db: Session, actor: Actor, data: Json) -> _OnFile | None:
    """The patient on file; None for someone new. Raises: Invalid when that is not sure."""
    mine = described(data)
    matches: dict[Likeness, list[_OnFile]] = {}
    for patient in _candidates(db, data, mine):
        contents = _contents(db, patient)
        is_same_id = contents.fhir_id == data["id"]
        if is_same_id or _is_close(mine, contents, data):
            held = _held(db, actor, patient.id, contents)
            how = likeness(mine, described(held.data), is_same_id=is_same_id)
            matches.setdefault(how, []).append(held)
    certain = _certain(matches)
    if certain is None and not (mine.born and mine.given and mine.family):
        words = "It does not give its patient's full name and birth date, so no new record was made."
        raise Invalid(t(words))
    return certain


def _certain(matches: dict[Likeness, list[_OnFile]]) -> _OnFile | None:
    """The one patient who fits for certain; None when nobody fits at all. Raises: Invalid."""
    if matches.get(Likeness.NUMBER_IN_DOUBT):
        words = (
            "Its patient number is on file for someone with another name or birth date. Nothing was taken."
        )
        raise Invalid(t(words))
    numbered = matches.get(Likeness.NUMBER, [])
    certain = numbered or matches.get(Likeness.LIKELY, [])
    if len(certain) > 1:
        raise Invalid(t("It could be about more than one patient on file. Nothing was taken."))
    if not numbered and matches.get(Likeness.IN_DOUBT):
        words = (
            "It may be about a patient on file, but that is not sure: not everything fits. Nothing was taken."
        )
        raise Invalid(t(words))
    return certain[0] if certain else None


def _candidates(db: Session, data: Json, mine: Described) -> list[Patient]:
    """Those on file it may be about, each once. Raises: Invalid when their record was erased."""
    known = find_by_fhir_id(db, data["id"])
    found = {known.id: known} if known else {}
    for one in objs(data.get("identifier")):
        found.update({patient.id: patient for patient in find_by_mrn(db, text(one.get("value")))})
    if mine.born:
        found.update({patient.id: patient for patient in find_born(db, mine.born)})
    readable = keys.open_keys(db, list(found))
    if known and known.id not in readable:
        raise Invalid(t("The record of its patient was erased. Nothing can be kept for them any more."))
    return [patient for patient_id, patient in found.items() if patient_id in readable]


def _contents(db: Session, patient: Patient) -> PatientContents:
    """Who someone on file is. Raises: Invalid when that is damaged: they may be the very one."""
    try:
        return unseal_patient(patient, keys.open_key(db, patient.id))
    except (sealing.Unreadable, ValueError):
        raise Invalid(t("A record that it could be about cannot be read. Nothing was taken.")) from None


def _is_close(mine: Described, contents: PatientContents, data: Json) -> bool:
    """Whether a record is worth opening: a name that may be the same, or the same number."""
    theirs = described({"name": _name(contents)})
    numbers = {text(one.get("value")) for one in objs(data.get("identifier"))}
    return contents.mrn in numbers or name_likeness(mine, theirs) != Likeness.OTHER


def _held(db: Session, actor: Actor, patient_id: UUID, contents: PatientContents) -> _OnFile:
    chart = open_chart(db, actor, patient_id, Scope.RECORDS, deed=Deed("importing.compared"))
    data = _resource(chart, f"Patient/{contents.fhir_id}") or _from_list(contents)
    return _OnFile(contents.fhir_id, data, chart)


def _resource(chart: Chart, source: str) -> Json:
    """A resource of this patient by its "Type/id"; empty when it is not on file."""
    key = source_key(chart.patient_id, source)
    query = select(Record).where(Record.patient_id == chart.patient_id, Record.source_key == key)
    row = chart.db.exec(query).first()
    found: Json = json.loads(text_of(chart.unseal_bytes(row))) if row is not None else {}
    return found


def _from_list(contents: PatientContents) -> Json:
    """A Patient made of what the list of patients knows, for those whose own never came in."""
    born = {"birthDate": contents.birth_date.isoformat()} if contents.birth_date else {}
    reached = (("phone", contents.phone), ("email", contents.email))
    return {
        "name": _name(contents),
        "identifier": [{"value": contents.mrn}],
        "address": [{"postalCode": contents.zip}],
        "telecom": [{"system": system, "value": value} for system, value in reached if value],
        **born,
    }


def _name(contents: PatientContents) -> list[Json]:
    given = contents.given or ("" if contents.family else contents.name)
    return [{"given": given.split(), "family": contents.family}]


def _is_superseded(chart: Chart, found: list[Raw | Rejected]) -> bool:
    """Whether a later version of this document, by its versionNumber, is on file."""
    for paper in found:
        if isinstance(paper, Raw) and paper.type == "DocumentReference":
            held = _resource(chart, f"DocumentReference/{paper.id}")
            before, now = (text(at(data, "meta.versionId")) for data in (held, paper.data))
            if before.isdecimal() and now.isdecimal() and int(before) > int(now):
                return True
    return False


def _is_newer(held: Json, coming: Json) -> bool:
    """Whether what is on file says itself that it is newer than what comes."""
    before, now = instant(at(held, "meta.lastUpdated")), instant(at(coming, "meta.lastUpdated"))
    return before is not None and now is not None and before > now


def _about(item: Raw, before: str, owner: str) -> Raw:
    """The same resource about another Patient. Within a text the quotes would be escaped."""
    if before == owner:
        return item
    old, new = f'"reference":"Patient/{before}"', f'"reference":"Patient/{owner}"'
    text_ = item.text.replace(old.encode(), new.encode())
    name = "patient" if "patient" in item.data else "subject"
    return Raw(item.file, item.entry, "", text_, {**item.data, name: {"reference": f"Patient/{owner}"}})
