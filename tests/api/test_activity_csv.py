"""Alice takes the list of who looked at her record away as a table, and nobody else does."""

import csv
import io

import pytest

from portal.services import door, records
from tests import people
from tests.services.staff import emergencies
from tests.web import Browser

pytestmark = pytest.mark.usefixtures("home")

ADDRESS = "/api/activity.csv"


def test_it_is_an_attachment_that_spreadsheets_read_right() -> None:
    alice = people.alice()
    answer = Browser(token=alice.token).get(ADDRESS)

    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/csv; charset=utf-8")
    assert answer.headers["content-disposition"].startswith('attachment; filename="activity-20')
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.content.startswith(
        b"\xef\xbb\xbfwhen,who,role,relation,for whom,what,which,allowed,from where\r\n"
    )


def test_nobody_signed_out_gets_it_and_bob_gets_only_his_own() -> None:
    alice, bob = people.alice(), people.bob()
    Browser(token=alice.token).get(ADDRESS)

    assert Browser().get(ADDRESS).status_code == 401
    answer = Browser(token=bob.token).get(ADDRESS, params={"patient_id": str(alice.patient_id)})
    assert "Bob Brown" in answer.text
    assert "Alice" not in answer.text


def test_the_filters_of_the_screen_are_those_of_the_table() -> None:
    alice, nia = people.alice(), people.nia()
    door.in_chart(nia.token, records.overview, patient_id=alice.patient_id)

    rows = _rows(Browser(token=alice.token), who="staff", what="looked", since="2000-01-01")
    assert [row["who"] for row in rows] == ["Nia Novak"]
    assert _rows(Browser(token=alice.token), who="staff", until="2000-01-01") == []
    assert len(_rows(Browser(token=alice.token), who="' OR 1=1 --", since="%00")) > 1


@pytest.mark.parametrize("name", ['=HYPERLINK("http://evil.example")', "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_a_name_that_would_be_a_formula_is_only_a_name(name: str) -> None:
    alice = people.alice()
    evil = people.staff(name, role=people.Role.CLINICIAN)
    door.in_chart(evil.token, records.overview, patient_id=alice.patient_id)

    [row] = _rows(Browser(token=alice.token), who="staff", what="looked")
    assert row["who"] == f"'{name}"


def test_commas_quotes_and_lines_stay_in_their_cell() -> None:
    alice = people.alice()
    odd = people.staff('Nia "N", Novak\r\nx', role=people.Role.CLINICIAN)
    door.in_chart(odd.token, records.overview, patient_id=alice.patient_id)

    [row] = _rows(Browser(token=alice.token), who="staff", what="looked")
    assert (row["who"], row["role"]) == ('Nia "N", Novak\r\nx', "clinician")


def _rows(browser: Browser, **query: str) -> list[dict[str, str]]:
    answer = browser.get(ADDRESS, params=query)
    assert answer.status_code == 200
    text = answer.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_whoever_has_a_chart_open_in_an_emergency_does_not_get_who_was_in_it() -> None:
    alice, sam, nia = people.alice(), emergencies.sam(), people.nia()
    emergencies.open_it(sam, alice)

    asked = f"/api/activity.csv?patient={alice.patient_id}"
    assert Browser(token=sam.token).get(asked).status_code == 403
    assert Browser(token=nia.token).get(asked).status_code == 200
