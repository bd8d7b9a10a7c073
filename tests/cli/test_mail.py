"""An operator invites a patient, and looks at what the portal wrote to whom."""

import re

from portal.settings import get_settings
from tests import people


def test_an_invitation_is_written_and_can_be_read_in_the_local_folder(portal, home):
    alice = people.patient("Alice Ames", mrn="MRN-1")
    said = portal("invite", "MRN-1", "alice@example.org", "--json")
    assert said.code == 0
    assert (said.json["status"], said.json["email"]) == ("invited", "alice@example.org")
    (sent,) = portal("outbox", "--json").json["emails"]
    assert (sent["to"], sent["status"]) == ("alice@example.org", "sent")
    assert "/enroll#" in sent["text"]
    text = portal("outbox", "--text").out
    assert "to alice@example.org, sent" in text
    assert re.search(r"/enroll#[A-Za-z0-9_-]{43}\s", text)
    assert alice.name not in text


def test_the_outbox_is_a_line_an_email_for_scripts_without_json_too(portal, home):
    assert portal("outbox").out == "The outbox is empty.\n"
    people.patient("Alice Ames", mrn="MRN-1")
    portal("invite", "MRN-1", "a@example.org")
    portal("invite", "MRN-1", "b@example.org")
    lines = portal("outbox").out.splitlines()
    assert [line.split("\t")[1:] for line in lines] == [
        ["sent", "enrolment", "b@example.org"],
        ["sent", "enrolment", "a@example.org"],
    ]
    assert len(portal("outbox", "--limit", "1").out.splitlines()) == 1


def test_without_the_mail_server_the_invitation_waits_for_it(portal, home, free_port, monkeypatch):
    monkeypatch.setenv("PORTAL_SMTP_URL", f"smtp://127.0.0.1:{free_port}")
    get_settings.cache_clear()
    people.patient("Alice Ames", mrn="MRN-1")
    assert portal("invite", "MRN-1", "a@example.org").code == 0
    (mail,) = portal("outbox", "--json").json["emails"]
    assert (mail["status"], mail["tries"], mail["text"]) == ("waiting", 1, "")


def test_who_cannot_be_invited_is_told_in_one_line(portal, home):
    people.patient("Alice Ames", mrn="MRN-1")
    wrong = portal("invite", "MRN-1", "not an address")
    assert (wrong.code, wrong.err) == (1, "portal: Enter an email address like name@example.org.\n")
    unknown = portal("invite", "MRN-2", "a@example.org")
    assert (unknown.code, unknown.err) == (1, "portal: Nobody on file has that MRN or FHIR id.\n")
    assert portal("outbox").out == "The outbox is empty.\n"
