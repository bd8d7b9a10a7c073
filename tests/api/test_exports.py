"""Alice fetches the download she asked for; nobody else does, and a day later nobody."""

from uuid import uuid4

import pytest

from portal.services import door
from portal.services.exporting import asking, making
from tests import people
from tests.charts import lab, on_file
from tests.web import Browser

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def alice() -> people.Person:
    alice = people.alice()
    on_file(alice, lab("ldl", "1.50"))
    return alice


def ready(alice) -> str:
    row = door.in_chart(alice.token, asking.ask, form="fhir")
    making.make_due()
    return f"/api/exports/{row.id}"


def test_it_is_an_attachment_that_no_browser_keeps(alice):
    answer = Browser(token=alice.token).get(ready(alice))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/fhir+json")
    assert answer.headers["content-disposition"].startswith('attachment; filename="health record 20')
    assert "Alice" not in answer.headers["content-disposition"]
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert b"1.50" in answer.content
    assert "sandbox" in answer.headers["content-security-policy"]


def test_nobody_else_gets_it(alice):
    address = ready(alice)
    assert Browser().get(address).status_code == 401
    assert Browser(token=people.bob().token).get(address).status_code == 404
    assert Browser(token=people.nia().token).get(address).status_code == 403


@pytest.mark.parametrize("which", ["x", "", "../../etc", "0"])
def test_an_id_that_is_none_is_not_found(alice, which):
    assert Browser(token=alice.token).get(f"/api/exports/{which}").status_code == 404


def test_before_it_is_ready_and_after_its_day_there_is_nothing(alice, clock):
    row = door.in_chart(alice.token, asking.ask, form="fhir")
    address = f"/api/exports/{row.id}"
    assert Browser(token=alice.token).get(address).status_code == 404
    making.make_due()
    assert Browser(token=alice.token).get(address).status_code == 200
    clock.forward(hours=25)
    gone = Browser(token=people.sign_in(alice).token).get(address)
    assert gone.status_code == 404 and "make a new one" in gone.json()["message"]
    assert Browser(token=alice.token).get(f"/api/exports/{uuid4()}").status_code in (401, 404)
