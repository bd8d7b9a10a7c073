"""Mia is 14: the practice's policy counts, and Nia opens or closes one part of her record, with a reason."""

from uuid import UUID

import pytest

from portal.access import teens
from portal.errors import Conflict, Invalid, NotFound, NotPermitted, ProofWanted
from portal.models.account import Role
from portal.services import door, records
from portal.services.staff import guardians, teen_policy
from tests import people
from tests.charts import lab, on_file, titles
from tests.guardians import child, guardian
from tests.services.staff.guardians.steps import page
from tests.services.staff.guardians.test_stopping import looking_at

pytestmark = pytest.mark.usefixtures("home")

REASON = "Mia asked me to, we spoke alone."


@pytest.fixture
def mia(home) -> people.Person:
    mia = child(years=14, in_days=-20)
    on_file(mia, lab("iron", "60"))
    return mia


@pytest.fixture
def ben(mia) -> people.Person:
    return looking_at(guardian("Ben Ames", mia), mia)


def say(nia, whose, area="results", level="view", reason=REASON):
    what = {"area": area, "level": level, "reason": reason}
    door.in_practice(nia.token, guardians.say, patient_id=whose.patient_id, **what)


def area(nia, whose, key):
    return next(row for row in page(nia, whose).areas if row.area == key)


def results(who):
    try:
        return titles(door.in_chart(who.token, records.list_records, kind="results"))
    except NotPermitted:
        return None


def decide(admin, *, own_account=True, **levels):
    now = {str(key): str(level) for key, level in teens.Policy().levels.items()}
    service = teen_policy.set_policy
    return door.in_practice(admin.token, service, now | levels, own_account=own_account)


def test_results_are_closed_until_nia_opens_them_and_again_once_she_takes_it_back(mia, ben):
    nia = people.nia()
    assert results(ben) == [] and area(nia, mia, "results").tag == "Only if a clinician opens it"

    say(nia, mia)
    assert results(ben) == ["iron"]
    found = area(nia, mia, "results")
    assert (found.tag, found.why) == ("See", REASON) and found.line.startswith("Nia Novak on ")

    door.in_practice(nia.token, guardians.unsay, patient_id=mia.patient_id, choice_id=UUID(found.choice_id))
    assert results(ben) == []
    with pytest.raises(NotFound):
        door.in_practice(
            nia.token, guardians.unsay, patient_id=mia.patient_id, choice_id=UUID(found.choice_id)
        )


def test_what_the_policy_opens_she_can_close_for_one_child(mia, ben):
    nia, leo = people.nia(), child("Leo Ames", years=14, in_days=-20)
    also = looking_at(guardian("Ben Ames", leo), leo)
    for key in teens.KINDS:
        say(nia, mia, key, "none")
    assert results(ben) is None and results(also) == []


def test_said_twice_the_last_counts(mia, ben):
    nia = people.nia()
    say(nia, mia, level="view")
    say(nia, mia, level="none")
    assert results(ben) == [] and area(nia, mia, "results").tag == "Closed"


def test_what_the_practice_has_closed_to_all_no_clinician_opens(mia, ben):
    admin, nia = people.proved(people.nia(role=Role.ADMINISTRATOR)), people.nia()
    decide(admin, results="none")
    with pytest.raises(Conflict, match="closed this to all"):
        say(nia, mia)
    assert not area(nia, mia, "results").may_open


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"reason": "short"}, {"reason"}),
        ({"area": "secrets"}, {"level"}),
        ({"level": "act"}, {"level"}),
        ({"level": "ask"}, {"level"}),
        ({"level": "", "reason": ""}, {"level", "reason"}),
    ],
)
def test_what_cannot_be_said_is_told(mia, given, fields):
    with pytest.raises(Invalid) as refusal:
        say(people.nia(), mia, **given)
    assert set(refusal.value.fields) == fields


def test_only_for_those_of_12_to_17_years():
    nia = people.nia()
    for whose in (child(years=8), people.alice()):
        with pytest.raises(Invalid, match="12 to 17"):
            say(nia, whose)


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.BILLER])
def test_only_a_clinician_has_a_say(mia, role):
    someone = people.nia(role=role)
    with pytest.raises(NotPermitted):
        say(someone, mia)


def test_ben_has_no_say(mia, ben):
    with pytest.raises(NotPermitted):
        say(ben, mia)


def test_the_policy_counts_from_the_next_event_and_is_written_down(mia, ben):
    admin = people.proved(people.nia(role=Role.ADMINISTRATOR))
    assert results(ben) == []
    shown = decide(admin, results="view")
    assert results(ben) == ["iron"]
    assert shown.line.startswith("Changed on ") and shown.line.endswith("by Nia Novak.")
    assert {row.area: row.level for row in shown.kinds}["results"] == "view"


def test_a_policy_with_a_hole_in_it_is_not_taken():
    admin = people.proved(people.nia(role=Role.ADMINISTRATOR))
    with pytest.raises(Invalid) as refusal:
        decide(admin, results="", messages="everything")
    assert set(refusal.value.fields) == {"results", "messages"}


def test_only_an_administrator_who_has_just_shown_it_is_them_decides_the_policy():
    with pytest.raises(NotPermitted):
        decide(people.nia())
    with pytest.raises(ProofWanted):
        decide(people.nia(role=Role.ADMINISTRATOR))
