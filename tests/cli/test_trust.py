"""An operator checks that nobody has touched the audit trail, and changes the keys."""

import sqlite3

from portal.services.accounts import who
from portal.vault import keyring
from tests import people


def test_a_whole_trail_is_said_to_be_whole(portal, home):
    people.alice()
    said = portal("audit", "verify", "--json")
    assert said.code == 0
    assert said.json["ok"] is True
    assert said.json["entries"] > 0
    assert "The audit trail is whole" in portal("audit", "verify").out


def test_an_entry_that_was_changed_is_told(portal, home):
    people.alice()
    with sqlite3.connect(home / "portal.db") as db:
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f'DROP TRIGGER "{name}"')
        db.execute("UPDATE audit_entry SET action = 'nothing.happened' WHERE seq = 1")
    db.close()
    said = portal("audit", "verify", "--json")
    assert said.code == 1
    assert said.json["ok"] is False
    assert said.json["faults"]
    in_words = portal("audit", "verify")
    assert (in_words.code, in_words.out) == (1, "")
    assert len(in_words.err.splitlines()) == len(said.json["faults"])


def test_keys_rotate_and_what_they_seal_stays_readable(portal, home):
    alice = people.alice()
    before = set(keyring.keyring().masters)
    said = portal("keys", "rotate", "--json")
    assert said.code == 0
    assert said.json["active"] not in before
    assert said.json["rewrapped"] > 0
    assert before < set(keyring.keyring().masters)
    removed = portal("keys", "rotate", "--remove-old")
    assert "2 removed" in removed.out
    assert len(keyring.keyring().masters) == 1
    assert who(alice.token).name == "Alice Ames"
    assert "1 master key(s)" in portal("doctor").out
