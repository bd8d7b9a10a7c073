"""Many people and one very long chart, for measuring."""

from itertools import islice

import pytest
from fhir.resources.R4B.bundle import Bundle
from fhir.resources.R4B.patient import Patient

from portal.demo.crowd import bulk, heavy
from portal.demo.people import dumps


def test_a_crowd_is_many_different_people() -> None:
    crowd = list(bulk(1_000, seed=3))
    assert len({one["id"] for one in crowd}) == 1_000
    assert len({one["identifier"][0]["value"] for one in crowd}) == 1_000
    names = {(one["name"][0]["family"], *one["name"][0]["given"]) for one in crowd}
    assert len(names) > 900
    for one in crowd[:50]:
        Patient.model_validate_json(dumps(one))


def test_the_same_seed_brings_the_same_crowd() -> None:
    assert list(bulk(20, seed=3)) == list(bulk(20, seed=3))
    assert list(islice(bulk(1_000_000, seed=3), 20)) == list(bulk(20, seed=3))
    assert list(bulk(20, seed=4)) != list(bulk(20, seed=3))


@pytest.mark.parametrize("size", [20, 21, 300, 2_000])
def test_a_heavy_chart_has_exactly_as_many_resources_as_asked(size: int) -> None:
    bundle = heavy(size, seed=3)
    assert len(bundle["entry"]) == size
    assert len({entry["fullUrl"] for entry in bundle["entry"]}) == size


def test_a_heavy_chart_is_valid_and_mostly_results() -> None:
    bundle = heavy(400, seed=3)
    assert Bundle.model_validate_json(dumps(bundle)).type == "transaction"
    kinds = [entry["resource"]["resourceType"] for entry in bundle["entry"]]
    assert kinds.count("Observation") > 300


def test_a_heavy_chart_refuses_to_be_smaller_than_one_patient() -> None:
    with pytest.raises(ValueError, match="at least 20"):
        heavy(19, seed=3)
