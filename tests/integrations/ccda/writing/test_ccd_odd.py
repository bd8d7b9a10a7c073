"""Whatever stands in a record, valid or not, a document comes of it that can be read."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.integrations.ccda.writing.odd import NAMES, odd_resources, odd_values
from tests.integrations.ccda.writing.written import ALICE, SNOMED, Ccd, coded, written


@given(st.lists(odd_resources | odd_values, max_size=4), st.dictionaries(st.sampled_from(NAMES), odd_values))
def test_no_record_however_odd_keeps_a_document_from_being_written(records: list[Any], patient: Any) -> None:
    root = etree.fromstring(written(*records, patient=patient))
    places = root.xpath("//@ID")
    assert len(places) == len(set(places))


@pytest.mark.parametrize(
    ("date", "stamp"),
    [
        ("2019", "2019"),
        ("2019-05", "201905"),
        ("2019-05-07", "20190507"),
        ("2019-05-07T09:20:00Z", "20190507092000+0000"),
        ("2019-05-07T09:20:00.123-04:00", "20190507092000-0400"),
        ("2019-05-07T09:20:00", "20190507"),
        ("0001-01-01", "00010101"),
    ],
)
def test_a_date_is_no_more_exact_than_it_came(date: str, stamp: str) -> None:
    ccd = Ccd({"resourceType": "Condition", "id": "c", "onsetDateTime": date})
    assert ccd.one("//c:observation/c:effectiveTime/c:low/@value") == stamp


@pytest.mark.parametrize("date", ["2019-13-01", "soon", "", 2019, None, {"start": "2019"}])
def test_what_is_no_date_is_unknown(date: object) -> None:
    ccd = Ccd({"resourceType": "Condition", "id": "c", "onsetDateTime": date})
    assert ccd.one("//c:observation/c:effectiveTime/c:low/@nullFlavor") == "UNK"


def test_signs_that_xml_forbids_are_left_out_and_long_texts_stay_whole() -> None:
    long = "na\x01me\ufffe " * 2_000 + "end"
    ccd = Ccd({"resourceType": "Condition", "id": "c", "code": coded("1", SNOMED, long)})
    assert ccd.cells("conditions")[0][0] == ("name " * 2_000 + "end")
    assert ccd.one("//c:value[@code='1']/@displayName").endswith("end")


def test_a_name_in_one_piece_and_an_address_of_many_lines_fit_the_rules() -> None:
    patient = {**ALICE, "name": [{"text": "Alice of Salem"}], "address": [{"line": list("abcdef")}]}
    ccd = Ccd(patient=patient)
    assert ccd.one("//c:patient/c:name/c:family").text == "Alice of Salem"
    assert ccd.one("//c:patient/c:name/c:given/@nullFlavor") == "UNK"
    lines = ccd.find("//c:patientRole/c:addr/c:streetAddressLine")
    assert [line.text for line in lines] == ["a", "b", "c", "d, e, f"]
    assert ccd.one("//c:patientRole/c:addr/c:city/@nullFlavor") == "NI"


def test_records_without_an_id_are_told_apart() -> None:
    ccd = Ccd(
        {"resourceType": "Procedure", "code": {"text": "One"}},
        {"resourceType": "Procedure", "code": {"text": "Two"}},
    )
    first, second = ccd.find("//c:procedure/c:id/@root")
    assert first != second


def test_many_reports_of_the_same_many_results_stay_in_proportion() -> None:
    labs = [{"resourceType": "Observation", "id": f"o{n}", "code": {"text": "X"}} for n in range(100)]
    refs = [{"reference": f"Observation/o{n}"} for n in range(100)]
    reports = [{"resourceType": "DiagnosticReport", "id": f"r{n}", "result": refs} for n in range(100)]
    assert len(Ccd(*labs, *reports).find("//c:section//c:observation")) < 500
