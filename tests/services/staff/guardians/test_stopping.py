"""A judge has spoken: Ben's access to Mia's record ends at his next press of a key; Amy's stays."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from uuid import UUID

import pytest
from sqlmodel import update

from portal.db import unit_of_work
from portal.errors import Conflict, Invalid, NotFound, NotPermitted, Refusal
from portal.models.account import AccountSession, Role
from portal.services import audit_words, door, records
from portal.services.exporting import asking, making
from portal.services.staff import guardians, trail
from portal.services.staff.guardians import Paper, checked
from tests import people
from tests.charts import lab, on_file
from tests.guardians import child, guardian
from tests.pdfs import pdf
from tests.services.staff.guardians.steps import WHY, allow, page, row, stop
from tests.sharing import PASSCODE, manifest, share

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def mia(home) -> people.Person:
    mia = child(years=8)
    on_file(mia, lab("iron", "60"))
    return mia


def looking_at(who: people.Person, whose: people.Person) -> people.Person:
    """This session looks at that record, as the account switcher would have it."""
    mine = update(AccountSession).where(AccountSession.account_id == who.account_id)
    with unit_of_work() as db:
        db.exec(mine.values(patient_id=whose.patient_id))
    return replace(who, patient_id=whose.patient_id)


def reads(who: people.Person) -> bool:
    try:
        door.in_chart(who.token, records.overview)
    except NotPermitted:
        return False
    return True


def test_it_ends_at_the_next_event_and_the_other_parent_keeps_theirs(mia):
    ben, amy = (looking_at(guardian(name, mia), mia) for name in ("Ben Ames", "Amy Ames"))
    nia = people.nia()
    assert reads(ben) and reads(amy)

    stop(nia, mia)

    assert not reads(ben) and reads(amy)
    found = row(nia, mia)
    assert (found.tag, found.may_stop, found.may_allow) == ("Stopped", False, True)
    assert found.stopped.endswith(f"by Nia Novak: {WHY}")


def test_allowed_again_it_is_open_again_and_both_reasons_are_kept(mia):
    ben, nia = looking_at(guardian("Ben Ames", mia), mia), people.nia()
    stop(nia, mia)
    allow(nia, mia, reason="The order was lifted on Monday.")
    assert reads(ben) and row(nia, mia).tag == "Has access"
    with pytest.raises(Conflict, match="not stopped"):
        allow(nia, mia)


def test_what_he_took_out_goes_with_it_and_what_she_took_out_stays(mia):
    ben, amy = (looking_at(guardian(name, mia), mia) for name in ("Ben Ames", "Amy Ames"))
    nia = people.nia()
    from_ben, from_amy = share(ben, "results"), share(amy, "results")
    for who in (ben, amy):
        door.in_chart(who.token, asking.ask, form="text")
    making.make_due()

    stop(nia, mia)
    allow(nia, mia)

    assert manifest(from_ben, passcode=PASSCODE).status_code == 404
    assert manifest(from_amy, passcode=PASSCODE).status_code == 200
    assert door.in_chart(ben.token, asking.list_exports) == []
    assert [one.status for one in door.in_chart(amy.token, asking.list_exports)] == ["ready"]


def test_a_stop_can_rest_on_a_court_paper_of_this_childs(mia):
    guardian("Ben Ames", mia)
    nia, leo = people.nia(), child("Leo Ames", years=8)
    for whose in (mia, leo):
        door.in_practice(nia.token, guardians.add_paper, paper(), patient_id=whose.patient_id)
    [other] = page(nia, leo).papers
    with pytest.raises(Invalid) as refusal:
        stop(nia, mia, document=other.id)
    assert set(refusal.value.fields) == {"document"}
    [own] = page(nia, mia).papers
    stop(nia, mia, document=own.id)
    assert page(nia, mia).papers[0].is_cited


@pytest.mark.parametrize("reason", ["", "  ", "because", "x" * 1001])
def test_without_a_reason_nothing_is_stopped(mia, reason):
    guardian("Ben Ames", mia)
    nia = people.nia()
    with pytest.raises(Invalid) as refusal:
        stop(nia, mia, reason=reason)
    assert set(refusal.value.fields) == {"reason"}
    assert row(nia, mia).tag == "Has access"


def test_two_at_once_stop_it_once(mia):
    guardian("Ben Ames", mia)
    staff = [people.nia(), people.nia()]
    which = {"patient_id": mia.patient_id, "grant_id": UUID(row(staff[0], mia).grant_id)}

    def tried(who):
        try:
            door.in_practice(who.token, guardians.stop, reason=WHY, **which)
        except Refusal as refusal:
            return type(refusal)
        return None

    with ThreadPoolExecutor(2) as pool:
        assert sorted(map(str, pool.map(tried, staff))) == sorted(map(str, [None, Conflict]))


def test_neither_a_biller_nor_a_parent_stops_anyone(mia):
    ben = guardian("Ben Ames", mia)
    which = {"patient_id": mia.patient_id, "grant_id": UUID(row(people.nia(), mia).grant_id)}
    for someone in (people.nia(role=Role.BILLER), ben, people.bob()):
        for service in (guardians.stop, guardians.allow):
            with pytest.raises(NotPermitted):
                door.in_practice(someone.token, service, reason=WHY, **which)


def test_only_a_guardians_access_of_this_patient_can_be_stopped(mia):
    nia, leo = people.nia(), child("Leo Ames", years=8)
    guardian("Ben Ames", leo)
    other = UUID(row(nia, leo).grant_id)
    with pytest.raises(NotFound):
        door.in_practice(nia.token, guardians.stop, patient_id=mia.patient_id, grant_id=other, reason=WHY)


def test_the_trail_says_who_stopped_it_and_not_why(mia):
    guardian("Ben Ames", mia)
    nia = people.nia()
    stop(nia, mia)
    found = door.in_practice(nia.token, trail.list_entries, patient_id=mia.patient_id)
    titles = [entry.title for entry in found.rows]
    assert "Nia Novak, clinician, stopped the access of a parent or guardian" in titles
    assert audit_words.has_words("guardians.stop") and not any(WHY in title for title in titles)


def paper() -> Paper:
    given = {"title": "Custody order", "may": "Amy Ames", "may_not": "Ben Ames", "until": ""}
    return checked(**given, name="order.pdf", data=pdf("Order"))
