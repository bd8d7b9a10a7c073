"""A link as other people's viewers meet it: manifests, files, refusals, and pages of other sites."""

import json
import re

import pytest

from portal.db import unit_of_work
from portal.errors import Invalid
from portal.models.sharing import Share
from portal.services.sharing import opening
from portal.vault import passwords
from tests import people
from tests.sharing import (
    ELSEWHERE,
    ask,
    fetch,
    jwe_of,
    manifest,
    plaintext,
    read,
    revoke,
    share,
    shown,
    with_a_record,
)
from tests.web import Browser

pytestmark = pytest.mark.usefixtures("home")

UNKNOWN = "/api/shl/" + "A" * 43


@pytest.fixture
def alice() -> people.Person:
    return with_a_record(people.alice())


def test_the_right_passcode_brings_the_file_with_the_manifest(alice):
    made = share(alice)

    answer = manifest(made)

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    found = answer.json()
    (file,) = found["files"]
    assert (found["status"], file["contentType"]) == ("finalized", "application/fhir+json")
    assert (file["status"], file["fhirVersion"], "location" in file) == ("finalized", "4.0.1", False)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:]{8}\+00:00", file["lastUpdated"])
    assert read(made, found)["entry"][1]["resource"]["name"][0]["family"] == "Ames"


def test_a_file_longer_than_the_other_side_wants_is_fetched_from_its_own_place(alice):
    made = share(alice)
    embedded = manifest(made).json()["files"][0]["embedded"]

    at_most = manifest(made, embeddedLengthMax=len(embedded)).json()["files"][0]
    beyond = manifest(made, embeddedLengthMax=len(embedded) - 1).json()["files"][0]

    assert at_most["embedded"] == embedded
    assert "embedded" not in beyond
    assert re.fullmatch(r"http://localhost:8000/api/shl/files/[A-Za-z0-9_-]{43}", beyond["location"])
    answer = fetch(beyond["location"])
    assert (answer.status_code, answer.text) == (200, embedded)
    assert answer.headers["content-type"] == "application/jose"
    assert plaintext(made, jwe_of(beyond)) == plaintext(made, embedded)


def test_a_way_to_a_file_is_good_for_half_an_hour(alice, clock):
    location = manifest(share(alice), embeddedLengthMax=0).json()["files"][0]["location"]

    clock.forward(minutes=29)
    assert fetch(location).status_code == 200
    clock.forward(minutes=2)
    assert fetch(location).status_code == 404


def test_each_manifest_gives_a_way_of_its_own(alice):
    made = share(alice)
    one, other = (manifest(made, embeddedLengthMax=0).json()["files"][0]["location"] for _ in range(2))

    assert one != other


def test_a_wrong_passcode_says_how_many_tries_are_left_and_the_fifth_ends_it(alice):
    made = share(alice)

    said = [manifest(made, passcode=f"wrong {n}") for n in range(5)]

    assert [(answer.status_code, answer.json()) for answer in said] == [
        (401, {"remainingAttempts": left}) for left in (4, 3, 2, 1, 0)
    ]
    assert manifest(made).status_code == 404
    assert shown(alice, made.id).status == "Locked"


def test_a_right_passcode_in_between_does_not_give_new_tries(alice, clock):
    made = share(alice)
    for n in range(4):
        assert manifest(made, passcode=f"wrong {n}").status_code == 401
        assert manifest(made).status_code == 200

    assert manifest(made, passcode="wrong again").json() == {"remainingAttempts": 0}
    assert manifest(made).status_code == 404


def test_asking_without_a_passcode_is_told_so_and_costs_no_try(alice):
    made = share(alice)

    for _ in range(7):
        answer = manifest(made, passcode=None)
        assert (answer.status_code, answer.json()) == (401, {"remainingAttempts": 5})
    assert manifest(made).status_code == 200
    assert shown(alice, made.id).log[1:] == []


@pytest.mark.parametrize(
    "typed", ["Seven Herons", " seven  herons ", "SEVEN-HERONS", "sevenherons", "seven\u2013herons"]
)
def test_capitals_spaces_and_dashes_do_not_matter_for_what_is_told_on_the_phone(alice, typed):
    assert manifest(share(alice), passcode=typed).status_code == 200


@pytest.mark.parametrize("typed", ["RPXD AYGS", "rpxdaygs", "rpxd-aygs"])
def test_nor_do_they_in_a_passcode_that_has_a_dash(alice, typed):
    assert manifest(share(alice, passcode="rpxd-aygs"), passcode=typed).status_code == 200


def test_a_link_from_when_dashes_still_mattered_opens_as_before(alice):
    made = share(alice, passcode="rpxd-aygs")
    with unit_of_work() as db:
        db.get_one(Share, made.id).passcode_hash = passwords.hash_answer("rpxd-aygs")
    assert manifest(made, passcode="RPXD-aygs").status_code == 200


def test_a_passcode_of_dashes_alone_is_too_short(alice):
    with pytest.raises(Invalid):
        share(alice, passcode="a--------b")


def test_so_many_openings_and_no_more(alice):
    made = share(alice, openings=2)

    assert [manifest(made).status_code for _ in range(3)] == [200, 200, 404]
    assert shown(alice, made.id).status == "Used up"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[" * 5000,
        b'{"recipient": "' + b"a" * 9000 + b'"}',
        [],
        "text",
        None,
        {},
        {"recipient": ""},
        {"recipient": " \n\u202e "},
        {"recipient": 7},
        {"recipient": ["Dr. Lee"]},
        {"recipient": "Dr. Lee", "passcode": 123456},
        {"recipient": "Dr. Lee", "passcode": {"$ne": ""}},
        {"recipient": "Dr. Lee", "passcode": "x" * 300},
        {"recipient": "Dr. Lee", "embeddedLengthMax": "100"},
        {"recipient": "Dr. Lee", "embeddedLengthMax": -1},
        {"recipient": "Dr. Lee", "embeddedLengthMax": True},
        {"recipient": "Dr. Lee", "embeddedLengthMax": float("nan")},
    ],
)
def test_what_is_no_request_is_refused_and_costs_nothing(alice, body):
    made = share(alice)

    answer = ask(made.path, body)

    assert answer.status_code == 400 and answer.json()["message"]
    assert manifest(made, passcode=None).json() == {"remainingAttempts": 5}


def test_what_it_does_not_know_is_ignored(alice):
    assert manifest(share(alice), somethingNew={"a": [1]}, v=2).status_code == 200


def test_the_name_someone_gives_is_kept_as_plain_text_on_one_line(alice):
    made = share(alice)
    manifest(made, recipient="Dr.\n<b>Lee</b>\u202e\u0000\ud800" + "e" * 500)

    (opened,) = shown(alice, made.id).log

    assert opened.title.startswith("Dr. <b>Lee</b> e") and len(opened.title) <= 200


def test_every_link_that_does_not_work_gets_the_same_answer(alice, clock):
    used, locked, expired, revoked = (share(alice, **more) for more in ({"openings": 1}, {}, {"days": 1}, {}))
    manifest(used)
    for n in range(5):
        manifest(locked, passcode=f"wrong {n}", address="198.51.100.99")
    revoke(alice, revoked)
    clock.forward(hours=25)

    answers = [manifest(made) for made in (used, locked, expired, revoked)] + [
        ask(UNKNOWN, {"recipient": "Dr. Lee", "passcode": "a guess"}),
        ask("/api/shl/" + "A" * 42, {"recipient": "Dr. Lee", "passcode": "a guess"}),
        ask("/api/shl/%00", {"recipient": "Dr. Lee", "passcode": "a guess"}),
    ]

    assert {(answer.status_code, answer.text) for answer in answers} == {
        (404, '{"message":"There is no such link, or it no longer works."}')
    }


@pytest.mark.parametrize("path", ["/api/shl/files/" + "A" * 43, "/api/shl/files/x", "/api/shl/files/%00"])
def test_a_file_that_is_not_there(path):
    answer = Browser().ask("GET", path, headers=ELSEWHERE)

    assert answer.status_code == 404
    assert answer.headers["access-control-allow-origin"] == "*"


def test_guessing_ids_is_slowed_down_by_address_and_says_how_long(alice):
    made = share(alice)
    body = {"recipient": "Mallory", "passcode": "a guess"}
    answers = [ask(f"/api/shl/{n:043d}", body, address="203.0.113.9").status_code for n in range(21)]

    assert answers[:20] == [404] * 20 and answers[20] == 429
    told = ask(UNKNOWN, body, address="203.0.113.9")
    assert int(told.headers["retry-after"]) >= 1
    assert told.headers["access-control-allow-origin"] == "*"
    assert manifest(made).status_code == 200


def test_one_link_opened_again_and_again_is_slowed_down_too(alice, clock):
    made = share(alice)
    answers = [manifest(made, address=f"198.51.100.{n}").status_code for n in range(31)]

    assert answers == [200] * 30 + [429]
    clock.forward(minutes=16)
    assert manifest(made).status_code == 200


def test_pages_of_other_sites_may_ask_and_no_cookie_goes_along(alice):
    made = share(alice)
    location = manifest(made, embeddedLengthMax=0).json()["files"][0]["location"]
    for path, method in ((made.path, "POST"), (location.removeprefix("http://localhost:8000"), "GET")):
        asked = {"Origin": "https://viewer.example", "Access-Control-Request-Method": method}
        answer = Browser().ask("OPTIONS", path, headers=asked)
        assert answer.status_code == 204
        assert answer.headers["access-control-allow-origin"] == "*"
        assert method in answer.headers["access-control-allow-methods"]
        assert "access-control-allow-credentials" not in answer.headers
    answers = [
        manifest(made),
        manifest(made, passcode="wrong"),
        ask(UNKNOWN, {"recipient": "x"}),
        fetch(location),
    ]
    assert [answer.headers["access-control-allow-origin"] for answer in answers] == ["*"] * 4
    assert all("access-control-allow-credentials" not in answer.headers for answer in answers)


def test_no_other_route_lets_other_sites_read(alice):
    for path in ("/api/session", "/healthz", "/api/documents/x/0"):
        answer = Browser(token=alice.token).ask("GET", path, headers=ELSEWHERE)
        assert "access-control-allow-origin" not in answer.headers


def test_a_large_file_is_not_embedded_unasked(alice, monkeypatch):
    monkeypatch.setattr(opening, "LONGEST_EMBEDDED", 10)

    assert "location" in manifest(share(alice), embeddedLengthMax=10**9).json()["files"][0]


def test_nobody_is_signed_in_by_asking(alice):
    answer = manifest(share(alice))

    assert "set-cookie" not in answer.headers
    assert "Alice" not in json.dumps(answer.json()) and "Ames" not in answer.text
