"""Nia puts a letter on Alice's chart; Alice reads it; what is no document stays out."""

import io

import pytest
from PIL import Image

from portal.models.account import Role
from tests import people
from tests.charts import listed, opened
from tests.pdfs import pdf
from tests.web import OURS, Browser

pytestmark = pytest.mark.usefixtures("home")

PDF = pdf()
FORM = {"title": "Letter to Dr. Lee", "kind": "letter", "dated": "2026-11-01"}


def post(who, patient, data=PDF, *, name="letter.pdf", headers=OURS, **more):
    return Browser(token=who.token).post(
        f"/api/staff/patients/{patient.patient_id}/documents",
        data=FORM | more,
        files={"file": (name, data, "application/x-anything")},
        headers=headers,
    )


def test_a_letter_is_on_the_chart_at_once_and_says_who_put_it_there():
    alice, nia = people.alice(), people.nia()
    answer = post(nia, alice)
    assert answer.json()["ok"], answer.json()
    (row,) = listed(alice, "documents").rows
    assert (row.title, "Nov 1, 2026" in row.line) == ("Letter to Dr. Lee", True)
    detail = opened(alice, "documents", row.href)
    assert {fact.name: fact.value for fact in detail.facts}["Written by"] == "Nia Novak"
    assert Browser(token=alice.token).get(detail.files[0].href).content == PDF


def test_a_photo_of_a_letter_is_made_anew():
    alice, nia = people.alice(), people.nia()
    picture = io.BytesIO()
    Image.new("RGB", (9, 9)).save(picture, "JPEG", comment=b"secret place")
    post(nia, alice, picture.getvalue(), name="scan.jpg")
    file = opened(alice, "documents", listed(alice, "documents").rows[0].href).files[0]
    assert b"secret" not in Browser(token=alice.token).get(file.href).content
    shown = Browser(token=alice.token).get(file.view)
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/jpeg")


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"title": " \u200b\u3164\u2800 "}, "title"),
        ({"dated": "1983-01-01"}, "dated"),
        ({"data": b'<svg onload="alert(1)"/>', "name": "a.svg"}, "file"),
        ({"kind": "poem"}, "kind"),
        ({"dated": "2999-01-01"}, "dated"),
        ({"dated": "yesterday"}, "dated"),
        ({"data": b""}, "file"),
        ({"data": b"MZ\x90\0exe"}, "file"),
        ({"data": b"<html><script>alert(1)</script>"}, "file"),
        ({"data": b"\xff\xd8\xffbroken"}, "file"),
        ({"data": b"Dear Dr. Lee, this is plain text."}, "file"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_kept(more, field):
    alice, nia = people.alice(), people.nia()
    data = more.pop("data", PDF)
    answer = post(nia, alice, data, **more)
    assert answer.status_code == 422
    assert list(answer.json()["fields"]) == [field]
    assert listed(alice, "documents").rows == []


def test_too_large_a_file_is_refused_while_it_comes():
    alice, nia = people.alice(), people.nia()
    answer = post(nia, alice, b"%PDF-" + bytes(26_000_000))
    assert answer.status_code == 422 and "larger than 25 MB" in answer.json()["message"]


def test_a_body_that_is_no_form_is_refused():
    alice, nia = people.alice(), people.nia()
    way = f"/api/staff/patients/{alice.patient_id}/documents"
    for kind in ("text/plain", "multipart/form-data", "multipart/form-data; boundary=x"):
        answer = Browser(token=nia.token).post(way, content=b"\0\1\2", headers=OURS | {"Content-Type": kind})
        assert answer.status_code == 422, kind


def test_only_staff_who_may_and_only_from_our_own_pages():
    alice, nia = people.alice(), people.nia()
    assert post(alice, alice).status_code == 403
    assert post(people.nia(role=Role.FRONT_DESK), alice).status_code == 403
    assert post(nia, alice, headers=OURS | {"Origin": "https://evil.example"}).status_code == 403
    assert Browser().post(f"/api/staff/patients/{alice.patient_id}/documents").status_code == 401
    assert listed(alice, "documents").rows == []
