"""A custody order is kept with Mia, for the practice alone: no guardian, no export, no link ever holds it."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from portal import clock as portal_clock
from portal.db import reading
from portal.errors import Conflict, Invalid, NotFound, NotPermitted
from portal.models.account import Role
from portal.models.guardian import CourtDocument, CourtFile
from portal.services import door, exporting
from portal.services.staff import guardians
from tests import people
from tests.charts import fhir_id, lab, on_file
from tests.guardians import child, guardian
from tests.pdfs import pdf
from tests.services.staff.guardians.steps import page, stop

pytestmark = pytest.mark.usefixtures("home")

SAYS = {"title": "Custody order", "may": "Amy Ames", "may_not": "Ben Ames may not", "until": ""}
FILE = pdf("zyqorder")


def added(nia, whose, **other):
    paper = guardians.checked(**(SAYS | {"name": "order.pdf", "data": FILE} | other))
    door.in_practice(nia.token, guardians.add_paper, paper, patient_id=whose.patient_id)
    return page(nia, whose).papers[0]


def opened(who, whose, paper):
    which = {"patient_id": whose.patient_id, "document_id": UUID(paper.id)}
    return door.in_practice(who.token, guardians.open_paper, **which)


def test_nia_keeps_it_and_reads_it():
    mia, nia = child(years=8), people.nia()
    paper = added(nia, mia)
    assert (paper.title, paper.may_not, paper.tag) == ("Custody order", "Ben Ames may not", "In force")
    assert paper.line.startswith("order.pdf · added ")
    got = opened(nia, mia, paper)
    assert (got.data, got.media_type, got.name) == (FILE, "application/pdf", "order.pdf")


def test_until_when_it_holds_is_told_and_that_it_is_over():
    mia, nia = child(years=8), people.nia()
    today = portal_clock.today()
    assert added(nia, mia, until=(today + timedelta(days=9)).isoformat()).tag.startswith("Until ")
    assert added(nia, mia, until=(today - timedelta(days=1)).isoformat()).tag.startswith("Ended on ")


def test_no_guardian_no_biller_and_nobody_else_opens_it():
    mia, nia = child(years=8), people.nia()
    ben = guardian("Ben Ames", mia)
    paper = added(nia, mia)
    for someone in (ben, people.bob(), people.nia(role=Role.BILLER)):
        with pytest.raises(NotPermitted):
            opened(someone, mia, paper)
    with pytest.raises(NotFound):
        opened(nia, people.patient("Leo Ames"), paper)


@pytest.mark.parametrize("form", [form for form in exporting.FORMS if form != "zip"])
def test_it_is_in_no_export(form):
    mia, nia = child(years=8), people.nia()
    herself = {"resourceType": "Patient", "id": fhir_id(mia), "name": [{"family": "Ames"}]}
    on_file(mia, lab("iron", "60"), herself)
    added(nia, mia)
    data = door.as_actor(people.operator(), exporting.export, patient_id=mia.patient_id, form=form)
    assert b"Custody" not in data and b"zyqorder" not in data


def test_it_is_sealed():
    mia, nia = child(years=8), people.nia()
    added(nia, mia)
    with reading() as db:
        kept = [*db.exec(select(CourtDocument.sealed)), *db.exec(select(CourtFile.sealed))]
    assert len(kept) == 2 and not any(b"zyq" in one or b"Custody" in one for one in kept)


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ({"title": ""}, {"title"}),
        ({"may": "", "may_not": ""}, {"may"}),
        ({"until": "someday"}, {"until"}),
        ({"data": b""}, {"file"}),
        ({"data": b"MZ an executable called order.pdf\x00"}, {"file"}),
        ({"data": b"\x89PNG\r\n\x1a\n damaged"}, {"file"}),
        ({"title": "x" * 121, "data": b"", "until": "?"}, {"title", "file", "until"}),
    ],
)
def test_what_cannot_be_kept_is_told_by_field(typed, fields):
    with pytest.raises(Invalid) as refusal:
        guardians.checked(**(SAYS | {"name": "order.pdf", "data": FILE} | typed))
    assert set(refusal.value.fields) == fields


def test_one_put_here_by_mistake_is_taken_off_but_not_while_a_stop_rests_on_it():
    mia, nia = child(years=8), people.nia()
    guardian("Ben Ames", mia)
    first, second = added(nia, mia), added(nia, mia, title="Another order")
    stop(nia, mia, document=first.id)

    def taken_off(paper):
        which = {"patient_id": mia.patient_id, "document_id": UUID(paper.id)}
        door.in_practice(nia.token, guardians.remove_paper, **which)

    taken_off(second)
    assert [paper.title for paper in page(nia, mia).papers] == ["Custody order"]
    with pytest.raises(Conflict, match="rests on"):
        taken_off(first)
    with pytest.raises(NotFound):
        opened(nia, mia, second)
