"""Ada runs the portal: she invites Nia, changes what she may do, and shuts out whoever leaves."""

import re
from concurrent.futures import ThreadPoolExecutor

import pyotp
import pytest
from sqlmodel import select

from portal import clock as portal_clock
from portal.access.actor import DUTIES, Duty, Scope
from portal.access.grants import STAFF_SCOPES, allows
from portal.access.practice import open_front_door
from portal.access.trail import entries
from portal.db import reading, unit_of_work
from portal.errors import Conflict, Invalid, NotFound, NotPermitted, ProofWanted, Refusal, SignedOut
from portal.models.account import Account, Grant, Role
from portal.models.base import PRACTICE
from portal.services import accounts as own_account
from portal.services import audit_words, door, records, sign_in
from portal.services.staff import members, people, roles, set_up, trail
from portal.settings import get_settings
from tests import mail
from tests import people as cast
from tests.factors import with_passkey

pytestmark = pytest.mark.usefixtures("home")

EMAIL = "nia.park@example.org"
PASSWORD = "seven quiet herons wade"
LINK = re.compile(r"/staff/set-up#([A-Za-z0-9_-]{43})")
CHANGES = {
    "resend": {},
    "change_role": {"role": "biller"},
    "disable": {},
    "enable": {},
    "start_over": {},
    "end_sessions": {},
}


@pytest.fixture
def ada(home):
    return cast.proved(cast.staff("Ada Admin", role=Role.ADMINISTRATOR))


@pytest.fixture
def nia(home):
    return cast.nia()


def do(who, service, **more):
    return door.in_practice(who.token, service, **more)


def to(who, person, service, **more):
    return do(who, service, person_id=person.account_id, **more)


def invite(ada, *, name="Nia Park", email=EMAIL, role="clinician"):
    place = do(ada, people.invite, name=name, email=email, role=role)
    return cast.UUID(place.rpartition("/")[2])


def link_for(email):
    """The token of the newest set-up link sent to an address."""
    mail.send_due()
    newest = next(one for one in mail.emails() if one.to == email)
    return LINK.search(newest.text)[1]


def set_herself_up(token):
    secret = set_up.look(token, source=cast.HERE).secret
    return set_up.finish(token, PASSWORD, pyotp.TOTP(secret).at(portal_clock.now()), source=cast.HERE)


def test_the_link_goes_to_its_owner_alone_and_sets_her_up(ada):
    person_id = invite(ada)
    before = do(ada, people.show_person, person_id=person_id)
    assert (before.standing, before.tag, before.factor) == ("invited", "Invited", "")
    assert before.line.startswith("The email with the link is on its way.")

    token = link_for(EMAIL)
    assert do(ada, people.show_person, person_id=person_id).line.startswith("Has a link to set")
    assert own_account.who(set_herself_up(token)).name == "Nia Park"

    after = do(ada, people.show_person, person_id=person_id)
    assert (after.standing, after.factor, after.signed_in) == ("active", "Second factor on", "On 1 device")


def test_the_email_says_nothing_of_her_but_that_there_is_a_link(ada):
    invite(ada)
    mail.send_due()
    letter = next(one for one in mail.emails() if one.to == EMAIL)
    assert letter.subject == "Set up your staff account at Lakeside Family Practice"
    for private in ("Nia", "Park", "clinician", "Ada"):
        assert private not in letter.text


def test_sent_again_the_earlier_link_is_dead_also_where_its_email_still_waits(ada):
    person_id = invite(ada)
    first = link_for(EMAIL)
    do(ada, people.resend, person_id=person_id)
    do(ada, people.resend, person_id=person_id)
    sent = mail.send_due()
    assert sent == 1
    with pytest.raises(Conflict):
        set_up.look(first, source=cast.HERE)
    assert set_herself_up(link_for(EMAIL))


def test_a_link_a_day_old_is_said_to_be_so(ada, clock):
    person_id = invite(ada)
    clock.forward(hours=24, minutes=1)
    ada = cast.sign_in(ada)
    assert "no longer works" in do(ada, people.show_person, person_id=person_id).line


def test_an_address_that_takes_no_mail_is_said_on_her_page(ada, free_port, monkeypatch):
    monkeypatch.setenv("PORTAL_SMTP_URL", f"smtp://127.0.0.1:{free_port}")
    get_settings.cache_clear()
    person_id = invite(ada)
    with mail.mail_server(free_port) as server:
        server.to_recipient = "550 no such user"
        mail.send_due()
    assert "could not be delivered" in do(ada, people.show_person, person_id=person_id).line


def test_nobody_who_is_set_up_gets_another_link_without_a_reset(ada, nia):
    with pytest.raises(Conflict, match="already"):
        to(ada, nia, people.resend)


@pytest.mark.parametrize(
    ("name", "email", "role", "wrong"),
    [
        ("", "", "", {"name", "email", "role"}),
        ("   ", EMAIL, "clinician", {"name"}),
        ("x" * 101, EMAIL, "clinician", {"name"}),
        ("Nia\u202ePark", EMAIL, "clinician", {"name"}),
        ("Nia", "nia", "clinician", {"email"}),
        ("Nia", "nia@example.org, eve@example.org", "clinician", {"email"}),
        ("Nia", "nia@example.org\nBcc: eve@example.org", "clinician", {"email"}),
        ("Nia", EMAIL, "person", {"role"}),
        ("Nia", EMAIL, "operator", {"role"}),
        ("Nia", EMAIL, "king", {"role"}),
    ],
)
def test_what_cannot_be_invited_is_refused_beside_its_field_and_nothing_is_made(
    ada, name, email, role, wrong
):
    with pytest.raises(Invalid) as refusal:
        invite(ada, name=name, email=email, role=role)
    assert set(refusal.value.fields) == wrong
    assert mail.emails() == []
    assert len(do(ada, people.list_people).rows) == 1


def test_what_was_typed_is_looked_at_before_the_password_is_asked_for(home):
    ada = cast.staff("Ada Okafor", role=Role.ADMINISTRATOR)
    with pytest.raises(Invalid) as refusal:
        invite(ada, role="")
    assert set(refusal.value.fields) == {"role"}
    with pytest.raises(ProofWanted):
        invite(ada)
    assert mail.emails() == []


def test_one_address_is_one_account(ada):
    invite(ada)
    with pytest.raises(Invalid) as refusal:
        invite(ada, email=EMAIL.upper())
    assert set(refusal.value.fields) == {"email"}


def test_another_role_holds_at_once_and_the_old_grants_are_over(ada, nia):
    alice = cast.alice()
    door.in_chart(nia.token, records.overview, patient_id=alice.patient_id)
    changed = to(ada, nia, people.change_role, role="front-desk")
    assert (changed.role, changed.role_name, changed.signed_in) == (
        "front-desk",
        "Front desk",
        "Not signed in now",
    )
    with pytest.raises(SignedOut):
        own_account.who(nia.token)

    again = cast.sign_in(nia)
    assert own_account.who(again.token).role == "front-desk"
    with pytest.raises(NotPermitted):
        door.in_chart(again.token, records.overview, patient_id=alice.patient_id)
    with reading() as db:
        grants = db.exec(select(Grant).where(Grant.account_id == nia.account_id)).all()
    assert {one.scopes: one.ended_why for one in grants} == {
        STAFF_SCOPES[Role.CLINICIAN]: "role changed",
        STAFF_SCOPES[Role.FRONT_DESK]: "",
    }


@pytest.mark.parametrize("role", ["", "person", "operator", "recipient", "king", "administrator\n"])
def test_a_role_that_is_none_changes_nothing(ada, nia, role):
    with pytest.raises(Invalid):
        to(ada, nia, people.change_role, role=role)
    assert own_account.who(nia.token).role == "clinician"


def test_disabled_she_is_out_at_once_and_enabled_she_may_sign_in_again(ada, nia, clock):
    assert to(ada, nia, people.disable).standing == "disabled"
    with pytest.raises(SignedOut):
        own_account.who(nia.token)
    with pytest.raises(Invalid):
        sign_in.sign_in(nia.username, nia.password, staff=True, code=nia.code, source=cast.HERE)
    assert to(ada, nia, people.enable).standing == "active"
    with pytest.raises(SignedOut):
        own_account.who(nia.token)
    clock.forward(minutes=1)
    assert sign_in.sign_in(nia.username, nia.password, staff=True, code=nia.code, source=cast.HERE)


def test_an_invitation_is_taken_back_by_disabling(ada):
    person_id = invite(ada)
    token = link_for(EMAIL)
    do(ada, people.disable, person_id=person_id)
    with pytest.raises(Conflict):
        set_up.look(token, source=cast.HERE)
    with pytest.raises(Conflict, match="disabled"):
        do(ada, people.resend, person_id=person_id)
    do(ada, people.enable, person_id=person_id)
    with pytest.raises(Conflict):
        set_up.look(token, source=cast.HERE)


def test_a_locked_account_is_told_from_a_disabled_one_and_unlocked(ada, nia):
    with unit_of_work() as db:
        db.get_one(Account, nia.account_id).locked_at = portal_clock.now()
    one = to(ada, nia, people.show_person)
    assert (one.standing, one.tag) == ("locked", "Locked")
    assert to(ada, nia, people.enable).standing == "active"


def test_with_a_lost_phone_she_starts_over(ada, nia):
    one = to(ada, nia, people.start_over)
    assert (one.standing, one.factor) == ("invited", "")
    with pytest.raises(SignedOut):
        own_account.who(nia.token)
    for code in ("", nia.code):
        with pytest.raises(Invalid):
            sign_in.sign_in(nia.username, nia.password, staff=True, code=code, source=cast.HERE)
    assert own_account.who(set_herself_up(link_for(nia.email))).name == "Nia Novak"


def test_signed_out_everywhere_she_may_sign_in_again(ada, nia):
    other = cast.sign_in(nia)
    assert to(ada, nia, people.show_person).signed_in == "On 2 devices"
    assert to(ada, nia, people.end_sessions).signed_in == "Not signed in now"
    for token in (nia.token, other.token):
        with pytest.raises(SignedOut):
            own_account.who(token)
    assert own_account.who(cast.sign_in(nia).token).name == "Nia Novak"


@pytest.mark.parametrize("change", CHANGES)
def test_nobody_changes_their_own_account(ada, change):
    cast.staff("Bo Boss", role=Role.ADMINISTRATOR)
    with pytest.raises(Conflict, match="your own account"):
        to(ada, ada, getattr(people, change), **CHANGES[change])
    assert own_account.who(ada.token).role == "administrator"


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.BILLER, Role.CLINICIAN])
def test_only_administrators_change_anything_here(ada, role, change):
    sam = cast.proved(cast.nia(role=role))
    with pytest.raises(NotPermitted):
        to(sam, ada, getattr(people, change), **CHANGES[change])
    with pytest.raises(NotPermitted):
        do(sam, people.list_people)


@pytest.mark.parametrize("change", [*CHANGES, "invite"])
def test_every_change_asks_again_who_it_is(ada, nia, change):
    left_alone = cast.sign_in(ada)
    eve = {"name": "Eve", "email": EMAIL, "role": "administrator"}
    more = eve if change == "invite" else {**CHANGES[change], "person_id": nia.account_id}
    with pytest.raises(ProofWanted):
        do(left_alone, getattr(people, change), **more)
    assert own_account.who(nia.token).role == "clinician"
    assert mail.emails() == [] and len(do(left_alone, people.list_people).rows) == 2


@pytest.mark.parametrize("change", CHANGES)
def test_a_patient_and_a_number_that_is_nobodys_are_not_found_among_staff(ada, change):
    alice = cast.alice()
    for who in (alice, cast.Person("Nobody", account_id=cast.uuid4())):
        with pytest.raises(NotFound):
            to(ada, who, getattr(people, change), **CHANGES[change])
    assert own_account.who(alice.token).name == alice.name


@pytest.mark.parametrize("change", ["disable", "start_over", "change_role"])
def test_two_administrators_who_turn_on_each_other_leave_one(any_home, change):
    ada, bo = (cast.proved(cast.staff(name, role=Role.ADMINISTRATOR)) for name in ("Ada Admin", "Bo Boss"))
    more = CHANGES[change]

    def turn(pair):
        try:
            to(*pair, getattr(people, change), **more)
        except Refusal as refusal:
            return refusal
        return None

    with ThreadPoolExecutor(2) as pool:
        refusals = list(pool.map(turn, [(ada, bo), (bo, ada)]))
    assert sorted(refusal is None for refusal in refusals) == [False, True]
    with unit_of_work() as db:
        left = db.exec(select(Account).where(Account.role == "administrator")).all()
    able = [one for one in left if one.disabled_at is None and one.password_hash]
    assert len(able) == 1


def test_an_administrator_demoted_a_moment_ago_changes_nobody(ada):
    """The one who acts was still one when their session was looked up."""
    bo, nia = cast.staff("Bo Boss", role=Role.ADMINISTRATOR), cast.nia()
    with unit_of_work() as db:
        db.get_one(Account, bo.account_id).role = Role.BILLER
    with pytest.raises(Conflict, match="no longer an administrator"):
        door.as_actor(bo.actor, people.disable, person_id=nia.account_id)
    assert own_account.who(nia.token)


def test_whoever_left_keeps_their_name_in_the_audit_trail(ada, nia):
    alice = cast.alice()
    door.in_chart(nia.token, records.overview, patient_id=alice.patient_id)
    to(ada, nia, people.disable)
    rows = door.in_practice(ada.token, trail.list_entries, patient_id=alice.patient_id).rows
    assert "Nia Novak, clinician, opened the health record" in [row.title for row in rows]


def test_the_list_names_everyone_with_role_and_standing_and_those_who_left_last(ada, nia):
    cast.olga()
    invite(ada, name="Zoe Zimmer", role="biller")
    found = do(ada, people.list_people)
    assert found.count == "3 people"
    assert [(row.title, row.tag) for row in found.rows] == [
        ("Ada Admin", "Active"),
        ("Nia Novak", "Active"),
        ("Zoe Zimmer", "Invited"),
        ("Olga Orlova", "Disabled"),
    ]
    assert found.rows[0].line.startswith("Administrator · you · Second factor on · Last signed in")
    assert found.rows[2].line == "Billing"


def test_every_change_is_written_down_with_whom_it_was_about(ada, nia):
    to(ada, nia, people.change_role, role="biller")
    with reading() as db:
        practice = open_front_door(db, cast.operator())
        found, _ = entries(db, PRACTICE, practice.key, actions=["accounts.role_changed"])
    (entry,) = found
    assert audit_words.deed_words(entry) == (
        "Ada Admin, administrator, gave someone here another role (Nia Novak: biller)"
    )


def test_what_a_role_can_do_is_what_the_doors_go_by():
    for card in roles.role_cards():
        role = Role(card.key)
        assert {duty for duty in Duty if roles.duty_words(duty) in card.duties} == DUTIES[role]
        for scope in Scope:
            words = roles.scope_words(scope)
            acts = allows(STAFF_SCOPES[role], scope, acting=True)
            sees = allows(STAFF_SCOPES[role], scope, acting=False)
            assert [words in said for said in (card.acts, card.sees, card.never)] == [
                acts,
                sees and not acts,
                not sees,
            ]
    assert {card.key for card in roles.role_cards()} == set(members.ROLES)


def test_what_she_can_show_besides_her_password_is_told(ada, nia):
    def factors():
        return do(ada, people.show_person, person_id=nia.account_id).factors

    assert factors() == "Authenticator app"
    with_phone, _ = with_passkey(nia)
    assert factors() == "Authenticator app, 1 passkey"
    with_passkey(with_phone, name="My key")
    assert factors() == "Authenticator app, 2 passkeys"
    do(ada, people.start_over, person_id=nia.account_id)
    assert factors() == ""
