"""Records that nobody here wrote go all the way from file to screen, and nothing of them is lost."""

import dataclasses
import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from portal.integrations.fhir import views
from portal.integrations.fhir.facts import facts
from portal.integrations.fhir.reading import Raw, find_files, fold, read_file
from portal.integrations.fhir.references import Links, is_shared, patient_of, source_of, targets_of
from portal.integrations.fhir.validating import check

DATA = Path(os.environ.get("PORTAL_SHARED_DATA") or Path(__file__).parents[2].parent / "shared" / "data")
FOLDERS = [DATA / "fhir-r4", DATA / "fhir-extras"]
pytestmark = [
    pytest.mark.interop,
    pytest.mark.skipif(
        not all(folder.is_dir() for folder in FOLDERS), reason=f"others' FHIR files are not at {DATA}"
    ),
]
BARE_CODE = re.compile(r"\b\d{6,18}\b|\b\d{1,6}-\d\b|[{\[]|\*|urn:|http")


@cache
def files() -> list[tuple[Path, list[Raw], Links]]:
    found = []
    for path in find_files(FOLDERS):
        raws = list(read_file(path, max_bytes=100_000_000, max_depth=64))
        assert all(isinstance(raw, Raw) for raw in raws), path.name
        good = [raw for raw in raws if isinstance(raw, Raw)]
        found.append((path, good, Links(good)))
    return found


def drawn() -> Iterator[tuple[Raw, Any]]:
    """Every resource that has a screen, as that screen shows it."""
    for _, raws, links in files():
        filed = {source_of(raw): views.load(raw.text) for raw in raws}

        def look_up(reference: str, links: Links = links, filed: dict[Any, Any] = filed) -> Any:
            return filed.get(links.resolve(reference))

        for raw in raws:
            data = views.load(raw.text)
            view = (
                views.demographics(data, look_up) if raw.type == "Patient" else views.view_of(data, look_up)
            )
            if view is not None:
                yield raw, view


def words_of(value: Any) -> Iterator[str]:
    """Every text in a view, but for names kept as the practice sent them and whole files."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from words_of(item)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            if field.name not in ("full_name", "mrn", "fhir_id", "content_type", "url"):
                yield from words_of(getattr(value, field.name))


def test_every_resource_of_every_file_is_read_once_and_byte_for_byte() -> None:
    for path, raws, _ in files():
        text = path.read_bytes()
        whole = json.loads(text)
        expected = (
            [entry["resource"] for entry in whole["entry"]] if whole["resourceType"] == "Bundle" else [whole]
        )
        assert [raw.data for raw in raws] == expected
        assert all(raw.text in text for raw in raws)
        assert all(json.loads(fold(raw.text)) == raw.data for raw in raws)


def test_every_resource_is_valid_and_belongs_to_someone() -> None:
    for path, raws, links in files():
        for raw in raws:
            assert check(raw.data) is None, f"{path.name} {raw.entry}"
            owner = patient_of(raw.data, links) or targets_of(raw.data, links) or is_shared(raw.data, links)
            assert owner, f"{path.name} {raw.entry} {raw.type}"
            assert source_of(raw)


def test_in_each_bundle_all_records_belong_to_its_one_patient() -> None:
    for _, raws, links in files():
        patients = {source_of(raw) for raw in raws if raw.type == "Patient"}
        owners = {patient_of(raw.data, links) for raw in raws if not is_shared(raw.data, links)}
        if patients:
            assert owners == patients


def test_every_kind_of_record_has_a_time_and_a_status_on_file() -> None:
    kinds: Counter[str] = Counter()
    for _, raws, links in files():
        for raw in raws:
            found = facts(raw.data, links)
            kinds[found.kind] += 1
            undated = raw.type == "DocumentReference" and "date" not in raw.data
            assert found.kind == "other" or (found.when and found.status) or undated
            assert found.kind in ("other", "visits", "documents", "allergies", "care-plans") or found.code
            if raw.type == "DiagnosticReport":
                assert len(found.members) == len(raw.data["result"])
    assert {"results", "visits", "immunizations", "medications", "conditions", "allergies"} <= set(kinds)
    assert {"vitals", "procedures", "care-plans", "documents"} <= set(kinds)


def test_every_screen_names_its_thing_and_never_shows_a_bare_code() -> None:
    seen: Counter[str] = Counter()
    for raw, view in drawn():
        seen[type(view).__name__] += 1
        assert view.name, f"{raw.file} {raw.entry}"
        assert not view.name.startswith("Unnamed"), f"{raw.file} {raw.entry}"
        if isinstance(view, views.Document | views.Demographics):
            continue
        for words in words_of(view):
            shown = re.sub(r"\([^)]*\)", "", words)
            assert not BARE_CODE.search(shown), f"{raw.file} {raw.entry}: {words}"
    assert len(seen) == 12


def test_every_value_with_a_number_shows_it() -> None:
    for raw, view in drawn():
        if isinstance(view, views.LabResult | views.Vital) and "valueQuantity" in raw.data:
            assert view.number is not None
            assert view.number == raw.data["valueQuantity"]["value"]
            assert abs(float(view.value) - view.number) <= max(0.051, abs(view.number) * 0.005)
        if isinstance(view, views.Panel):
            assert len(view.results) == len(raw.data["result"])


def test_every_visit_and_medicine_names_a_person() -> None:
    for raw, view in drawn():
        if isinstance(view, views.Visit) and raw.data.get("participant"):
            assert view.clinicians
        if isinstance(view, views.Medication):
            assert view.prescriber
