"""Alice takes her papers home as PDF, and nobody takes anyone else's."""

import io
from uuid import UUID

import pytest
from pypdf import PdfReader

from tests import people
from tests.charts import listed, medicine, on_file, shot, visit
from tests.web import Browser

pytestmark = pytest.mark.usefixtures("home")

PAPERS = ["/api/papers/immunizations", "/api/papers/medications", f"/api/papers/visits/{UUID(int=7)}"]


@pytest.mark.parametrize(
    ("path", "says", "file"),
    [
        ("immunizations", "Flu shot", "Immunization record.pdf"),
        ("medications", "Atorvastatin", "Medication list.pdf"),
        ("visits", "Yearly physical", "Visit summary.pdf"),
    ],
)
def test_alice_takes_a_paper_home(path: str, says: str, file: str) -> None:
    alice = people.alice()
    on_file(alice, shot("Flu shot"), medicine("Atorvastatin"), visit("Yearly physical"))
    which = f"/{_id_of_the_visit(alice)}" if path == "visits" else ""

    answer = Browser(token=alice.token).get(f"/api/papers/{path}{which}")

    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.headers["content-disposition"].startswith(f'attachment; filename="{file}"')
    assert "Alice" not in str(answer.headers)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert says in words
    assert "Alice Ames" in words


@pytest.mark.parametrize("path", PAPERS)
def test_without_a_session_there_is_nothing(path: str) -> None:
    answer = Browser().get(path)

    assert answer.status_code == 401
    assert b"%PDF" not in answer.content


def test_bob_does_not_get_alices_visit() -> None:
    alice, bob = people.alice(), people.bob()
    on_file(alice, visit("Yearly physical"))

    answer = Browser(token=bob.token).get(f"/api/papers/visits/{_id_of_the_visit(alice)}")

    assert answer.status_code == 404
    assert answer.json()["message"] == "We could not find that."


@pytest.mark.parametrize("record_id", ["1", "x" * 300, "%00", str(UUID(int=9))])
def test_a_visit_there_is_none_of_is_not_found(record_id: str) -> None:
    alice = people.alice()

    assert Browser(token=alice.token).get(f"/api/papers/visits/{record_id}").status_code == 404


def _id_of_the_visit(person: people.Person) -> str:
    return listed(person, "visits").rows[0].href.rpartition("/")[2]
