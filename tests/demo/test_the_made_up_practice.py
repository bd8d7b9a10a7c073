"""The made-up practice reads like a real one, and is the same every time."""

import json
from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle

from portal.demo.people import MRNS, dumps, make_practice, patient_in
from portal.demo.practice import practice_resources
from tests.demo.reading import TODAY, every_value, resources

DAYS = (TODAY, date(2026, 11, 23), date(2028, 2, 29), date(2027, 1, 1), date(2026, 3, 31))


def test_the_same_day_and_seed_make_the_same_practice() -> None:
    assert dumps(make_practice(today=TODAY, seed=7)) == dumps(make_practice(today=TODAY, seed=7))


def test_another_seed_changes_values_but_not_who_is_there() -> None:
    one, other = make_practice(today=TODAY, seed=7), make_practice(today=TODAY, seed=8)
    assert dumps(one) != dumps(other)
    assert [entry["fullUrl"] for bundle in one for entry in bundle["entry"]] == [
        entry["fullUrl"] for bundle in other for entry in bundle["entry"]
    ]


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_every_bundle_is_valid_fhir_whatever_the_day(today: date) -> None:
    for bundle in make_practice(today=today):
        assert Bundle.model_validate_json(dumps(bundle)).type == "transaction"


def test_every_id_is_used_once(practice: dict[str, Any]) -> None:
    seen = Counter(entry["fullUrl"] for bundle in practice.values() for entry in bundle["entry"])
    assert [address for address, times in seen.items() if times > 1] == []


def test_every_reference_leads_somewhere(practice: dict[str, Any]) -> None:
    there = {entry["request"]["url"] for bundle in practice.values() for entry in bundle["entry"]}
    pointed_at = {value for name, value in every_value(list(practice.values())) if name == "reference"}
    assert pointed_at - there == set()


def test_a_chart_leans_only_on_itself_and_the_practice(practice: dict[str, Any]) -> None:
    shared = {f"{one['resourceType']}/{one['id']}" for one in practice_resources()}
    for bundle in practice.values():
        own = {entry["request"]["url"] for entry in bundle["entry"]}
        pointed_at = {value for name, value in every_value(bundle) if name == "reference"}
        assert pointed_at <= own | shared


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_nothing_has_happened_yet_that_is_in_the_future(today: date) -> None:
    expected_later = {"dueDate"}
    for bundle in make_practice(today=today):
        dates = [(n, v) for n, v in every_value(bundle) if isinstance(v, str) and v[:2] in ("19", "20")]
        dates = [(n, v) for n, v in dates if len(v) >= 10 and v[4] == v[7] == "-"]
        assert [(n, v) for n, v in dates if v[:10] >= today.isoformat() and n not in expected_later] == []


def test_no_problem_ends_before_it_began(practice: dict[str, Any]) -> None:
    for bundle in practice.values():
        for problem in resources(bundle, "Condition"):
            assert problem["onsetDateTime"] <= problem.get("abatementDateTime", "9999")


def test_nothing_happens_before_birth_or_after_death(practice: dict[str, Any]) -> None:
    for bundle in practice.values():
        patient = patient_in(bundle)
        for seen in resources(bundle, "Encounter"):
            assert patient["birthDate"] <= seen["period"]["start"][:10]
            assert seen["period"]["end"] < patient.get("deceasedDateTime", "9999")


def test_people_are_as_old_as_their_story_says(practice: dict[str, Any]) -> None:
    ages = {}
    for name, bundle in practice.items():
        born = date.fromisoformat(patient_in(bundle)["birthDate"])
        ages[name] = TODAY.year - born.year - ((TODAY.month, TODAY.day) < (born.month, born.day))
    adults = {"alice": 41, "bob": 58, "grace": 83, "walter": 91, "priya": 29}
    assert ages == adults | {"mia": 6, "baby": 0, "leo": 15, "zoe": 17}


def test_everyone_has_their_own_medical_record_number_and_a_zip_code(practice: dict[str, Any]) -> None:
    for name, bundle in practice.items():
        patient = patient_in(bundle)
        assert [number["value"] for number in patient["identifier"]] == [MRNS[name]]
        assert len(patient["address"][0]["postalCode"]) == 5
    assert MRNS["alice"] == "LF-100234"
    assert len(set(MRNS.values())) == len(MRNS)


def test_nobody_can_be_called_or_written_to_by_mistake(practice: dict[str, Any]) -> None:
    for bundle in practice.values():
        for entry in bundle["entry"]:
            for contact in entry["resource"].get("telecom", []):
                reserved = "555-01" if contact["system"] == "phone" else "@example.org"
                assert reserved in contact["value"]


def test_every_code_comes_with_words(practice: dict[str, Any]) -> None:
    def codings(within: Any) -> Any:
        if isinstance(within, dict):
            yield from within.get("coding", [])
            within = list(within.values())
        if isinstance(within, list):
            for inner in within:
                yield from codings(inner)

    assert [one for one in codings(list(practice.values())) if not one["display"]] == []


def test_numbers_keep_the_digits_the_laboratory_wrote() -> None:
    written = dumps({"value": Decimal("1.50"), "other": [Decimal("2E+2"), 3, True, None, 'a "b" é']})
    assert written == '{"value": 1.50, "other": [200, 3, true, null, "a \\"b\\" é"]}'
    assert json.loads(written, parse_float=Decimal)["value"].as_tuple() == Decimal("1.50").as_tuple()


def test_new_things_look_new(practice: dict[str, Any]) -> None:
    newest = max(one["issued"] for one in resources(practice["alice"], "Observation"))
    assert timedelta(days=1) <= TODAY - datetime.fromisoformat(newest).date() <= timedelta(days=5)
