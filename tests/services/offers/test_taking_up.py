"""Dana is offered a part of Alice's record: she sets up an account with it, or uses the one she has."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from portal import clock as portal_clock
from portal.db import unit_of_work
from portal.errors import Conflict, Invalid, NotFound, NotPermitted, SignedOut, TooMany
from portal.models.patient import Patient
from portal.services import accounts, door, enrolment, offers, records
from portal.settings import get_settings
from portal.vault.tokens import new_token
from tests import people
from tests.conftest import Clock
from tests.mail import emails, link_for, mail_server, send_due
from tests.people import HERE, Person
from tests.services.offers.offering import (
    enroll,
    folder,
    grant_of,
    link_of_newest,
    offer,
    prove,
    where_it_stands,
)

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def alice() -> Person:
    return people.alice()


def look(token: str) -> str:
    return enrolment.look(token, source=HERE)


def reads(token: str, whose: Person) -> bool:
    """Whether the holder of this session may read the overview of someone's record."""
    try:
        door.in_chart(token, records.overview, patient_id=whose.patient_id)
    except NotPermitted:
        return False
    return True


@pytest.mark.parametrize(
    "email", ["", "dana", "dana@", "dana@example.org, bob@example.org", "d@e.org\nBcc: a@b.c"]
)
def test_what_is_no_address_gets_no_offer(alice: Person, email: str) -> None:
    with pytest.raises(Invalid) as refused:
        offer(alice, email=email)
    assert "email" in refused.value.fields


def test_without_a_zip_code_on_file_nobody_could_prove_a_link() -> None:
    with pytest.raises(Invalid, match="ZIP"):
        offer(people.patient("Jo Jones", zip=""))


def test_for_someone_who_has_died_nobody_is_invited_and_no_link_works(alice: Person) -> None:
    offer(alice)
    token = link_of_newest()
    with unit_of_work() as db:
        db.get_one(Patient, alice.patient_id).deceased = True
    assert look(token) == "revoked"
    with pytest.raises(Invalid, match="died"):
        offer(alice)


def test_the_email_names_nobody_and_its_link_says_what_it_is(alice: Person) -> None:
    offer(alice)
    token = link_of_newest()
    assert (look(token), enrolment.kind_of(token, source=HERE)) == ("ready", "representative")
    said = emails()[0]
    for private in ("Alice", "Ames", "Dana", "Diaz", "Daughter"):
        assert private not in said.text + said.subject


@pytest.mark.parametrize(("born", "zip_code"), [("03/10/1984", "04101"), ("03/09/1984", "04102"), ("", "")])
def test_who_does_not_know_the_patient_gets_no_further(alice: Person, born: str, zip_code: str) -> None:
    offer(alice)
    with pytest.raises(Invalid):
        prove(link_of_newest(), born, zip_code)


def test_guessing_is_slowed_down_as_for_any_link(alice: Person) -> None:
    offer(alice)
    token = link_of_newest()
    for _ in range(9):
        with pytest.raises(Invalid):
            prove(token, "01/01/1980")
    with pytest.raises(TooMany):
        prove(token, "01/01/1980")
    with pytest.raises(TooMany):
        prove(token)


def test_a_guardian_is_asked_for_their_own_birth_date_too() -> None:
    mia = people.mia()
    offer(mia, kind="guardian", own_birth_date=date(1980, 5, 4))
    token = link_of_newest()
    assert enrolment.asks_own(token, source=HERE) == ("own_birth_date",)
    with pytest.raises(Invalid) as missing:
        prove(token, "06/01/2018")
    assert set(missing.value.fields) == {"own_birth_date"}
    with pytest.raises(Invalid, match="does not match"):
        prove(token, "06/01/2018", own="05/05/1980")
    assert prove(token, "06/01/2018", own="05/04/1980")


def test_dana_sets_up_an_account_with_no_record_behind_it(alice: Person) -> None:
    made = offer(alice)
    token = link_of_newest()
    session = enroll(token)

    assert accounts.who(session).name == "Dana Diaz"
    assert where_it_stands(alice, made).standing == "accepted"
    assert where_it_stands(alice, made).holder == "Dana Diaz"
    assert look(token) == "used"
    assert reads(session, alice)
    with pytest.raises(NotFound):
        door.in_chart(session, records.overview)  # her session looks at no record until she chooses one
    with pytest.raises(NotPermitted):
        door.in_chart(session, records.list_medications, patient_id=alice.patient_id)


def test_dana_accepts_with_the_account_she_has(alice: Person) -> None:
    bob, made = people.bob(), offer(alice)
    proof = prove(link_of_newest())
    assert not reads(bob.token, alice)
    shown = enrolment.show_offer(proof, source=HERE)
    assert (shown.patient, shown.relationship) == ("Alice Ames", "Daughter")
    assert shown.may == ("Health records: see", "Messages: see")
    door.in_account(bob.token, enrolment.accept, proof)
    assert reads(bob.token, alice)
    assert where_it_stands(alice, made).holder == "Bob Brown"
    with pytest.raises(Conflict):
        door.in_account(bob.token, enrolment.accept, proof)


def test_nobody_accepts_signed_out_as_staff_or_without_proof(alice: Person) -> None:
    bob, nia = people.bob(), people.nia()
    made = offer(alice)
    token = link_of_newest()
    for wrong in ("", "x", new_token(), token):
        with pytest.raises(Conflict):
            door.in_account(bob.token, enrolment.accept, wrong)
    proof = prove(token)
    with pytest.raises(SignedOut):
        door.in_account("", enrolment.accept, proof)
    with pytest.raises(NotPermitted):
        door.in_account(nia.token, enrolment.accept, proof)
    assert where_it_stands(alice, made).standing == "invited"


def test_alice_cannot_become_her_own_representative(alice: Person) -> None:
    made = offer(alice)
    with pytest.raises(Conflict, match="your own health record"):
        door.in_account(alice.token, enrolment.accept, prove(link_of_newest()))
    assert where_it_stands(alice, made).standing == "invited"


def test_a_patients_own_invitation_is_no_offer() -> None:
    token, bob = link_for(people.patient("Jo Jones")), people.bob()
    proof = prove(token)
    with pytest.raises(Conflict):
        door.in_account(bob.token, enrolment.accept, proof)
    with pytest.raises(Conflict):
        enrolment.decline(token, source=HERE)
    with pytest.raises(Conflict):
        enrolment.show_offer(proof, source=HERE)


def test_dana_says_no_and_the_link_is_dead(alice: Person) -> None:
    made = offer(alice)
    token = link_of_newest()
    proof = prove(token)
    enrolment.decline(token, source=HERE)
    assert look(token) == "declined"
    assert where_it_stands(alice, made).standing == "declined"
    with pytest.raises(Conflict):
        door.in_account(people.bob().token, enrolment.accept, proof)
    with pytest.raises(Conflict):
        enrolment.decline(token, source=HERE)


def test_a_link_runs_out_after_seven_days(alice: Person, clock: Clock) -> None:
    made = offer(alice)
    token = link_of_newest()
    clock.forward(days=6, hours=23)
    assert look(token) == "ready"
    clock.forward(hours=1)
    assert look(token) == "expired"
    assert where_it_stands(alice, made).standing == "expired"


def test_a_link_does_not_outlive_what_it_offers(alice: Person, clock: Clock) -> None:
    offer(alice, until=portal_clock.today() + timedelta(days=2))
    token = link_of_newest()
    clock.forward(days=3)
    assert look(token) == "expired"


def test_access_ends_after_its_last_day(alice: Person, clock: Clock) -> None:
    made = offer(alice, until=portal_clock.today() + timedelta(days=30))
    enroll(link_of_newest())
    granted = grant_of(alice, made)
    assert granted is not None and granted.ends_at is not None
    clock.forward(days=31)
    assert where_it_stands(alice, made).standing == "over"


def test_an_address_that_takes_no_mail_shows_as_bounced(
    alice: Person, free_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with mail_server(free_port) as server:
        monkeypatch.setenv("PORTAL_SMTP_URL", f"smtp://127.0.0.1:{free_port}")
        get_settings.cache_clear()
        server.to_recipient = "550 no such mailbox"
        made = offer(alice)
        send_due()
    assert where_it_stands(alice, made).standing == "bounced"


def test_sent_again_the_old_link_is_dead_and_the_new_one_works(alice: Person) -> None:
    made = offer(alice)
    old = link_of_newest()
    with unit_of_work() as db:
        again = offers.resend(folder(db, alice), made).id
    assert (look(old), look(link_of_newest())) == ("replaced", "ready")
    assert [one.id for one in all_of(alice)] == [again]


def test_taken_back_the_link_is_dead_at_once(alice: Person) -> None:
    made = offer(alice)
    token = link_of_newest()
    proof = prove(token)
    with unit_of_work() as db:
        offers.take_back(folder(db, alice), made)
    assert look(token) == "revoked"
    assert where_it_stands(alice, made).standing == "revoked"
    assert not enrolment.check_proof(proof, source=HERE)


def test_what_was_accepted_can_neither_be_taken_back_nor_sent_again(alice: Person) -> None:
    made = offer(alice)
    enroll(link_of_newest())
    with unit_of_work() as db, pytest.raises(Conflict):
        offers.take_back(folder(db, alice), made)
    with unit_of_work() as db, pytest.raises(Conflict):
        offers.resend(folder(db, alice), made)


def test_another_patients_offer_is_not_there(alice: Person) -> None:
    made, bob = offer(alice), people.bob()
    with unit_of_work() as db, pytest.raises(NotFound):
        offers.take_back(folder(db, bob), made)
    with unit_of_work() as db, pytest.raises(NotFound):
        offers.resend(folder(db, bob), made)


def test_of_two_windows_that_accept_at_once_one_does(alice: Person) -> None:
    made, bob = offer(alice), people.bob()
    proof = prove(link_of_newest())

    def attempt(_n: int) -> str:
        try:
            door.in_account(bob.token, enrolment.accept, proof)
        except Conflict:
            return "too late"
        return "accepted"

    with ThreadPoolExecutor(2) as two:
        assert sorted(two.map(attempt, range(2))) == ["accepted", "too late"]
    assert where_it_stands(alice, made).standing == "accepted"


def test_a_second_offer_counts_instead_of_the_first(alice: Person) -> None:
    bob, first = people.bob(), offer(alice)
    door.in_account(bob.token, enrolment.accept, prove(link_of_newest()))
    second = offer(alice, scopes="medications:view")
    door.in_account(bob.token, enrolment.accept, prove(link_of_newest()))
    assert [where_it_stands(alice, one).standing for one in (first, second)] == ["ended", "accepted"]
    assert not reads(bob.token, alice)


def all_of(patient: Person) -> list[offers.Offer]:
    with unit_of_work() as db:
        return offers.offers_of(folder(db, patient), "representative")
