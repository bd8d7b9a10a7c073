"""Alice finds anything in her record by typing some of it, and nobody finds it by looking at the disk."""

import base64
import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.access import trail
from portal.access.actor import operator
from portal.access.keys import open_key
from portal.db import reading, unit_of_work
from portal.errors import NotPermitted
from portal.models.base import table
from portal.models.record import RecordWords
from portal.services import door, records
from portal.services.importing import import_upload
from portal.services.records import Found, preferences
from portal.services.records.search import MOST
from portal.services.staff import holds
from tests import people
from tests.charts import (
    blood_pressure,
    condition,
    lab,
    medicine,
    on_file,
    opened,
    panel,
    paper,
    said,
    shot,
    visit,
)
from tests.people import Person

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def alice() -> Person:
    """Alice with some of everything on file."""
    who = people.alice()
    ldl = lab("LDL cholesterol", "148", high="130", when="2025-11-20", id="ldl")
    letter = base64.b64encode(b"Dear Alice, please keep the brace on for three weeks.").decode()
    on_file(
        who,
        ldl,
        panel("Lipid panel", ldl, when="2025-11-20"),
        lab("Glucose", "91", when="2024-02-03"),
        blood_pressure("126", "82", when="2025-11-20T09:30:00-05:00"),
        visit("Yearly physical", **_with("Practitioner/nia", "Nia Novak"), **_because("Sore knee")),
        {**condition("Crohn's disease", when="2019-05-01"), "id": "crohn"},
        medicine("Metformin 500 mg", note=[{"text": "Take it with the évening meal"}]),
        shot("Influenza, seasonal", lotNumber="EL1406"),
        paper("Letter from orthopedics", letter, "text/plain"),
    )
    return who


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("ldl", "LDL cholesterol"),
        ("LDL 148", "LDL cholesterol"),
        ("148 mg/dl", "LDL cholesterol"),
        ("chol nov 2025", "LDL cholesterol"),
        ("november 2025 ldl", "LDL cholesterol"),
        ("11/20/2025 ldl", "LDL cholesterol"),
        ("2024", "Glucose"),
        ("126/82", "Blood pressure 126/82 mmHg"),
        ("bp", "Blood pressure 126/82 mmHg"),
        ("novak", "Yearly physical"),
        ("sore KNEE", "Yearly physical"),
        ("crohn", "Crohn's disease"),
        ("Crohn’s", "Crohn's disease"),
        ("evening meal", "Metformin 500 mg"),
        ("500mg", "Metformin 500 mg"),
        ("el1406", "Influenza, seasonal"),
        ("flu shot", "Influenza, seasonal"),
        ("brace three weeks", "Letter from orthopedics"),
        ("sugar", "Glucose"),
        ("lipid", "Lipid panel"),
    ],
)
def test_any_word_finds_it_in_any_order(alice: Person, typed: str, first: str) -> None:
    assert found(alice, typed).hits[0].title == first


def test_all_words_must_match_and_nothing_is_found_for_none(alice: Person) -> None:
    assert found(alice, "ldl 149").total == 0
    assert found(alice, "zebra") == Found()
    assert found(alice, "  ?! ") == Found()


def test_a_result_within_a_panel_leads_to_its_own_page(alice: Person) -> None:
    [hit] = found(alice, "ldl").hits
    assert hit.kind == "Results"
    assert opened(alice, "results", hit.href).title == "LDL cholesterol"


def test_where_a_word_stands_is_shown_unless_the_row_shows_it(alice: Person) -> None:
    assert found(alice, "el1406").hits[0].excerpt == "Lot number: EL1406"
    assert found(alice, "evening").hits[0].excerpt == "Note: Take it with the évening meal"
    assert "brace on for three weeks" in found(alice, "brace").hits[0].excerpt
    assert found(alice, "glucose 91").hits[0].excerpt == ""


def test_titles_come_before_the_rest_and_then_the_newest(alice: Person) -> None:
    on_file(
        alice,
        condition("Asthma", when="2001-01-01"),
        condition("Cough", when="2026-01-01", note=[{"text": "asthma in the family"}]),
        {**condition("Asthma, worse in spring", when="2020-01-01"), "id": "spring"},
    )
    titles = [hit.title for hit in found(alice, "asthma").hits]
    assert titles == ["Asthma, worse in spring", "Asthma", "Cough"]


def test_what_was_found_can_be_narrowed_to_a_kind(alice: Person) -> None:
    every = found(alice, "2025")
    assert [(kind.key, kind.count) for kind in every.kinds] == [("results", 2), ("vitals", 1)]
    only = door.in_chart(alice.token, records.search, "2025", within="vitals")
    assert [hit.kind for hit in only.hits] == ["Vitals"]
    assert only.kinds == every.kinds


def test_more_than_a_screenful_says_how_many_more() -> None:
    alice = people.alice()
    on_file(alice, *[lab("Iron", str(n), id=f"iron-{n}") for n in range(MOST + 7)])
    iron = found(alice, "iron")
    assert (len(iron.hits), iron.total, iron.more) == (MOST, MOST + 7, 7)


def test_what_was_entered_in_error_is_never_found(alice: Person) -> None:
    on_file(alice, lab("Potassium", "4.1", status="entered-in-error"))
    assert found(alice, "potassium").total == 0


def test_a_corrected_record_is_found_by_what_it_says_now(alice: Person) -> None:
    on_file(alice, lab("Sodium", "139", id="na"))
    assert found(alice, "sodium 139").total == 1
    on_file(alice, lab("Sodium", "141", id="na"))
    assert (found(alice, "sodium 139").total, found(alice, "sodium 141").total) == (0, 1)


def test_a_clinician_whose_name_comes_later_is_found_by_it(alice: Person) -> None:
    on_file(alice, visit("Check-up", when="2026-01-05T09:00:00-05:00", **_with("Practitioner/p9", "")))
    assert found(alice, "fairweather").total == 0
    _practice({"resourceType": "Practitioner", "id": "p9", "name": [{"text": "Dr. Jo Fairweather"}]})
    [hit] = found(alice, "fairweather").hits
    assert (hit.title, hit.line) == ("Check-up", "Jan 5, 2026 · Dr. Jo Fairweather")


def test_dana_finds_only_the_kinds_she_may_read(alice: Person) -> None:
    dana = people.dana(alice, scopes="records:view")
    _looks_at(dana, alice)
    assert found(dana, "ldl").total == 1
    assert found(dana, "metformin").total == 0


def test_what_is_on_hold_is_found_by_staff_alone(alice: Person) -> None:
    [hit] = found(alice, "glucose").hits
    nia = people.nia()
    record_id = UUID(hit.href.rpartition("/")[2])
    why = "A clinician will call first"
    given = {"patient_id": alice.patient_id, "record_id": record_id, "kind": "results", "reason": why}
    door.in_practice(nia.token, holds.hold, **given)

    assert found(alice, "glucose").total == 0
    [seen] = door.in_chart(nia.token, records.search, "glucose", patient_id=alice.patient_id).hits
    assert seen.tag == "On hold"


def test_whoever_wants_to_be_asked_first_is_told_no_value_by_a_search(alice: Person) -> None:
    door.in_chart(alice.token, preferences.choose_wishes, show="ask", tell=True)
    assert found(alice, "ldl 148").total == 0
    assert found(alice, "ldl mg").total == 0
    [hit] = found(alice, "ldl nov 2025").hits
    assert "148" not in hit.line + hit.excerpt + hit.tag


def test_bob_finds_nothing_of_hers_and_a_stranger_is_refused(alice: Person) -> None:
    assert found(people.bob(), "ldl").total == 0
    nosy = people.dana(alice, scopes="appointments:view")
    _looks_at(nosy, alice)
    with pytest.raises(NotPermitted):
        found(nosy, "ldl")


def test_the_trail_says_that_a_search_was_made_and_not_for_what(alice: Person) -> None:
    found(alice, "metformin")
    assert alice.patient_id is not None
    with reading() as db:
        [entry, *_], _ = trail.entries(db, alice.patient_id, open_key(db, alice.patient_id))
    assert entry.action == "records.search"
    assert "metformin" not in entry.contents.model_dump_json()


def test_no_word_of_the_record_is_on_the_disk(alice: Person, home: Path) -> None:
    found(alice, "metformin")
    with reading() as db:
        rows = db.connection().execute(select(table(RecordWords))).all()
    assert len(rows) == 9
    held = b"".join(path.read_bytes() for path in home.rglob("portal.db*"))
    for word in (b"metformin", b"crohns", b"orthopedics", b"brace", b"el1406"):
        assert word not in held.lower()


def test_words_are_made_anew_when_they_are_found_otherwise(
    alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    found(alice, "ldl")
    monkeypatch.setattr("portal.access.record_words.FORM", 2)
    assert found(alice, "ldl").total == 1
    with reading() as db:
        forms = db.connection().execute(select(table(RecordWords).c.form).distinct()).scalars().all()
    assert list(forms) == [2]


def test_the_operator_may_search_within_a_unit_of_work(alice: Person) -> None:
    assert door.as_actor(operator(), records.search, "ldl", patient_id=alice.patient_id).total == 1


def test_it_finds_the_same_on_both_databases(any_home: Path) -> None:
    who = people.alice()
    on_file(who, lab("ldl", "148"), lab("iron", "90", when="2020-01-01"), condition("low iron"))
    for _ in range(2):
        assert [hit.title for hit in found(who, "iron").hits] == ["low iron", "iron"]


@pytest.mark.parametrize("odd", ["%", "' OR 1=1 --", "\x00", "a" * 5000, "🩺", "（ＬＤＬ）", "-", "/"])
def test_whatever_is_typed_is_only_text(alice: Person, odd: str) -> None:
    assert isinstance(found(alice, odd), Found)


def found(who: Person, typed: str) -> Found:
    """What someone finds."""
    return door.in_chart(who.token, records.search, typed)


def _with(reference: str, name: str) -> dict[str, Any]:
    display = {"display": name} if name else {}
    return {"participant": [{"individual": {"reference": reference, **display}}]}


def _because(reason: str) -> dict[str, Any]:
    return {"reasonCode": [said(reason)]}


def _practice(resource: dict[str, Any]) -> None:
    report = import_upload(operator(), "practice.json", json.dumps(resource).encode())
    assert not report.rejected


def _looks_at(who: Person, whose: Person) -> None:
    from portal.models.account import AccountSession

    with unit_of_work() as db:
        rows = table(AccountSession)
        db.connection().execute(
            rows.update().where(rows.c.account_id == who.account_id).values(patient_id=whose.patient_id)
        )
