"""SECURITY.md 7, 8 and 16 for shared links: nobody guesses their way in, and nothing of a link is left lying.

Ids and passcodes are guessed one by one and all at once; what was revoked is gone; keys, passcodes, labels
and names of readers are in no file, log or statement; pages of other sites read these answers alone.
"""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from sqlalchemy import event
from sqlmodel import func, select

from portal import db
from portal.access import keys
from portal.access.audit_verify import verify_all
from portal.db import reading, unit_of_work
from portal.errors import NotFound, Refusal
from portal.models.sharing import Share, ShareFile, ShareOpening
from portal.services import door, outbox, sharing
from portal.services.sharing import opening
from portal.services.sharing.opening import Asked, WrongPasscode
from tests import people
from tests.security.planted import plant, seen_in
from tests.security.test_08_at_rest import files_of_the_day, logged, own_temp
from tests.sharing import Shared, ask, fetch, manifest, revoke, share, with_a_record

__all__ = ["logged", "own_temp"]

GUESSERS = 24
LABEL, READER, PASSCODE = "zyqlabel for the clinic", "zyqreader of mine", "zyqcode walks"


def token_of(made: Shared) -> str:
    return made.path.rpartition("/")[2]


def guess(made: Shared, passcode: str, n: int) -> str:
    """What came of one guess, from an address of its own: opened, wrong, gone."""
    try:
        opening.open_link(token_of(made), Asked("Mallory", passcode), address=f"203.0.113.{n}")
    except WrongPasscode:
        return "wrong"
    except NotFound:
        return "gone"
    return "opened"


def test_guesses_made_at_once_get_no_more_than_five_tries(any_home):
    made = share(with_a_record(people.alice()))

    with ThreadPoolExecutor(GUESSERS) as pool:
        said = list(pool.map(lambda n: guess(made, f"wrong guess {n}", n), range(GUESSERS)))

    assert sorted(said) == ["gone"] * (GUESSERS - 5) + ["wrong"] * 5
    with reading() as session:
        assert session.exec(select(Share.tries)).one() == 5
        assert session.exec(select(func.count(ShareOpening.id))).one() == 5
    assert guess(made, made.passcode, 99) == "gone"


def test_a_link_for_one_opening_opens_once_however_many_come_at_once(any_home):
    made = share(with_a_record(people.alice()), openings=1)

    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(lambda n: guess(made, made.passcode, n), range(4)))

    assert sorted(said) == ["gone"] * 3 + ["opened"]


def test_right_ones_made_at_once_give_their_tries_back(any_home):
    made = share(with_a_record(people.alice()))

    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(lambda n: guess(made, made.passcode, n), range(4)))

    assert said == ["opened"] * 4
    with reading() as session:
        assert session.exec(select(Share.tries)).one() == 0


def test_a_link_turned_off_while_its_passcode_is_being_checked_stays_shut(home, monkeypatch):
    alice = with_a_record(people.alice())
    made = share(alice)
    check = opening.passwords.verify_answer

    def slowly(answer, stored):
        revoke(alice, made)
        return check(answer, stored)

    monkeypatch.setattr(opening.passwords, "verify_answer", slowly)

    assert guess(made, made.passcode, 1) == "gone"


def test_the_passcode_is_kept_only_as_a_slow_hash(home):
    share(with_a_record(people.alice()), passcode=PASSCODE)

    with reading() as session:
        kept = session.exec(select(Share.passcode_hash)).one()
    assert re.fullmatch(r"p1:\$2b\$\d\d\$[./A-Za-z0-9]{53}", kept)


def test_a_link_of_an_erased_patient_opens_no_more(home):
    alice = with_a_record(people.alice())
    made = share(alice)
    location = manifest(made, embeddedLengthMax=0).json()["files"][0]["location"]
    with unit_of_work() as session:
        keys.erase_key(session, alice.patient_id)

    assert manifest(made).status_code == 404
    assert fetch(location).status_code == 404


def test_a_thief_of_the_database_who_has_the_link_still_lacks_our_keys(home):
    made = share(with_a_record(people.alice()))
    jwe = manifest(made).json()["files"][0]["embedded"].encode()

    with reading() as session:
        sealed = session.exec(select(ShareFile.sealed)).one()
    assert jwe not in sealed and jwe[-40:] not in sealed


def test_nothing_of_a_link_is_left_anywhere(home: Path, own_temp, logged, capfd):
    since = time.time() - 1
    statements: list[str] = []
    event.listen(db.engine(), "before_cursor_execute", lambda *call: statements.append(str(call[2])))
    alice = plant().alice
    kinds = [kind for kind, _, _ in door.in_chart(alice.token, sharing.options)]
    made = share(alice, *kinds, label=LABEL, passcode=PASSCODE)
    ids = {"share_id": made.id, "to": "zyqdoctor@zyq.example", "understood": True}
    door.in_chart(alice.token, sharing.send_link, **ids)
    outbox.deliver_due()
    door.in_chart(alice.token, sharing.show_card)
    location = manifest(made, recipient=READER, embeddedLengthMax=0).json()["files"][0]["location"]
    assert fetch(location).status_code == 200
    manifest(made, recipient=READER, passcode="zyqwrong guess")
    ask("/api/shl/zyqguess", {"recipient": READER, "passcode": "zyqwrong guess"})
    ask(made.path, b'{"recipient": "zyqreader", "passcode":')

    secrets = (
        *(made.payload["key"], token_of(made), location.rpartition("/")[2], made.link.partition("#")[2]),
        *("zyqlabel", "zyqreader", "zyqcode", "zyqwrong", "zyqdoctor", "zyqrec", "7731.9317"),
    )
    for path in files_of_the_day(home, own_temp, since):
        assert seen_in(path.read_bytes(), secrets) == [], path
    assert [line for line in logged if seen_in(line, secrets)] == []
    out, err = capfd.readouterr()
    assert seen_in(out + err, secrets) == []
    assert [statement for statement in statements if seen_in(statement, secrets)] == []


def test_openings_are_in_the_trail_and_the_trail_holds(home):
    alice = with_a_record(people.alice())
    made = share(alice)
    manifest(made)
    manifest(made, passcode="wrong guess")
    revoke(alice, made)

    with reading() as session:
        assert verify_all(session, []).faults == []


@pytest.mark.parametrize("service", [sharing.show_link, sharing.revoke, sharing.send_link])
def test_someone_elses_link_is_not_found(home, service):
    made = share(with_a_record(people.alice()))
    more = {"to": "a@example.org", "understood": True} if service is sharing.send_link else {}

    with pytest.raises(Refusal) as refusal:
        door.in_chart(people.bob().token, service, share_id=made.id, **more)

    assert isinstance(refusal.value, NotFound)


@pytest.mark.browser
def test_a_running_portal_lets_other_sites_read_these_answers_and_keeps_its_headers(site):
    made = share(with_a_record(people.alice()))
    elsewhere = {"Origin": "https://viewer.example", "Sec-Fetch-Site": "cross-site"}
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    with httpx.Client(base_url=site.origin, headers=elsewhere) as browser:
        before = browser.request("OPTIONS", made.path, headers=asked)
        answer = browser.post(
            made.path, json={"recipient": "Dr. Lee", "passcode": made.passcode, "embeddedLengthMax": 0}
        )
        file = browser.get(answer.json()["files"][0]["location"])
        other = browser.get("/api/session")

    assert (before.status_code, answer.status_code, file.status_code) == (204, 200, 200)
    for found in (before, answer, file):
        assert found.headers["access-control-allow-origin"] == "*"
        assert found.headers["cross-origin-resource-policy"] == "cross-origin"
        assert found.headers["cache-control"] == "no-store"
        assert found.headers["x-content-type-options"] == "nosniff"
        assert "set-cookie" not in found.headers
        assert "access-control-allow-credentials" not in found.headers
    assert "access-control-allow-origin" not in other.headers
    assert other.headers["cross-origin-resource-policy"] == "same-origin"
    assert made.passcode not in site.log.read_text() and token_of(made) not in site.log.read_text()
