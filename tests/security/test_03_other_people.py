"""SECURITY.md 3: who helps a patient reads of nobody else around them: no other parent, contact or payer.

Ben's name and numbers are planted wherever an EHR or another clinic's document puts them. Every service that
takes a chart is called as Alice, Mia's other parent, in every form and way out; none of it comes back.
"""

import base64
import json
import re
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from portal.access.actor import operator
from portal.access.audit import Deed
from portal.access.charts import open_chart
from portal.db import unit_of_work
from portal.errors import Conflict, Invalid, NotFound, NotPermitted
from portal.integrations.fhir.elements import walk
from portal.models.record import Record
from portal.services import door, exporting, sharing
from portal.services.exporting import asking, making
from tests import people
from tests.charts import DAY, fhir_id, on_file
from tests.people import Person
from tests.security.every_service import KINDS, Service, calls, every_service, told
from tests.sharing import Shared, plaintext

_file_within = re.compile(r'"data": ?"([^"]+)"')
REFUSALS = (NotFound, NotPermitted, Invalid, Conflict)
NAME = "Hushben Hushames"
HUSH = "hush"
"""What stands in everything that is about Ben."""
HOME = "glade"
"""What stands in the patient's own address and numbers: for a child, where the other parent may live."""
RELATED = {"reference": "RelatedPerson/ben", "display": NAME}
BY_NAME = {"display": NAME}
BY_TYPE = {"type": "RelatedPerson", "display": "Hush stepfather"}
BY_UUID = {"reference": "urn:uuid:7b5c40f4-5c19-4a6c-b34b-8a1d4ab7d2f6", "display": "Hush uncle"}
EXPORTS = sorted(exporting.FORMS)


def reach(word: str) -> list[dict[str, str]]:
    phone, email = {"system": "phone", "value": f"555 {word}"}, {"system": "email", "value": f"{word}@x.org"}
    return [phone, email]


def patient(who: Person) -> dict[str, Any]:
    """The Patient as an EHR sends it: contacts, the mother's name, a household's address."""
    maiden = "http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName"
    return _one(
        "Patient", fhir_id(who), name=[{"text": who.name}], birthDate=who.birth_date.isoformat(),
        contact=[{"name": {"text": NAME}, "telecom": reach(HUSH), "address": {"text": "1 Hush St"}}],
        link=[{"type": "seealso", "other": RELATED}],
        extension=[{"url": maiden, "valueString": "Hushmaiden"}],
        telecom=reach(HOME), address=[{"line": ["2 Glade Rd"], "city": "Glade"}],
        text={"status": "generated", "div": "<div>Hush contact, Glade</div>"},
    )  # fmt: skip


def resources() -> list[dict[str, Any]]:
    """Everything that names Ben, and beside each what does not."""
    somebody = {"display": "Mia"}
    inside = _one("RelatedPerson", "in", name=[{"text": "Hush grandmother"}], patient=somebody)
    return [
        _one("RelatedPerson", "ben", name=[{"text": NAME}], telecom=reach(HUSH)),
        _one("RelatedPerson", "7b5c40f4-5c19-4a6c-b34b-8a1d4ab7d2f6", name=[{"text": "Hush uncle"}]),
        _one("Coverage", "payer", status="active", subscriber=RELATED, subscriberId="hush-1",
             payor=[RELATED]),
        _one("Communication", "word", status="completed", sender=RELATED,
             payload=[{"contentString": "hush"}]),
        _one("QuestionnaireResponse", "form", status="completed", source=RELATED,
             item=[{"linkId": "1", "answer": [{"valueString": "Call me at hush"}]}]),
        _one("Consent", "signed", status="active", performer=[RELATED], scope={"text": "care"},
             category=[{"text": "care"}]),
        _one("FamilyMemberHistory", "mother", status="completed", name="Hush mother",
             relationship={"text": "plain mother"}, condition=[{"code": {"text": "plain asthma"}}]),
        _one("Encounter", "visit", status="finished", **{"class": {"code": "AMB"}}, period={"start": DAY},
             type=[{"text": "plain visit"}],
             participant=[{"individual": RELATED}, {"individual": {"display": "Dr. Plain"}}],
             text={"status": "generated", "div": "<div>with Hushben</div>"}),
        _one("Immunization", "shot", status="completed", vaccineCode={"text": "plain shot"},
             occurrenceDateTime=DAY, performer=[{"actor": BY_UUID}],
             note=[{"authorString": NAME, "text": "hush note"}, {"text": "plain note"}]),
        _one("Observation", "seen", status="final", code={"text": "plain result"}, effectiveDateTime=DAY,
             valueQuantity={"value": "@4.50@", "unit": "mmol/L"}, performer=[BY_NAME]),
        _one("Condition", "cold", code={"text": "plain cold"}, recordedDate=DAY, asserter=BY_TYPE),
        _one("AllergyIntolerance", "nuts", code={"text": "plain nuts"}, recordedDate=DAY,
             contained=[inside], recorder={"reference": "#in", "display": "Hush grandmother"}),
        _one("MedicationRequest", "drug", status="active", intent="order", authoredOn=DAY,
             reportedReference=RELATED, medicationCodeableConcept={"text": "plain drug"}),
        _one("CareTeam", "team", status="active", participant=[{"member": RELATED}], name="plain team"),
        _one("DocumentReference", "ccd", status="current", description="plain summary", date=DAY,
             author=[RELATED], content=[{"attachment": file("application/xml", outside_document())}]),
        _one("DocumentReference", "bundle", status="current", description="plain bundle", date=DAY,
             content=[{"attachment": {"contentType": "application/fhir+json", "url": "Binary/file"}}]),
        _one("Binary", "file", **file("application/fhir+json", outside_bundle())),
        _one("DocumentReference", "v2", status="current", description="plain message", date=DAY,
             content=[{"attachment": file("application/hl7-v2", b"MSH|^~\\&|\rNK1|1|HUSH^BEN\r")}]),
    ]  # fmt: skip


def _one(kind: str, own_id: str, **more: Any) -> dict[str, Any]:
    return {"resourceType": kind, "id": own_id, **more}


def file(kind: str, data: bytes) -> dict[str, Any]:
    """An attachment, its lines broken as some systems break them."""
    return {"contentType": kind, "data": base64.encodebytes(data).decode()}


def outside_bundle() -> bytes:
    hush = {"text": "Hush"}
    inner = [_one("RelatedPerson", "x", name=[hush]), _one("Patient", "y", contact=[{"name": hush}])]
    entries = [{"resource": one} for one in inner]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}).encode()


def outside_document() -> bytes:
    """Another clinic's C-CDA with a guardian, next of kin, an informant, a payer and a sick uncle in it."""
    who = "<name><given>Hush</given></name>"
    reach = '<addr><city>Hush</city></addr><telecom value="tel:hush"/>'
    text = f"""<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:sdtc="urn:hl7-org:sdtc">
    <id root="1.2.3"/><title>Plain summary</title><effectiveTime value="20261101"/>
    <recordTarget><patientRole><id root="9.9" extension="1"/><addr><city>Glade</city></addr>
    <telecom value="tel:glade"/><patient><name><given>Mia</given></name>
    <guardian>{reach}<guardianPerson>{who}</guardianPerson></guardian></patient></patientRole></recordTarget>
    <informant><relatedEntity classCode="PRS"><relatedPerson>{who}</relatedPerson></relatedEntity></informant>
    <participant typeCode="IND"><associatedEntity classCode="NOK">{reach}<associatedPerson>{who}
    </associatedPerson></associatedEntity></participant>
    <component><structuredBody>
    <component><section><title>Plain family</title><text>plain words</text><entry><organizer><subject>
    <relatedSubject><code code="UNCLE"/>{reach}<subject>{who}</subject></relatedSubject>
    </subject></organizer></entry>
    <entry><act><participant typeCode="HLD"><participantRole>{reach}</participantRole></participant>
    </act></entry>
    </section></component>
    <component><section><code code="48768-6"/><title>Payers</title><text>Hush pays</text></section>
    </component>
    </structuredBody></component></ClinicalDocument>"""
    return text.encode()


@pytest.fixture
def mia(home: object) -> Person:
    child = people.mia()
    on_file(child, patient(child), *resources())
    return child


def helping(whose: Person, relation: str) -> Person:
    who = people.account(Person("Alice Ames"))
    with unit_of_work() as db:
        people.give_access(db, who, whose, relation=relation, scopes=people.ALL_SCOPES)
    return people.sign_in(who)


def everything_told(who: Person, whose: Person, service: Service) -> str:
    """All that a service says to someone, whatever it is given."""
    said = []
    with unit_of_work() as db:
        rows = db.exec(select(Record.id).where(Record.patient_id == whose.patient_id))
        ids = {"record_id": list(rows)}
    for given in calls(service, ids, _packed(who, whose, service)):
        try:
            with unit_of_work() as db:
                need = service.need
                chart = open_chart(
                    db, who.actor, whose.patient_id, need.scope, deed=Deed(need.action), acting=need.acting
                )
                said.append(told(service.call(chart, **given)))
                db.rollback()
        except REFUSALS as refusal:
            said.append(refusal.message)
    return unpacked("\n".join(said)).lower().replace("“hush”", "")


def unpacked(words: str) -> str:
    """The words, and what stands in the files within them."""
    inside = [base64.b64decode(data.replace("\\n", "")) for data in _file_within.findall(words)]
    return " ".join([words, *(unpacked(one.decode("utf-8", "replace")) for one in inside)])


def _packed(who: Person, whose: Person, service: Service) -> Any:
    if service.need.action != "sharing.create":
        return None
    return door.in_chart(
        who.token, sharing.prepare, sharing.Choice(("allergies",)), patient_id=whose.patient_id
    )


SERVICES = every_service()


def test_nothing_of_another_parent_comes_back_from_any_service(mia: Person) -> None:
    alice = helping(mia, "guardian")
    said = {str(one): everything_told(alice, mia, one) for one in SERVICES}
    assert [name for name, words in said.items() if HUSH in words or HOME in words] == []
    assert [name for name, words in said.items() if "plain" in words] != []


def test_a_representative_is_told_how_to_reach_the_patient_and_of_nobody_else(mia: Person) -> None:
    alice = helping(mia, "representative")
    said = {str(one): everything_told(alice, mia, one) for one in SERVICES}
    assert [name for name, words in said.items() if HUSH in words] == []
    assert HOME in said["exporting.export"]


@pytest.mark.parametrize("form", EXPORTS)
def test_a_copy_says_what_is_left_out_and_who_can_tell_it(mia: Person, form: str) -> None:
    alice = helping(mia, "guardian")
    words = told(door.in_chart(alice.token, exporting.export, patient_id=mia.patient_id, form=form))
    flat = " ".join(words.replace("\u00a0", " ").split())
    assert "It leaves out who else cares for the patient" in flat
    assert "The practice can tell this to those who may know it: " in flat


@pytest.mark.parametrize("form", ["fhir", "zip"])
def test_the_patient_and_the_operator_get_it_whole(mia: Person, form: str) -> None:
    herself = people.sign_in(people.with_own_chart(people.account(mia)))
    hers = unpacked(told(door.in_chart(herself.token, exporting.export, form=form))).lower()
    ours = door.as_actor(operator(), exporting.export, patient_id=mia.patient_id, form=form)
    ours = unpacked(told(ours)).lower()
    for words in (hers, ours):
        assert "nk1|1|hush^ben" in words and "tel:hush" in words
        assert HUSH in words and HOME in words and "it leaves out" not in words


def test_what_nobody_else_is_named_in_goes_out_as_it_came(mia: Person) -> None:
    alice = helping(mia, "guardian")
    bundle = door.in_chart(alice.token, exporting.export, patient_id=mia.patient_id, form="fhir")
    found = {(one["resourceType"], one["id"]): one for one in _resources(bundle)}
    assert b"4.50" in bundle
    assert found["CareTeam", "team"]["name"] == "plain team"
    assert found["Encounter", "visit"]["participant"] == [{"individual": {"display": "Dr. Plain"}}]
    assert found["Patient", fhir_id(mia)]["meta"]["security"][0]["code"] == "REDACTED"
    assert "meta" not in found["Binary", "file"] or b"Bundle" in _bytes(found["Binary", "file"])


def _resources(bundle: bytes) -> list[dict[str, Any]]:
    return [entry["resource"] for entry in json.loads(bundle)["entry"]]


def _bytes(binary: dict[str, Any]) -> bytes:
    return base64.b64decode(binary["data"])


def test_a_link_and_a_download_of_one_parent_hold_nothing_of_the_other(mia: Person) -> None:
    alice, whose = helping(mia, "guardian"), {"patient_id": mia.patient_id}
    packed = door.in_chart(alice.token, sharing.prepare, sharing.Choice(KINDS, paper=True), **whose)
    link = Shared(uuid4(), "", "", {"key": packed.key})
    document, *papers = [plaintext(link, one.decode()) for one in packed.files]
    [paper] = [found["data"] for one in papers for found in walk(json.loads(one)) if "data" in found]
    row = door.in_chart(alice.token, asking.ask, form="zip", **whose)
    assert making.make_due() == 1
    download = door.in_chart(alice.token, asking.fetch, export_id=UUID(row.id), **whose)

    for said in (document, base64.b64decode(paper), b"".join(download.pieces)):
        words = unpacked(told(said)).lower()
        assert "plain" in words and "it leaves out" in words
        assert HUSH not in words and HOME not in words


def test_searching_for_the_other_parents_name_finds_nothing(mia: Person) -> None:
    alice = helping(mia, "guardian")
    [search] = [one for one in SERVICES if str(one) == "records.search"]
    whose = {"patient_id": mia.patient_id}
    assert door.in_chart(alice.token, search.call, typed="hushben", **whose).total == 0
    assert door.in_chart(alice.token, search.call, typed="uncle", **whose).total == 0
    assert door.in_chart(alice.token, search.call, typed="plain result", **whose).total == 1
