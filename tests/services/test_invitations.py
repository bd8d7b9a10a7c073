"""The front desk invites a patient; the patient gets one email with one link."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlmodel import select

from portal.access.actor import operator
from portal.db import reading, unit_of_work
from portal.errors import Conflict, Invalid, NotFound, NotPermitted, SignedOut
from portal.models.account import Role
from portal.models.audit import AuditEntry
from portal.models.invitation import Invitation
from portal.models.patient import Patient
from portal.services import door, enrolment, invitations
from tests import people
from tests.conftest import Clock
from tests.mail import emails, invite, link_for, send_due, status, token_in

pytestmark = pytest.mark.usefixtures("home")

NOT_ADDRESSES = [
    "", " ", "jo", "jo@", "@example.org", "jo@example", "jo@@example.org", "jo example@example.org",
    "jo@example..org", "jo@-example.org", "jo@example.org, bob@example.org", "jo@example.org\nBcc: a@b.org",
    "jo@exam\u0000ple.org", ".jo@example.org", "jo.@example.org", "jo<script>@example.org", "jo@example.org>",
    f"{'a' * 65}@example.org", f"jo@{'a' * 64}.org", f"jo@{'a.' * 130}org", "jo@[127.0.0.1]",
    "jo@ex_ample.org",
]  # fmt: skip


def resend(patient: people.Person) -> invitations.InvitationStatus:
    return door.as_actor(operator(), invitations.resend, patient_id=patient.patient_id)


def look(token: str) -> str:
    return enrolment.look(token, source=people.HERE)


@pytest.mark.parametrize("email", NOT_ADDRESSES)
def test_what_is_no_address_gets_no_invitation(email: str) -> None:
    jo = people.patient("Jo Jones")
    with pytest.raises(Invalid) as refused:
        invite(jo, email)
    assert "email" in refused.value.fields
    assert status(jo).status == "not invited"
    assert emails() == []


def test_nobody_is_invited_who_is_not_on_file() -> None:
    with pytest.raises(NotFound):
        door.as_actor(operator(), invitations.invite, patient_id=uuid4(), email="jo@example.org")


def test_someone_who_has_died_is_not_invited() -> None:
    jo = people.patient("Jo Jones")
    with unit_of_work() as db:
        db.get_one(Patient, jo.patient_id).deceased = True
    with pytest.raises(Invalid, match="died"):
        invite(jo)
    assert emails() == []


def test_a_link_stops_working_when_its_owner_has_died() -> None:
    jo = people.patient("Jo Jones")
    token = link_for(jo)
    with unit_of_work() as db:
        db.get_one(Patient, jo.patient_id).deceased = True
    assert look(token) == "revoked"


def test_someone_without_a_zip_code_on_file_is_not_invited_to_prove_it() -> None:
    with pytest.raises(Invalid, match="ZIP"):
        invite(people.patient("Jo Jones", zip=""))


def test_whoever_has_an_account_is_not_invited_again() -> None:
    alice = people.alice()
    with pytest.raises(Conflict, match="already"):
        invite(alice)
    assert status(alice).status == "enrolled"


@pytest.mark.parametrize("who", [people.alice, people.bob])
def test_a_patient_cannot_invite_anyone(who: type) -> None:
    person, jo = who(), people.patient("Jo Jones")
    for service in (invitations.resend, invitations.revoke, invitations.status_of):
        with pytest.raises(NotPermitted):
            door.in_practice(person.token, service, patient_id=jo.patient_id)
    with pytest.raises(NotPermitted):
        door.in_practice(person.token, invitations.invite, patient_id=jo.patient_id, email="jo@example.org")
    assert status(jo).status == "not invited"


def test_a_biller_and_someone_who_left_cannot_invite() -> None:
    biller, jo = people.nia(role=Role.BILLER), people.patient("Jo Jones")
    with pytest.raises(NotPermitted):
        door.in_practice(biller.token, invitations.invite, patient_id=jo.patient_id, email="jo@example.org")
    with pytest.raises(SignedOut):
        door.in_practice(
            people.olga().token, invitations.invite, patient_id=jo.patient_id, email="jo@example.org"
        )


def test_the_front_desk_invites_and_the_patient_gets_a_link() -> None:
    desk, jo = people.nia(role=Role.FRONT_DESK), people.patient("Jo Jones")
    found = door.in_practice(
        desk.token, invitations.invite, patient_id=jo.patient_id, email="  Jo.Jones+care@Example.org "
    )
    assert (found.status, found.email, found.mail) == ("invited", "Jo.Jones+care@Example.org", "waiting")
    assert found.expires_at is not None and found.invited_at is not None
    assert found.expires_at - found.invited_at == timedelta(days=7)
    assert send_due() == 1
    assert status(jo).mail == "sent" and status(jo).sent_at is not None
    assert look(token_in(emails()[0].text)) == "ready"


def test_the_email_says_nothing_about_the_patient() -> None:
    jo = people.patient("Josephine Quillfeather", mrn="MRN-QQ-77")
    link_for(jo, "jq@example.org")
    says = emails()[0]
    for private in ("Josephine", "Quillfeather", "MRN-QQ-77", "1984", "04101", "jq@"):
        assert private not in says.text + says.subject
    assert "Lakeside Family Practice" in says.text and "555-0134" in says.text and "7 days" in says.text


def test_after_resending_only_the_new_link_works() -> None:
    jo = people.patient("Jo Jones")
    old = link_for(jo)
    resend(jo)
    assert send_due() == 1
    new = token_in(emails()[0].text)
    assert (look(old), look(new)) == ("replaced", "ready")
    assert status(jo).email == "jo@example.org"


def test_resending_before_the_first_was_sent_sends_one_email() -> None:
    jo = people.patient("Jo Jones")
    invite(jo)
    resend(jo)
    assert send_due() == 1
    assert [mail.status for mail in emails()] == ["sent", "withdrawn"]


def test_inviting_at_another_address_replaces_the_first() -> None:
    jo = people.patient("Jo Jones")
    old = link_for(jo, "typo@example.org")
    new = link_for(jo, "jo@example.org")
    assert (look(old), look(new), status(jo).email) == ("replaced", "ready", "jo@example.org")


def test_nobody_is_sent_a_link_again_who_never_had_one() -> None:
    jo = people.patient("Jo Jones")
    with pytest.raises(NotFound):
        resend(jo)
    with pytest.raises(NotFound):
        door.as_actor(operator(), invitations.revoke, patient_id=jo.patient_id)


def test_a_revoked_link_is_dead_and_can_be_followed_by_a_new_one() -> None:
    jo = people.patient("Jo Jones")
    token = link_for(jo)
    assert door.as_actor(operator(), invitations.revoke, patient_id=jo.patient_id).status == "revoked"
    assert look(token) == "revoked"
    assert look(link_for(jo)) == "ready"
    assert look(token) == "revoked"


def test_a_link_dies_after_seven_days(clock: Clock) -> None:
    jo = people.patient("Jo Jones")
    token = link_for(jo)
    clock.forward(days=6, hours=23)
    assert look(token) == "ready"
    clock.forward(hours=1)
    assert (look(token), status(jo).status) == ("expired", "expired")


def test_the_patients_own_trail_says_who_invited_them() -> None:
    desk, jo = people.nia(role=Role.FRONT_DESK), people.patient("Jo Jones")
    door.in_practice(desk.token, invitations.invite, patient_id=jo.patient_id, email="jo@example.org")
    with reading() as db:
        entries = db.exec(select(AuditEntry).where(AuditEntry.chain_id == jo.patient_id)).all()
    assert [(entry.action, entry.account_id) for entry in entries] == [
        ("invitations.invite", desk.account_id)
    ]


def test_the_database_holds_neither_the_link_nor_the_address(home: Path) -> None:
    jo = people.patient("Jo Jones")
    token = link_for(jo, "quillfeather@example.org")
    files = [path for path in home.rglob("*") if path.is_file()]
    assert any("outbox" in str(path) for path in files)
    for path in files:
        held = path.read_bytes()
        assert token.encode() not in held, path
        assert b"quillfeather" not in held.lower(), path


def test_two_who_resend_at_once_leave_one_working_link() -> None:
    jo = people.patient("Jo Jones")
    first = link_for(jo)
    with ThreadPoolExecutor(2) as two:
        for done in [two.submit(resend, jo) for _ in range(2)]:
            done.result()
    send_due()
    with reading() as db:
        rows = db.exec(select(Invitation).where(Invitation.patient_id == jo.patient_id)).all()
    assert sum(row.replaced_at is None for row in rows) == 1
    assert look(first) == "replaced"
