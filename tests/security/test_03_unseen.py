"""SECURITY.md 3: what a patient keeps from someone who helps them is not there for that person, anywhere.

Every service that takes a chart is called as Dana; nothing of three items that Alice keeps from her comes
back, neither from the items nor from others that refer to them. The same calls as Alice find all of it.
"""

import base64
import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from portal import clock
from portal.access.actor import Scope
from portal.access.audit import Deed
from portal.access.charts import Chart, open_chart
from portal.db import unit_of_work
from portal.errors import Conflict, Invalid, NotFound, NotPermitted
from portal.integrations.fhir.elements import walk
from portal.models.account import Grant
from portal.models.correction import Correction
from portal.models.record import Record
from portal.models.unseen import UnseenItem
from portal.services import door, sharing
from portal.services.exporting import asking, making
from portal.services.messages import writing
from portal.services.messages.drafts import Place, Typed
from portal.services.records import corrections
from tests import people
from tests.charts import DAY, fhir_id, on_file
from tests.messages import group, mark
from tests.people import Person
from tests.security.every_service import ALL_SCOPES, KINDS, Service, calls, every_service, told
from tests.sharing import Shared, plaintext

SECRET = "hush"
ACTS = " ".join(f"{scope}:{level}" for scope, level in ALL_SCOPES.items())
REFUSALS = (NotFound, NotPermitted, Invalid, Conflict)
SHOW_IT_TO_HER = {
    "activity.download", "activity.list_entries", "records.search", "records.list_records",
    "records.overview",
    "records.show_record", "records.what_is_new", "records.read_file", "records.open_search",
    "thread.show_thread",
    "corrections.begin", "corrections.list_corrections", "corrections.show_correction", "exporting.export",
    "papers.record_pdf", "papers.record_text", "sharing.prepare", "asking.count_records",
}  # fmt: skip
"""What surely tells of the items, or counts them, when Alice asks herself."""


def resources() -> list[dict[str, Any]]:
    """A panel with an order, a diagnosis, a document with its file; and what refers to each of them."""
    panel = [{"reference": "Observation/h-member", "display": "hush member"}]
    cause = {"reference": "Condition/h-condition", "display": "hush condition"}
    return [
        _one("ServiceRequest", "h-order", status="active", intent="order", code={"text": "hush order"}),
        _one("Observation", "h-member", status="final", code={"text": "hush member"}, effectiveDateTime=DAY,
             valueString="hush value", basedOn=[{"reference": "ServiceRequest/h-order"}]),
        _one("DiagnosticReport", "h-panel", status="final", code={"text": "hush panel"}, result=panel,
             effectiveDateTime=DAY),
        _one("Condition", "h-condition", code={"text": "hush condition"}, recordedDate=DAY),
        _one("Binary", "h-file", contentType="text/plain", data="aHVzaCBmaWxl"),
        _one("DocumentReference", "h-document", status="current", description="hush document", date=DAY,
             content=[{"attachment": {"contentType": "text/plain", "url": "Binary/h-file"}}]),
        _one("MedicationRequest", "medicine", status="active", intent="order", authoredOn=DAY,
             medicationCodeableConcept={"text": "plain medicine"}, reasonReference=[cause]),
        _one("Encounter", "visit", status="finished", **{"class": {"code": "AMB"}}, period={"start": DAY},
             type=[{"text": "plain visit"}], diagnosis=[{"condition": cause, "rank": 1}],
             text={"status": "generated", "div": "<div>plain visit for hush condition</div>"}),
        _one("Provenance", "origin", target=[{"reference": "Condition/h-condition", "display": "hush"}],
             recorded=DAY, agent=[{"who": {"display": "plain agent"}}]),
        _one("Observation", "seen", status="final", code={"text": "plain result"}, effectiveDateTime=DAY,
             valueQuantity={"value": "@4.50@", "unit": "mmol/L"}),
    ]  # fmt: skip


def _one(kind: str, own_id: str, **more: Any) -> dict[str, Any]:
    return {"resourceType": kind, "id": own_id, **more}


@dataclass(frozen=True)
class Household:
    """Alice, Dana, and the ids of what there is."""

    alice: Person
    dana: Person
    ids: dict[str, list[UUID]]
    hidden: tuple[UUID, ...]


@pytest.fixture
def household(home: object) -> Household:
    alice = people.alice()
    on_file(alice, _one("Patient", fhir_id(alice), name=[{"text": "Alice Ames"}]), *resources())
    dana = people.dana(alice, scopes=ACTS)
    with unit_of_work() as db:
        every = list(db.exec(select(Record).where(Record.patient_id == alice.patient_id)))
        by_type = {
            row.fhir_type: row.id for row in every if row.kind in KINDS and row.fhir_type != "Observation"
        }
        members = [row.id for row in every if row.fhir_type == "Observation" and row.panel_key]
    condition = by_type["Condition"]
    asked = {"kind": "conditions", "record_id": condition}
    door.in_chart(alice.token, corrections.begin, **asked)
    door.in_chart(
        alice.token,
        corrections.send,
        **asked,
        once="a-mark-of-this-send",
        wrong="hush wrong",
        wanted="hush so",
    )
    with unit_of_work() as db:
        correction = db.exec(select(Correction.id)).one()
    chosen = (by_type["DiagnosticReport"], condition, by_type["DocumentReference"])
    ids = {
        "record_id": [row.id for row in every],
        "correction_id": [correction],
        "file_id": [],
        "export_id": [],
        "share_id": [],
        "thread_id": [_asked_about(alice, condition)],
    }
    for record_id in ids["record_id"]:
        _look(alice, record_id, "hush" if record_id in (*chosen, *members) else "plain")
    return Household(alice, dana, ids, (*chosen, *members))


def _asked_about(alice: Person, record_id: UUID) -> UUID:
    """Alice writes to a nurse about an item; its name stands in no word of hers."""
    typed = Typed(f"group:{group()}", "question", "A question", "What does this mean?")
    place = Place(kind="conditions", record_id=record_id)
    sent = door.in_chart(alice.token, writing.send, typed, place=place, once=mark())
    return UUID(sent.href.rpartition("/")[2])


def _look(alice: Person, record_id: UUID, words: str) -> None:
    with unit_of_work() as db:
        deed = Deed("records.show_record", subject_id=record_id, subject=words)
        open_chart(db, alice.actor, alice.patient_id, Scope.RECORDS, deed=deed)


def keep_from(household: Household, grant: bool = True) -> None:
    """Alice keeps the panel, the diagnosis and the document from Dana (or from all representatives)."""
    with unit_of_work() as db:
        found = db.exec(select(Grant).where(Grant.account_id == household.dana.account_id)).one()
        for record_id in household.hidden[:3]:
            item = UnseenItem(
                patient_id=household.alice.patient_id,
                record_id=record_id,
                grant_id=found.id if grant else None,
                since=clock.now(),
            )
            db.add(item)


def everything_told(who: Person, service: Service, household: Household) -> str:
    """All that a service says to someone, whatever it is given."""
    said = []
    for given in calls(service, household.ids, _packed(who, service, household)):
        try:
            with unit_of_work() as db:
                chart = chart_of(db, who, household, service)
                said.append(told(service.call(chart, **given)))
                db.rollback()
        except REFUSALS as refusal:
            said.append(refusal.message)
    return "\n".join(said).lower()


def chart_of(db: Any, who: Person, household: Household, service: Service) -> Chart:
    deed = Deed(service.need.action)
    whose, need = household.alice.patient_id, service.need
    return open_chart(db, who.actor, whose, need.scope, deed=deed, acting=need.acting)


def _packed(who: Person, service: Service, household: Household) -> Any:
    if service.need.action != "sharing.create":
        return None
    choice = sharing.Choice(kinds=("allergies",))
    return door.in_chart(who.token, sharing.prepare, choice, patient_id=household.alice.patient_id)


SERVICES = every_service()


def test_the_walk_finds_the_services() -> None:
    assert {str(service) for service in SERVICES} >= SHOW_IT_TO_HER


def test_nothing_of_it_comes_back_from_any_service(household: Household) -> None:
    hers = {str(one): everything_told(household.alice, one, household) for one in SERVICES}
    keep_from(household)
    danas = {str(one): everything_told(household.dana, one, household) for one in SERVICES}

    ids = [str(record_id) for record_id in household.hidden]
    told_of_it = {name for name, said in danas.items() if SECRET in said.replace("“hush”", "")}
    assert told_of_it | {name for name, said in danas.items() if any(one in said for one in ids)} == set()
    assert {name for name in SHOW_IT_TO_HER if hers[name] == danas[name]} == set()


@pytest.mark.parametrize("service", ["records.list_records", "records.search", "exporting.export"])
def test_kept_from_all_representatives_it_is_gone_for_each_and_not_for_her(
    household: Household, service: str
) -> None:
    [one] = [found for found in SERVICES if str(found) == service]
    keep_from(household, grant=False)
    assert SECRET not in everything_told(household.dana, one, household)
    assert SECRET in everything_told(household.alice, one, household)


def test_what_is_not_kept_from_her_is_still_there(household: Household) -> None:
    keep_from(household)
    for service in SERVICES:
        if str(service) in ("records.list_records", "records.list_medications", "exporting.export"):
            danas = everything_told(household.dana, service, household)
            assert "plain" in danas


def test_numbers_of_what_is_told_stay_as_they_were_written(household: Household) -> None:
    keep_from(household)
    [export] = [found for found in SERVICES if str(found) == "exporting.export"]
    with unit_of_work() as db:
        bundle = export.call(chart_of(db, household.dana, household, export), form="fhir")
    resources = [entry["resource"] for entry in json.loads(bundle)["entry"]]
    assert b"4.50" in bundle
    assert {one["resourceType"] for one in resources} >= {"Encounter", "MedicationRequest", "Observation"}
    visit = next(one for one in resources if one["resourceType"] == "Encounter")
    assert "diagnosis" not in visit and "text" not in visit


def test_what_goes_along_with_a_link_of_hers_holds_nothing_of_it(household: Household) -> None:
    keep_from(household)
    choice = sharing.Choice(kinds=KINDS, paper=True)
    whose = household.alice.patient_id
    mine = door.in_chart(household.alice.token, sharing.prepare, choice)
    hers = door.in_chart(household.dana.token, sharing.prepare, choice, patient_id=whose)
    assert SECRET in _opened(mine)
    assert SECRET not in _opened(hers)
    assert "plain" in _opened(hers)


def _opened(packed: Any) -> str:
    """What a reader of a link would have: the document, and the words of the PDF beside it."""
    link = Shared(uuid4(), "", "", {"key": packed.key})
    document, *papers = [plaintext(link, file.decode()) for file in packed.files]
    [paper] = [found["data"] for one in papers for found in walk(json.loads(one)) if "data" in found]
    return told([document, base64.b64decode(paper)])


def test_a_download_she_asks_for_holds_nothing_of_it(household: Household) -> None:
    keep_from(household)
    whose = household.alice.patient_id
    row = door.in_chart(household.dana.token, asking.ask, form="zip", patient_id=whose)
    assert making.make_due() == 1
    file = door.in_chart(household.dana.token, asking.fetch, export_id=UUID(row.id), patient_id=whose)
    said = told(b"".join(file.pieces))
    assert "plain" in said and SECRET not in said
