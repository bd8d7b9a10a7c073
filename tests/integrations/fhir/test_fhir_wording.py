"""Numbers, units, dates and names read the way people write them, exact and never a bare code."""

from decimal import Decimal
from typing import Any

import pytest

from portal.integrations.fhir.wording.attachments import attachment, size_words
from portal.integrations.fhir.wording.names import concept, concepts, measure_name
from portal.integrations.fhir.wording.numbers import (
    load,
    number,
    number_words,
    quantity_words,
    ratio_words,
    span_of_numbers,
    unit_words,
)
from portal.integrations.fhir.wording.people import address_lines, name_of, person_name
from portal.integrations.fhir.wording.plain import clean, from_html, narrative
from portal.integrations.fhir.wording.when import (
    choice_words,
    day_words,
    moment_words,
    span_words,
    visit_words,
)

LOINC = "http://loinc.org"


@pytest.mark.parametrize(
    "odd", [None, True, "12", [], {}, float("nan"), float("inf"), Decimal("NaN"), Decimal("sNaN")]
)
def test_what_is_no_number_has_no_words(odd: Any) -> None:
    assert number_words(odd) == ""
    assert number(odd) is None
    assert quantity_words({"value": odd, "unit": "mg"}) == ""


@pytest.mark.parametrize(
    ("literal", "shown"),
    [
        ("1.50", "1.50"),
        ("148", "148"),
        ("0", "0"),
        ("-0.5", "-0.5"),
        ("7.0", "7.0"),
        ("1.0150", "1.0150"),
        ("0.0025", "0.0025"),
        ("182.51585465391298", "182.5"),
        ("97.96", "97.96"),
        ("4.727358125855294", "4.73"),
        ("0.0018012345678", "0.00180"),
        ("-12.3456789012", "-12.3"),
        ("1.5e3", "1500"),
        ("1E2", "100"),
        ("1e30", "1 × 10³⁰"),
        ("2.5e-20", "2.5 × 10⁻²⁰"),
        ("0e99", "0"),
    ],
)
def test_a_number_is_shown_as_it_was_written_without_silly_precision(literal: str, shown: str) -> None:
    assert number_words(load(f'{{"value": {literal}}}')["value"]) == shown


def test_a_number_too_large_for_a_chart_is_only_words() -> None:
    assert number(Decimal("1e400")) is None
    assert number_words(Decimal("1e400")) == "1 × 10⁴⁰⁰"


@pytest.mark.parametrize(
    ("unit", "shown"),
    [
        ({"unit": "mg/dL", "code": "mg/dL"}, "mg/dL"),
        ({"unit": "{score}"}, ""),
        ({"unit": "(score)"}, ""),
        ({"unit": "1"}, ""),
        ({"unit": "mm[Hg]"}, "mmHg"),
        ({"unit": "10*3/uL"}, "×10³/µL"),
        ({"unit": "10*6/uL"}, "×10⁶/µL"),
        ({"code": "10^-3/L"}, "×10⁻³/L"),
        ({"unit": "kg/m2"}, "kg/m²"),
        ({"unit": "mL/min/{1.73_m2}"}, "mL/min/1.73 m²"),
        ({"unit": "ug/L"}, "µg/L"),
        ({"unit": "u[IU]/mL"}, "µIU/mL"),
        ({"unit": "Cel"}, "°C"),
        ({"code": "[degF]"}, "°F"),
        ({"unit": "/min"}, "per min"),
        ({"unit": "{beats}/min"}, "beats/min"),
        ({"unit": "tablets", "code": "{tbl}"}, "tablets"),
        ({"unit": "United"}, "United"),
        ({"unit": "/"}, ""),
        ({"unit": 5}, ""),
        ({}, ""),
        (None, ""),
    ],
)
def test_a_unit_is_written_as_people_write_it(unit: Any, shown: str) -> None:
    assert unit_words(unit) == shown


def test_quantities_ranges_and_ratios_in_words() -> None:
    assert quantity_words({"value": 44, "unit": "%"}) == "44%"
    assert quantity_words({"value": 5, "unit": "mg/L", "comparator": "<"}) == "< 5 mg/L"
    assert quantity_words({"value": 1, "unit": "d", "code": "d"}) == "1 day"
    assert quantity_words({"value": 30, "unit": "days", "code": "d"}) == "30 days"
    assert (
        span_of_numbers({"low": {"value": 5, "unit": "mg"}, "high": {"value": 10, "unit": "mg"}})
        == "5 to 10 mg"
    )
    assert (
        span_of_numbers({"low": {"value": 5, "unit": "mg"}, "high": {"value": 1, "unit": "g"}})
        == "5 mg to 1 g"
    )
    assert span_of_numbers({"high": {"value": 10, "unit": "mg"}}) == "up to 10 mg"
    assert span_of_numbers({"low": {"value": 5, "unit": "mg"}}) == "at least 5 mg"
    assert span_of_numbers([]) == ""
    assert ratio_words({"numerator": {"value": 1}, "denominator": {"value": 128}}) == "1 : 128"
    per = {"numerator": {"value": 5, "unit": "mg"}, "denominator": {"value": 1, "unit": "mL"}}
    assert ratio_words(per) == "5 mg per 1 mL"
    assert ratio_words({}) == ""


@pytest.mark.parametrize("odd", [None, "", "soon", 2019, [], "2019-99", "2019-02-31"])
def test_what_is_no_date_has_no_words(odd: Any) -> None:
    assert day_words(odd) == moment_words(odd) == ""
    assert span_words({"start": odd}) == visit_words({"start": odd, "end": odd}) == ""
    assert (
        choice_words({"onsetDateTime": odd, "onsetPeriod": odd, "onsetAge": odd, "onsetRange": odd}, "onset")
        == ""
    )


def test_a_date_is_never_more_exact_than_it_came() -> None:
    assert day_words("2019") == "2019"
    assert day_words("2019-05") == "May 2019"
    assert day_words("2019-05-07") == "May 7, 2019"
    assert moment_words("2019-05") == "May 2019"
    assert moment_words("2019-05-07T13:20:00Z") == "May 7, 2019, 9:20 AM EDT"
    assert day_words("2019-05-08T02:00:00Z") == "May 7, 2019"  # still the evening before, at the practice
    assert day_words("0001-01-01T00:00:00Z") == ""  # the practice's clock stood before the calendar began


def test_spans_of_time_in_words() -> None:
    assert span_words({"start": "2019-05-07", "end": "2019-05-07"}) == "May 7, 2019"
    assert span_words({"start": "2019", "end": "2020-02"}) == "2019 to Feb 2020"
    assert span_words({"start": "2019"}) == "Since 2019"
    assert span_words({"end": "2019"}) == "Until 2019"
    hours = {"start": "2019-05-07T13:20:00Z", "end": "2019-05-07T13:45:00Z"}
    assert visit_words(hours) == "May 7, 2019, 9:20 AM EDT to 9:45 AM"
    nights = {"start": "2019-05-07T13:20:00Z", "end": "2019-05-09T13:45:00Z"}
    assert visit_words(nights) == "May 7, 2019, 9:20 AM EDT to May 9, 2019, 9:45 AM EDT"
    assert visit_words({"start": "2019-05-07T13:20:00Z"}) == "May 7, 2019, 9:20 AM EDT"
    assert visit_words({"start": "2019-05-07", "end": "2019-05-07T13:45:00Z"}) == "May 7, 2019"


def test_an_onset_is_told_in_each_form_it_may_have() -> None:
    assert choice_words({"onsetDateTime": "2001-03"}, "onset") == "Mar 2001"
    assert choice_words({"onsetString": "as a child"}, "onset") == "as a child"
    assert (
        choice_words({"onsetAge": {"value": 12, "unit": "a", "code": "a"}}, "onset")
        == "At the age of 12 years"
    )
    ages = {"low": {"value": 3, "code": "a"}, "high": {"value": 5, "code": "a"}}
    assert choice_words({"onsetRange": ages}, "onset") == "At the age of 3 years to 5 years"


def test_a_coded_thing_is_never_shown_as_a_bare_code() -> None:
    bare = {"coding": [{"system": LOINC, "code": "2345-7"}], "text": "2345-7"}
    assert concept(bare) == ""
    assert concept(bare, "Unnamed test") == "Unnamed test"
    assert concept({"coding": [{"code": "x"}, {"code": "y", "display": "Glucose"}], "text": "y"}) == "Glucose"
    assert concept({"text": "Blood sugar", "coding": [{"display": "Glucose"}]}) == "Blood sugar"
    assert concept({"text": "Viral sinusitis (disorder)"}) == "Viral sinusitis"
    assert concept({"text": "Hib (PRP-OMP)"}) == "Hib (PRP-OMP)"
    assert concept([{}, {"text": "Second"}]) == "Second"
    assert concepts([{"text": "A"}, {"text": "A"}, {"coding": [{"code": "b"}]}, "c"]) == ["A"]
    for odd in (None, "Glucose", 5, [], [None], {"coding": "x"}, {"coding": [None]}, {"text": ["x"]}):
        assert concept(odd) == ""


def test_a_common_test_goes_by_its_everyday_name_unless_the_practice_named_it() -> None:
    official = {
        "system": LOINC,
        "code": "6690-2",
        "display": "Leukocytes [#/volume] in Blood by Automated count",
    }
    assert measure_name({"coding": [official], "text": official["display"]}, "") == "White blood cells"
    assert (
        measure_name({"coding": [official], "text": "WBC, Dr. Okafor's way"}, "") == "WBC, Dr. Okafor's way"
    )
    rare = {"system": LOINC, "code": "0-0", "display": "Bilirubin.total [Mass/volume] in Serum or Plasma"}
    assert measure_name({"coding": [rare]}, "") == "Bilirubin (total) in serum or plasma"
    assert measure_name({"coding": [{"system": LOINC, "code": "6690-2"}]}, "") == "White blood cells"
    assert measure_name(None, "Unnamed test") == "Unnamed test"


def test_names_of_people_and_places() -> None:
    assert person_name(
        [{"prefix": ["Dr."], "given": ["Ana", "María"], "family": "O'Keefe", "suffix": ["Jr."]}]
    ) == ("Dr. Ana María O'Keefe Jr.")
    assert person_name([{"use": "old", "text": "Before"}, {"use": "official", "text": "Now"}]) == "Now"
    assert person_name([{"use": "official"}, {"given": [None, "Ann"]}]) == "Ann"
    assert person_name("Ann") == person_name([None, 5, {}]) == ""
    assert name_of({"resourceType": "Organization", "name": "Lakeside"}) == "Lakeside"
    assert name_of({"resourceType": "Goal", "description": {"text": "Walk daily"}}) == "Walk daily"
    assert name_of({"resourceType": "Device", "deviceName": [{"name": "Pump"}]}) == "Pump"
    role = {"resourceType": "PractitionerRole", "practitioner": {"reference": "Practitioner/1"}}
    nia = {"resourceType": "Practitioner", "name": [{"text": "Nia"}]}
    assert name_of(role, {"Practitioner/1": nia}.get) == "Nia"
    assert name_of(role) == name_of({}) == ""


def test_an_address_is_the_lines_of_an_envelope() -> None:
    full = {
        "line": ["1 Lake St", "Apt 2"],
        "city": "Andover",
        "state": "MA",
        "postalCode": "01810",
        "country": "US",
    }
    assert address_lines(full) == ["1 Lake St", "Apt 2", "Andover, MA 01810", "US"]
    assert address_lines({"text": "1 Lake St\nAndover"}) == ["1 Lake St", "Andover"]
    assert address_lines({"postalCode": "01810"}) == ["01810"]
    assert address_lines(None) == []


def test_markup_becomes_plain_text_and_nothing_hidden_stays() -> None:
    div = '<div xmlns="x">Plan for A &amp; B.<br/>\n<ul><li>Rest</li><li>Walk</li></ul>'
    assert (
        narrative({"text": {"div": div + "<p>1 &lt; 2</p></div>"}})
        == "Plan for A & B.\n• Rest\n• Walk\n1 < 2"
    )
    attack = '<script>alert(1)</script><img src=x onerror="alert(1)"><style>p{}</style>safe<iframe></iframe>'
    assert from_html(attack) == "safe"
    assert (
        from_html("&lt;script&gt;alert(1)&lt;/script&gt;") == "<script>alert(1)</script>"
    )  # text, as written
    assert from_html("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>") == "a b\nc"
    assert from_html(None) == narrative({"text": "x"}) == narrative({}) == ""
    assert clean("a\x00b\u202ec\u200bd\r\ne\ud800") == "abcd\ne"


def test_files_are_told_by_kind_and_size() -> None:
    note = attachment({"contentType": "text/plain; charset=utf-8", "data": "SGVsbG8=", "title": "Note"})
    assert (note.kind, note.content_type, note.text, note.inline, note.size) == (
        "Text",
        "text/plain",
        "Hello",
        True,
        5,
    )
    page = attachment({"contentType": "text/html", "data": "PGI+SGk8L2I+PHNjcmlwdD54PC9zY3JpcHQ+"})
    assert page.text == "Hi"
    away = attachment({"contentType": "image/jpeg", "url": "https://example.org/scan", "size": 2_500_000})
    assert (away.kind, away.inline, away.url, away.size_words) == (
        "Picture",
        False,
        "https://example.org/scan",
        "2.5 MB",
    )
    for odd in (None, {}, {"data": "***"}, {"data": 5, "size": "big"}, {"data": "a"}, {"size": -1}):
        assert attachment(odd).kind == "File"
        assert not attachment(odd).inline
    assert [size_words(n) for n in (None, 0, 999, 12_345)] == ["", "", "999 bytes", "12 KB"]
