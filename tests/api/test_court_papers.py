"""Nia keeps a custody order with Mia; nobody but staff ever fetches it."""

import io

import pytest
from PIL import Image

from portal.models.account import Role
from tests import people
from tests.guardians import child, guardian
from tests.pdfs import pdf
from tests.services.staff.guardians.steps import page
from tests.web import OURS, Browser

pytestmark = pytest.mark.usefixtures("home")

PDF = pdf("Order")
FORM = {"title": "Custody order", "may": "Amy Ames", "may_not": "", "until": ""}


def post(who, whose, data=PDF, *, name="order.pdf", headers=OURS, **more):
    return Browser(token=who.token).post(
        f"/api/staff/patients/{whose.patient_id}/court-papers",
        data=FORM | more,
        files={"file": (name, data, "application/x-anything")},
        headers=headers,
    )


def test_it_goes_in_and_comes_out_as_an_attachment():
    mia, nia = child(years=8), people.nia()
    assert post(nia, mia).json()["message"] == "The court paper is kept here, for staff only."
    [paper] = page(nia, mia).papers
    got = Browser(token=nia.token).get(paper.href)
    assert got.content == PDF and got.headers["content-type"] == "application/pdf"
    assert got.headers["content-disposition"].startswith("attachment")
    assert got.headers["cache-control"] == "no-store"


def test_a_photo_is_made_anew():
    mia, nia = child(years=8), people.nia()
    picture = io.BytesIO()
    Image.new("RGB", (9, 9)).save(picture, "JPEG", comment=b"secret place")
    post(nia, mia, picture.getvalue(), name="order.jpg")
    [paper] = page(nia, mia).papers
    got = Browser(token=nia.token).get(paper.href)
    assert b"secret" not in got.content and got.headers["content-type"] == "image/jpeg"


def test_what_is_wrong_is_told_by_field_and_nothing_is_kept():
    mia, nia = child(years=8), people.nia()
    answer = post(nia, mia, b"MZ\x90\0exe", title="", may="")
    assert answer.status_code == 422 and set(answer.json()["fields"]) == {"title", "may", "file"}
    assert page(nia, mia).papers == []


@pytest.mark.parametrize("what", ["too large", "no such patient", "no id", "another site"])
def test_what_does_not_fit_is_refused(what):
    mia, nia = child(years=8), people.nia()
    nobody = people.Person("Nobody", patient_id=people.uuid4())
    answers = {
        "too large": lambda: post(nia, mia, b"%PDF-1.7" + bytes(10_200_000)),
        "no such patient": lambda: post(nia, nobody),
        "no id": lambda: Browser(token=nia.token).post(
            "/api/staff/patients/x/court-papers", data=FORM, headers=OURS
        ),
        "another site": lambda: post(nia, mia, headers={"Origin": "https://evil.example"}),
    }
    assert answers[what]().status_code in (403, 404, 422)
    assert page(nia, mia).papers == []


def test_neither_a_guardian_nor_a_biller_nor_anyone_else_puts_or_gets_one():
    mia, nia = child(years=8), people.nia()
    ben = guardian("Ben Ames", mia)
    post(nia, mia)
    [paper] = page(nia, mia).papers
    for someone in (ben, people.bob(), people.nia(role=Role.BILLER), people.Person("nobody")):
        assert post(someone, mia).status_code in (401, 403)
        got = Browser(token=someone.token).get(paper.href)
        assert got.status_code in (401, 403) and PDF not in got.content
    assert len(page(nia, mia).papers) == 1


def test_of_another_patient_it_is_not_found():
    mia, leo, nia = child(years=8), child("Leo Ames", years=8), people.nia()
    post(nia, mia)
    [paper] = page(nia, mia).papers
    href = paper.href.replace(str(mia.patient_id), str(leo.patient_id))
    assert Browser(token=nia.token).get(href).status_code == 404
