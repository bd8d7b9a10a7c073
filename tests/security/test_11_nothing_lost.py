"""SECURITY.md 11: what was acknowledged is there after `kill -9`, and what is repeated is one.

Every round, another process invites, enrols and signs people in as fast as it can, saying a thing only when
it was told that it worked; it is killed at a random moment, and everything it said must hold.
"""

import random
import sqlite3
import time
from uuid import UUID

import pytest
from sqlmodel import func, select

from portal import db
from portal.access.actor import operator
from portal.db import unit_of_work
from portal.errors import Conflict
from portal.models.account import Account, Grant
from portal.models.invitation import Invitation, OutboxMail
from portal.services import accounts, door, enrolment, invitations, outbox, sign_in
from portal.services.audit import verify
from portal.services.enrolment import Choice
from tests import mail, people
from tests.processes import other

PASSWORD = "kettle orchid mulberry 7"
ROUNDS = 4
WORKING = """
import sys
from uuid import UUID
from portal.access.actor import operator
from portal.services import door, enrolment, invitations, outbox, sign_in
from portal.services.enrolment import Choice
from tests import mail, people

def say(*words):
    print(*words, flush=True)

say("ready")
for number in range(1000):
    jo = people.patient(f"Jo Number{number}")
    say("patient", jo.patient_id)
    door.as_actor(operator(), invitations.invite, patient_id=jo.patient_id, email="jo@example.org")
    say("invited", jo.patient_id)
    mail.send_due()
    proof = enrolment.prove(mail.token_in(mail.emails()[0].text), "03/09/1984", "04101", source=people.HERE)
    name = f"jo.{sys.argv[1]}.{number}"
    answers = [("first-pet", "Rex one"), ("first-car", "Blue Beetle"), ("first-job", "Baker")]
    ticket = enrolment.activate(proof, Choice(name, sys.argv[2], answers), source=people.HERE)
    say("enrolled", name)
    say("session", enrolment.enter(ticket, source=people.HERE))
    token = sign_in.sign_in(name, sys.argv[2], staff=False, source=people.HERE)
    say("session", token)
    say("ending", token)
    sign_in.sign_out(token, source=people.HERE)
    say("ended", token)
"""


def said_before_it_was_killed(number: int, *, after: int, seconds: float) -> list[list[str]]:
    """What a process said it was told: `after` things, and more until it was killed a moment later."""
    with other(WORKING, str(number), PASSWORD) as worker:
        assert worker.line() == "ready"
        lines = [worker.line() for _ in range(after)]
        time.sleep(seconds)
        worker.kill()
        lines += worker.rest()
    return [line.split() for line in lines]


def holds(what: str, about: str, ended: set[str]) -> bool:
    """Whether an acknowledged thing is there now."""
    match what:
        case "patient" | "invited":
            found = door.as_actor(operator(), invitations.status_of, patient_id=UUID(about))
            return what == "patient" or found.status != "not-invited"
        case "enrolled":
            return bool(sign_in.sign_in(about, PASSWORD, staff=False, source=people.HERE))
        case "session":
            return about in ended or bool(accounts.who(about).name)
        case "ending":
            return True  # killed on the way, it may be ended or not
        case "ended":
            return not is_live(about)
    return False


def is_live(token: str) -> bool:
    try:
        return bool(accounts.who(token))
    except sign_in.SignedOut:
        return False


def count(what, *conditions) -> int:
    with unit_of_work() as session:
        return session.exec(select(func.count()).select_from(what).where(*conditions)).one()


def test_whatever_was_acknowledged_is_there_after_kill_9(any_home):
    chance = random.Random(9)
    for number in range(ROUNDS):
        said = said_before_it_was_killed(number, after=chance.randint(1, 9), seconds=chance.uniform(0, 0.05))
        ended = {about for what, about in said if what in ("ending", "ended")}
        assert [(what, about) for what, about in said if not holds(what, about, ended)] == []
        assert verify().faults == []
    if db.engine().dialect.name == "sqlite":
        with sqlite3.connect(any_home / "portal.db") as file:
            assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        file.close()


def test_no_enrolment_is_left_half_done(any_home):
    """An account has its grant and its three answers, or it is not there."""
    for number in range(2):
        said_before_it_was_killed(number, after=number + 2, seconds=0.01)
    with unit_of_work() as session:
        for account in session.exec(select(Account)):
            assert session.exec(select(func.count()).where(Grant.account_id == account.id)).one() == 1


def test_inviting_twice_leaves_one_link_that_works_and_one_email_to_send(any_home):
    jo = people.patient("Jo Jones")
    for _ in range(3):
        mail.invite(jo)
    still_open = (Invitation.replaced_at.is_(None), Invitation.revoked_at.is_(None))
    assert count(Invitation, *still_open) == 1
    waiting = (OutboxMail.sent_at.is_(None), OutboxMail.failed_at.is_(None))
    assert count(OutboxMail, *waiting) == 1


def test_an_email_that_was_being_sent_when_the_power_went_is_sent_after_all(any_home, clock):
    jo = people.patient("Jo Jones")
    mail.invite(jo)
    claim = outbox._claim(outbox.due()[0])
    assert claim is not None
    clock.forward(hours=1)
    assert mail.send_due() == 1 and mail.emails()[0].text


def test_enrolling_twice_with_one_proof_makes_one_account(any_home):
    token = mail.link_for(people.patient("Jo Jones"))
    proof = enrolment.prove(token, "03/09/1984", "04101", source=people.HERE)
    answers = [("first-pet", "Rex one"), ("first-car", "Blue Beetle"), ("first-job", "Baker")]
    enrolment.activate(proof, Choice("jo.jones", PASSWORD, answers), source=people.HERE)
    with pytest.raises(Conflict):
        enrolment.activate(proof, Choice("jo.jones2", PASSWORD, answers), source=people.HERE)
    assert count(Account) == 1
