"""SECURITY.md 5: codes that the front desk prints, in the wrong hands."""

import pytest
from sqlmodel import select

from portal.db import unit_of_work
from portal.errors import Conflict, Invalid, NotFound, TooMany
from portal.models.recovery import AccountReset, Recovery
from portal.services import door
from portal.services.staff import recovery as at_the_desk
from tests import people
from tests.recovering import Browser, code_for
from tests.security.recovery.hostile import LICENSE, elsewhere, slip_for


def test_a_lost_paper_opens_nothing_without_the_birth_date(alice, nia):
    slip = slip_for(nia, alice)
    thief = elsewhere(1)
    thief.enter(slip.username, slip.code)
    for year in range(1980, 1984):
        with pytest.raises(Invalid):
            thief.birth(f"3/9/{year}")
    assert thief.birth("3/9/1979").step == "closed"
    for browser in (thief, Browser()):
        with pytest.raises(Invalid):
            browser.enter(slip.username, slip.code)
    with pytest.raises(Conflict):
        thief.birth("3/9/1984")


def test_guesses_at_birth_dates_do_not_begin_anew_with_the_code_typed_again(alice, nia):
    slip = slip_for(nia, alice)
    for n in range(4):
        thief = elsewhere(n)
        thief.enter(slip.username, slip.code)
        with pytest.raises(Invalid):
            thief.birth(f"3/{n + 10}/1984")
    last = elsewhere(5)
    last.enter(slip.username, slip.code)
    assert last.birth("3/20/1984").step == "closed"


def test_a_code_is_good_for_its_own_account_only(alice, nia):
    bob = people.bob()
    slip = slip_for(nia, alice)
    with pytest.raises(Invalid):
        Browser().enter(bob.username, slip.code)


def test_guesses_at_a_name_from_everywhere_are_slowed_down_and_never_for_good(alice, nia, clock):
    slip = slip_for(nia, alice)
    for n in range(10):
        with pytest.raises(Invalid):
            elsewhere(n).enter(alice.username, f"{n:012}")
    with pytest.raises(TooMany) as refused:
        Browser().enter(slip.username, slip.code)
    assert refused.value.wait <= 15 * 60
    clock.forward(minutes=15)
    assert Browser().enter(slip.username, slip.code).step == "birth"


def test_staff_cannot_help_themselves_or_anyone_whose_page_it_is_not(alice, nia):
    bob = people.bob()
    for account_id in (nia.account_id, bob.account_id):
        with pytest.raises(NotFound):
            which = {"patient_id": alice.patient_id, "account_id": account_id}
            door.in_practice(nia.token, at_the_desk.print_code, shown=LICENSE, **which)


def test_codes_are_nowhere_in_the_database(alice, nia, home):
    slip = slip_for(nia, alice)
    Browser().ask(alice.email)
    with unit_of_work() as db:
        rows = [*db.exec(select(Recovery)), *db.exec(select(AccountReset))]
        kept = b"".join(str(row.model_dump()).encode() for row in rows)
    kept += (home / "portal.db").read_bytes() + (home / "portal.db-wal").read_bytes()
    code = code_for(alice.email)
    for secret in (slip.code, slip.code.replace(" ", ""), code, code.replace(" ", ""), alice.email):
        assert secret.encode() not in kept
