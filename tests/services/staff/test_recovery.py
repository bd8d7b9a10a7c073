"""Alice stands at the front desk, or calls: Nia helps her back in, and never sees a password or an answer."""

import pyotp
import pytest

from portal.errors import Conflict, Invalid, NotFound, NotPermitted, ProofWanted, SignedOut
from portal.models.account import Role
from portal.services import accounts, door, sign_in, ticket
from portal.services.recovery import Standing
from portal.services.staff import recovery
from portal.services.staff.account_cards import AccountCard
from portal.services.staff.identity import Identity
from tests import people
from tests.people import HERE, Person, proved
from tests.recovering import (
    PASSWORD,
    Browser,
    account_of,
    back_in,
    code_for,
    mails_to,
    with_answers,
)

pytestmark = pytest.mark.usefixtures("home")

LICENSE = Identity("license")
CALLED = Identity("called")


@pytest.fixture
def alice() -> Person:
    return with_answers(people.alice())


@pytest.fixture
def nia() -> Person:
    return proved(people.nia(role=Role.FRONT_DESK))


def ask(who: Person, service, whose: Person, **more):
    which = {"patient_id": whose.patient_id} | more
    return door.in_practice(who.token, service, **which)


def help_(who: Person, service, whose: Person, **more):
    return ask(who, service, whose, account_id=whose.account_id, **more)


def card(who: Person, whose: Person) -> AccountCard:
    return next(one for one in ask(who, recovery.accounts_of, whose) if one.id == str(whose.account_id))


def new_secrets(browser: Browser, standing: Standing) -> str:
    assert (standing.step, standing.questions) == ("password", True)
    return browser.finish(
        answers=[("first-school", "Hill"), ("first-trip", "Maine"), ("parents-met", "Bath")]
    )


def test_a_printed_code_and_the_birth_date_get_alice_back_in(alice, nia):
    slip = help_(nia, recovery.print_code, alice, shown=LICENSE)
    assert slip.username == alice.username and len(slip.code.replace(" ", "")) == 12
    assert slip.where.endswith("/recover")
    mine = Browser()
    birth = mine.enter(slip.username, slip.code)
    assert birth.step == "birth"
    token = ticket.enter(new_secrets(mine, mine.birth("3/9/1984")), source=HERE)
    assert accounts.who(token).name == "Alice Ames"
    assert sign_in.sign_in(alice.username, PASSWORD, staff=False, source=HERE)
    with pytest.raises(Invalid):
        Browser().enter(slip.username, slip.code)
    told = [mail.kind for mail in mails_to(alice.email)]
    assert {"code-printed", "password-changed"} <= set(told)


def test_the_old_answers_are_gone_and_the_new_ones_count(alice, nia):
    slip = help_(nia, recovery.print_code, alice, shown=LICENSE)
    mine = Browser()
    mine.enter(slip.username, slip.code)
    new_secrets(mine, mine.birth("03091984"))
    shown = Browser()
    shown.ask(alice.email)
    asked = shown.prove(code_for(alice.email)).question
    assert any(word in asked for word in ("first school", "first long trip", "parents meet"))


def test_a_code_by_email_works_with_the_email_address(alice, nia):
    help_(nia, recovery.send_code, alice, shown=CALLED)
    mine = Browser()
    assert mine.enter(alice.email, code_for(alice.email)).step == "birth"
    new_secrets(mine, mine.birth("1984-03-09"))


def test_the_code_can_be_typed_in_another_browser_until_a_password_is_chosen(alice, nia):
    slip = help_(nia, recovery.print_code, alice, shown=LICENSE)
    phone, computer = Browser(), Browser()
    phone.enter(slip.username, slip.code)
    computer.enter(slip.username, slip.code)
    assert phone.look().step == "email"
    new_secrets(computer, computer.birth("3/9/1984"))


def test_it_works_for_a_day(alice, nia, clock):
    slip = help_(nia, recovery.print_code, alice, shown=LICENSE)
    clock.forward(hours=24)
    with pytest.raises(Invalid):
        Browser().enter(slip.username, slip.code)


def test_a_newer_code_ends_the_one_before(alice, nia):
    first = help_(nia, recovery.print_code, alice, shown=LICENSE)
    begun = Browser()
    begun.enter(first.username, first.code)
    help_(nia, recovery.send_code, alice, shown=LICENSE)
    assert begun.look().step == "email"
    with pytest.raises(Invalid):
        Browser().enter(first.username, first.code)
    second = code_for(alice.email)
    help_(nia, recovery.take_back, alice)
    with pytest.raises(Invalid):
        Browser().enter(alice.username, second)
    with pytest.raises(Conflict):
        help_(nia, recovery.take_back, alice)


def test_after_five_wrong_answers_only_the_practice_can_help_and_does(alice, nia):
    mine = Browser()
    mine.ask(alice.email)
    mine.prove(code_for(alice.email))
    for _ in range(4):
        with pytest.raises(Invalid):
            mine.answer("wrong")
    assert mine.answer("wrong").step == "closed"
    assert "only you can help" in card(nia, alice).questions
    slip = help_(nia, recovery.print_code, alice, shown=LICENSE)
    mine.enter(slip.username, slip.code)
    new_secrets(mine, mine.birth("3/9/1984"))
    assert card(nia, alice).questions == "Chosen"


def test_what_was_seen_is_written_down_and_shown_to_staff(alice, nia):
    help_(nia, recovery.print_code, alice, shown=Identity("other", "  tribal   ID "))
    assert "Another photo ID: tribal ID" in card(nia, alice).reset and "Nia Novak" in card(nia, alice).reset


@pytest.mark.parametrize(
    ("shown", "field"),
    [(Identity(""), "way"), (Identity("guess"), "way"), (Identity("other"), "detail"),
     (Identity("other", "x" * 101), "detail"), (CALLED, "way")],
)  # fmt: skip
def test_nothing_is_printed_for_someone_who_has_shown_nothing(alice, nia, shown, field):
    with pytest.raises(Invalid) as refused:
        help_(nia, recovery.print_code, alice, shown=shown)
    assert field in refused.value.fields
    assert card(nia, alice).reset == ""


def test_the_username_is_never_shown_in_full_but_on_the_paper(alice, nia):
    seen = card(nia, alice)
    assert alice.username not in repr(seen).replace(alice.email, "") and alice.username[:2] in seen.username


def test_lock_and_unlock_with_a_reason(alice, nia):
    other = people.sign_in(alice)
    help_(nia, recovery.lock, alice, why="  Lost phone, reported by her ")
    for token in (alice.token, other.token):
        with pytest.raises(SignedOut):
            accounts.who(token)
    with pytest.raises(Invalid):
        sign_in.sign_in(alice.username, alice.password, staff=False, source=HERE)
    seen = card(nia, alice)
    assert seen.is_locked and "Nia Novak: Lost phone, reported by her" in seen.lock
    with pytest.raises(Conflict):
        help_(nia, recovery.lock, alice, why="once more")
    help_(nia, recovery.unlock, alice, why="She was here with her license")
    assert not card(nia, alice).is_locked and card(nia, alice).lock == ""
    assert sign_in.sign_in(alice.username, alice.password, staff=False, source=HERE)
    with pytest.raises(Conflict):
        help_(nia, recovery.unlock, alice, why="once more")
    assert {"account-locked", "account-unlocked"} <= {mail.kind for mail in mails_to(alice.email)}
    assert all("phone, reported" not in mail.text for mail in mails_to(alice.email))


@pytest.mark.parametrize("why", ["", "  no ", "x" * 301])
def test_no_lock_without_a_reason(alice, nia, why):
    with pytest.raises(Invalid) as refused:
        help_(nia, recovery.lock, alice, why=why)
    assert "why" in refused.value.fields and not card(nia, alice).is_locked


@pytest.mark.parametrize("service", [recovery.print_code, recovery.send_code])
def test_a_locked_account_gets_no_code(alice, nia, service):
    help_(nia, recovery.lock, alice, why="Suspicion")
    with pytest.raises(Conflict):
        help_(nia, service, alice, shown=LICENSE)


def test_the_practice_had_typed_the_address_wrong(alice, nia):
    old = alice.email
    help_(nia, recovery.change_email, alice, email="alice.right@example.org", shown=LICENSE)
    assert card(nia, alice).email == "alice.right@example.org"
    assert "It is not this one any more" in mails_to(old)[0].text
    assert "It is this one now" in mails_to("alice.right@example.org")[0].text
    mine = Browser()
    mine.ask("alice.right@example.org")
    assert mine.prove(code_for("alice.right@example.org")).step == "question"
    nobody = Browser()
    nobody.ask(old)
    assert nobody.prove(code_for(old)).step == "nobody"


def test_changing_the_address_ends_what_the_old_one_began(alice, nia):
    mine = Browser()
    mine.ask(alice.email)
    mine.prove(code_for(alice.email))
    help_(nia, recovery.change_email, alice, email="new@example.org", shown=CALLED)
    assert mine.look().step == "email"


def test_all_that_is_wrong_with_a_new_address_is_said_at_once(alice, nia):
    with pytest.raises(Invalid) as refused:
        help_(nia, recovery.change_email, alice, email="nonsense", shown=Identity(""))
    assert set(refused.value.fields) == {"email", "way"}
    with pytest.raises(Invalid):
        help_(nia, recovery.change_email, alice, email=alice.email.upper(), shown=LICENSE)


def test_representatives_are_helped_from_the_page_of_whom_they_represent(alice, nia):
    dana = people.dana(alice)
    seen = {one.name: one.relation for one in ask(nia, recovery.accounts_of, alice)}
    assert seen == {"Alice Ames": "The patient", "Dana Diaz": "Representative"}
    slip = ask(nia, recovery.print_code, alice, account_id=dana.account_id, shown=LICENSE)
    mine = Browser()
    assert mine.enter(slip.username, slip.code).step == "password"


def test_the_account_of_someone_else_is_not_there(alice, nia):
    bob = people.bob()
    for wrong in (bob.account_id, nia.account_id, "nonsense", ""):
        with pytest.raises(NotFound):
            ask(nia, recovery.lock, alice, account_id=wrong, why="Wrong page")
    assert account_of(bob).locked_at is None


def test_a_biller_and_patients_may_none_of_it(alice):
    for who in (proved(people.nia(role=Role.BILLER)), proved(people.bob()), alice):
        with pytest.raises(NotPermitted):
            ask(who, recovery.accounts_of, alice)
        with pytest.raises(NotPermitted):
            help_(who, recovery.lock, alice, why="Because I can")


@pytest.mark.parametrize(
    ("service", "more"),
    [(recovery.print_code, {"shown": LICENSE}), (recovery.send_code, {"shown": LICENSE}),
     (recovery.unlock, {"why": "She was here"}),
     (recovery.change_email, {"shown": LICENSE, "email": "x@example.org"})],
)  # fmt: skip
def test_whoever_left_their_desk_is_asked_for_the_password_first(alice, service, more):
    with pytest.raises(ProofWanted):
        help_(people.nia(role=Role.FRONT_DESK), service, alice, **more)


def test_a_lost_phone_takes_an_administrator_and_a_photo_id(nia):
    fay = people.patient("Fay Factor")
    fay = people.account(Person("Fay Factor", totp_secret=pyotp.random_base32(), patient_id=fay.patient_id))
    fay = people.sign_in(people.with_own_chart(fay))
    assert not card(nia, fay).may_turn_off
    assert card(nia, fay).second_step == "Authenticator app"
    with pytest.raises(NotPermitted):
        help_(nia, recovery.turn_off_second_step, fay, shown=LICENSE)
    boss = proved(people.nia(role=Role.ADMINISTRATOR))
    assert card(boss, fay).may_turn_off
    with pytest.raises(Invalid):
        help_(boss, recovery.turn_off_second_step, fay, shown=CALLED)
    help_(boss, recovery.turn_off_second_step, fay, shown=LICENSE)
    with pytest.raises(SignedOut):
        accounts.who(fay.token)
    assert mails_to(fay.email)[0].kind == "second-step-off"
    assert card(nia, fay).second_step == "Off"
    assert sign_in.sign_in(fay.username, fay.password, staff=False, source=HERE)
    with pytest.raises(Conflict):
        help_(boss, recovery.turn_off_second_step, fay, shown=LICENSE)


def test_back_in_by_oneself_ends_the_code_that_was_handed_over(alice, nia):
    slip = help_(nia, recovery.print_code, alice, shown=LICENSE)
    back_in(alice)
    with pytest.raises(Invalid):
        Browser().enter(slip.username, slip.code)
