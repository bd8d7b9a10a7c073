"""Alice's iron is wrong in her record: she asks, and what comes of it stays with the record."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from sqlmodel import select, update

from portal import clock as portal_clock
from portal.access.actor import Scope
from portal.access.audit import Deed
from portal.access.charts import open_chart
from portal.db import reading, unit_of_work
from portal.errors import Conflict, Invalid, NotFound, NotPermitted, TooMany
from portal.i18n import day
from portal.models.account import AccountSession
from portal.models.audit import AuditEntry
from portal.models.correction import Correction, CorrectionFile
from portal.services import door
from portal.services.records import corrections
from portal.services.records.corrections import asking
from tests import people
from tests.charts import condition, lab, listed, medicine, on_file, opened, panel
from tests.services.records.correcting import (
    WANTED,
    WRONG,
    accepted,
    asked,
    begun,
    denied,
    id_in,
    iron_on_file,
    picture,
    read,
    sent,
    with_file,
)

pytestmark = pytest.mark.usefixtures("home")


def all_notes(who: people.Person) -> dict[str, str]:
    """What copies of her record say of requests."""
    with unit_of_work() as db:
        chart = open_chart(db, who.actor, who.patient_id, Scope.RECORDS, deed=Deed("test.looked"))
        return corrections.notes(chart)


def how_many() -> tuple[int, int]:
    """Requests and files in the database."""
    with reading() as db:
        return len(db.exec(select(Correction)).all()), len(db.exec(select(CorrectionFile)).all())


def test_alice_asks_and_gets_a_receipt_with_a_date() -> None:
    alice = people.alice()
    record_id = iron_on_file(alice)

    receipt = sent(alice, record_id)

    assert len(receipt.number) == 9 and receipt.number[4] == "-"
    assert receipt.due == day(portal_clock.today() + corrections.asking.words.ANSWER_WITHIN)
    [row] = asked(alice)
    assert (row.title, row.tag, row.href) == ("iron", "Received", receipt.href)
    one = read(alice, row.href)
    assert (one.told.wrong, one.told.wanted, one.told.asked_by, one.told.receipt) == (
        WRONG,
        WANTED,
        "Alice Ames",
        receipt.number,
    )
    assert (one.may_withdraw, one.may_disagree, one.item_href) == (
        True,
        False,
        f"/records/results/{record_id}",
    )
    assert "300 mg/dL" in one.told.line


def test_the_same_send_twice_is_one_request_with_one_receipt() -> None:
    alice = people.alice()
    record_id = iron_on_file(alice)
    once = begun(alice, record_id).once

    first, second = sent(alice, record_id, once=once), sent(alice, record_id, once=once)

    assert first == second
    assert how_many() == (1, 0)
    with pytest.raises(Conflict, match=first.number):
        sent(alice, record_id, once=once, wrong="Something else")
    assert sent(alice, record_id).number != first.number


def test_a_mark_of_one_item_is_not_good_for_another() -> None:
    alice = people.alice()
    record_id = iron_on_file(alice)
    on_file(alice, condition("asthma"))
    other = id_in(listed(alice, "conditions").rows[0].href)
    once = begun(alice, record_id).once
    sent(alice, record_id, once=once)

    with pytest.raises(Invalid, match="Reload"):
        sent(alice, other, once=once, kind="conditions")
    with pytest.raises(Invalid, match="Reload"):
        sent(alice, record_id, once="short")


@pytest.mark.parametrize(
    ("said", "field", "says"),
    [
        ({"wrong": "  \n"}, "wrong", "what is wrong"),
        ({"wanted": ""}, "wanted", "should say"),
        ({"wanted": "x" * 4001}, "wanted", "It has 4,001 now"),
    ],
)
def test_what_is_missing_or_too_long_is_said_beside_its_field(said, field, says) -> None:
    alice = people.alice()
    record_id = iron_on_file(alice)
    once = begun(alice, record_id).once

    with pytest.raises(Invalid) as refusal:
        sent(alice, record_id, once=once, **said)

    assert says in refusal.value.fields[field]
    assert asked(alice) == []
    assert sent(alice, record_id, once=once, wanted="x" * 4000).number


def test_what_was_typed_and_added_is_there_after_a_reload_and_for_nobody_else() -> None:
    alice, bob = people.alice(), people.bob()
    record_id = iron_on_file(alice)
    helper = people.dana(alice, scopes="records:act")
    first = begun(alice, record_id)
    place = {"kind": "results", "record_id": record_id, "once": first.once}

    door.in_chart(alice.token, corrections.keep, **place, wrong="It was", wanted="")
    href = with_file(alice, record_id, first.once)

    again = begun(alice, record_id)
    assert (again.wrong, again.once, [file.name for file in again.files]) == (
        "It was",
        first.once,
        ["bottle.png"],
    )
    assert (again.room, asked(alice), all_notes(alice)) == (3, [], {})
    helpers = begun(_at(helper, alice), record_id)
    assert (helpers.wrong, helpers.files) == ("", [])
    for stranger in (bob, _at(helper, alice)):
        with pytest.raises(NotFound):
            door.in_chart(stranger.token, corrections.read_evidence, file_id=id_in(href))
        with pytest.raises(NotFound):
            door.in_chart(stranger.token, corrections.drop_file, file_id=id_in(href))


def test_nothing_typed_begins_nothing() -> None:
    alice = people.alice()
    record_id = iron_on_file(alice)
    place = {"kind": "results", "record_id": record_id, "once": begun(alice, record_id).once}

    door.in_chart(alice.token, corrections.keep, **place, wrong=" ", wanted="")

    assert how_many() == (0, 0)


def test_a_draft_can_be_thrown_away_and_goes_by_itself_after_a_day(clock) -> None:
    alice = people.alice()
    record_id = iron_on_file(alice)
    with_file(alice, record_id, begun(alice, record_id).once)
    door.in_chart(alice.token, corrections.discard, kind="results", record_id=record_id)
    assert how_many() == (0, 0)

    with_file(alice, record_id, begun(alice, record_id).once)
    on_file(alice, condition("asthma"))
    sent(alice, id_in(listed(alice, "conditions").rows[0].href), kind="conditions")
    clock.forward(hours=23)
    assert corrections.drop_stale_drafts() == 0
    clock.forward(hours=2)
    assert corrections.drop_stale_drafts() == 1
    assert how_many() == (1, 0)


def test_evidence_goes_along_and_stays_as_it_was_sent() -> None:
    alice, nia = people.alice(), people.nia()
    record_id = iron_on_file(alice)
    once = begun(alice, record_id).once
    with_file(alice, record_id, once, name="../../my bottle.png")
    unwanted = with_file(alice, record_id, once, name="other.png")
    assert door.in_chart(alice.token, corrections.drop_file, file_id=id_in(unwanted)) == "other.png"

    href = sent(alice, record_id, once=once).href

    [file] = read(alice, href).told.files
    assert (file.name, file.line) == ("my bottle.png", "Picture, 1 KB")
    kept = door.in_chart(alice.token, corrections.read_evidence, file_id=id_in(file.href))
    assert kept.data.startswith(b"\x89PNG") and kept.media_type == "image/png"
    with pytest.raises(Conflict, match="sent already"):
        door.in_chart(alice.token, corrections.drop_file, file_id=id_in(file.href))
    with pytest.raises(Conflict, match="sent already"):
        with_file(alice, record_id, once)
    accepted(nia, href)
    assert [one.name for one in read(alice, href).told.files] == ["my bottle.png"]


def test_four_files_are_the_most_and_eight_in_what_is_not_sent() -> None:
    alice = people.alice()
    record_id = iron_on_file(alice)
    on_file(alice, *[condition(name) for name in ("asthma", "gout")])
    others = [id_in(row.href) for row in listed(alice, "conditions").rows]
    once = begun(alice, record_id).once
    for _ in range(4):
        with_file(alice, record_id, once)
    with pytest.raises(Conflict, match="4 files is the most"):
        with_file(alice, record_id, once)

    taken = corrections.fit("a.png", picture())
    marks = [begun(alice, one, kind="conditions").once for one in others]
    place = [
        {"kind": "conditions", "record_id": one, "once": mark}
        for one, mark in zip(others, marks, strict=True)
    ]
    for _ in range(4):
        door.in_chart(alice.token, corrections.add_file, taken, **place[0])
    with pytest.raises(Conflict, match="8 files"):
        door.in_chart(alice.token, corrections.add_file, taken, **place[1])


@pytest.mark.parametrize(
    "data",
    [b"", b"MZ\x90\x00" + b"x" * 50, b"<html><script>alert(1)</script>", b"\x89PNG\r\n\x1a\nnot really"],
)
def test_a_hostile_file_is_refused_and_nothing_of_it_is_kept(data) -> None:
    with pytest.raises(Invalid):
        corrections.fit("bottle.png", data)


def test_alice_takes_her_request_back_while_it_is_open() -> None:
    alice, nia = people.alice(), people.nia()
    record_id = iron_on_file(alice)
    href = sent(alice, record_id).href

    for _ in range(2):
        door.in_chart(alice.token, corrections.withdraw, correction_id=id_in(href))

    one = read(alice, href)
    assert (one.told.tag, one.may_withdraw) == ("Withdrawn", False)
    assert (all_notes(alice), _lines(alice, record_id)) == ({}, [])
    with pytest.raises(Conflict, match="took this request back"):
        accepted(nia, href)


def test_of_an_item_that_is_gone_since_only_the_name_is_told() -> None:
    alice = people.alice()
    href = sent(alice, iron_on_file(alice)).href
    on_file(alice, lab("iron", "300") | {"status": "entered-in-error"})

    one = read(alice, href)

    assert (one.told.title, one.told.line, one.item_href, one.told.wrong) == ("iron", "", "", WRONG)


def test_a_decided_request_cannot_be_taken_back() -> None:
    alice, nia = people.alice(), people.nia()
    href = sent(alice, iron_on_file(alice)).href
    accepted(nia, href)

    with pytest.raises(Conflict, match="decided"):
        door.in_chart(alice.token, corrections.withdraw, correction_id=id_in(href))


def test_after_a_denial_she_may_say_once_why_she_disagrees() -> None:
    alice, nia = people.alice(), people.nia()
    href = sent(alice, iron_on_file(alice)).href
    with pytest.raises(Conflict):
        _disagrees(alice, href)
    denied(nia, href)
    assert read(alice, href).may_disagree
    with pytest.raises(Invalid):
        _disagrees(alice, href, "x" * 4001)

    _disagrees(alice, href)
    _disagrees(alice, href)

    one = read(alice, href)
    assert (one.told.disagreement, one.may_disagree) == ("I have the paper.", False)
    assert one.told.disagreement_line.startswith("Written by Alice Ames on ")
    with pytest.raises(Conflict, match="already"):
        _disagrees(alice, href, "And another thing.")


def test_copies_of_the_record_carry_what_was_asked_and_answered() -> None:
    alice, nia = people.alice(), people.nia()
    href = sent(alice, iron_on_file(alice)).href
    today = day(portal_clock.today())
    source = "Observation/iron-2026-11-20"
    assert all_notes(alice) == {source: f"A correction was asked for on {today}; not decided yet."}

    denied(nia, href)
    _disagrees(alice, href)

    assert all_notes(alice) == {
        source: f"A correction was asked for on {today} by Alice Ames: “{WRONG}” It should say: “{WANTED}” "
        f"Denied by Nia Novak on {today}. The record is accurate and complete. "
        "The sample was measured twice. "
        f"Statement of disagreement by Alice Ames on {today}: “I have the paper.”"
    }


def test_the_items_own_page_says_what_came_of_it() -> None:
    alice, nia = people.alice(), people.nia()
    record_id = iron_on_file(alice)
    today = day(portal_clock.today())
    page = opened(alice, "results", f"/records/results/{record_id}").corrections
    assert (page.lines, page.ask_href) == ([], f"/records/corrections/new/results/{record_id}")

    href = sent(alice, record_id).href
    [line] = _lines(alice, record_id)
    assert line.text.startswith(f"You asked for a correction on {today}. Not decided yet.")
    accepted(nia, href)

    [line] = _lines(alice, record_id)
    assert (line.text, line.href, line.tone) == (
        f"You asked for a correction on {today}. Accepted by Nia Novak on {today}: "
        "The laboratory sent it again: 30.",
        href,
        "good",
    )
    assert begun(alice, record_id).open_href == ""


def test_a_test_within_a_panel_can_be_asked_about_too() -> None:
    alice = people.alice()
    iron = lab("iron", "300")
    on_file(alice, iron, panel("Blood", iron))
    [row] = listed(alice, "results").rows
    [member] = opened(alice, "results", row.href).sections[0].rows

    assert sent(alice, id_in(member.href)).number


def test_dana_may_read_what_came_of_it_and_not_ask() -> None:
    alice = people.alice()
    record_id = iron_on_file(alice)
    href = sent(alice, record_id).href
    dana = _at(people.dana(alice), alice)

    assert [row.title for row in asked(dana)] == ["iron"]
    one = read(dana, href)
    assert (one.may_withdraw, one.may_disagree) == (False, False)
    assert opened(dana, "results", f"/records/results/{record_id}").corrections.ask_href == ""
    for call in (
        lambda: begun(dana, record_id),
        lambda: sent(dana, record_id, once="x" * 20),
        lambda: with_file(dana, record_id, "x" * 20),
        lambda: door.in_chart(dana.token, corrections.withdraw, correction_id=id_in(href)),
        lambda: _disagrees(dana, href),
    ):
        with pytest.raises(NotPermitted):
            call()


def test_one_who_may_act_asks_for_her_and_it_says_so() -> None:
    alice = people.alice()
    record_id = iron_on_file(alice)
    helper = _at(people.dana(alice, scopes="records:act"), alice)
    assert begun(helper, record_id).asks_for == "Alice Ames"

    href = sent(helper, record_id).href

    assert read(alice, href).told.asked_by == "Dana Diaz, a representative, for Alice Ames"
    assert _lines(alice, record_id)[0].text.startswith("Dana Diaz, a representative asked")


def test_medications_are_only_for_those_who_may_read_them() -> None:
    alice = people.alice()
    on_file(alice, medicine("Aspirin"))
    record_id = id_in(listed(alice, "medications").rows[0].href)
    href = sent(alice, record_id, kind="medications").href
    helper = _at(people.dana(alice, scopes="records:act"), alice)

    assert asked(helper) == []
    with pytest.raises(NotFound):
        read(helper, href)
    with pytest.raises(NotFound):
        begun(helper, record_id, kind="medications")
    assert opened(alice, "medications", f"/medications/{record_id}").corrections.lines


def test_bob_gets_at_nothing_of_hers() -> None:
    alice, bob = people.alice(), people.bob()
    record_id = iron_on_file(alice)
    once = begun(alice, record_id).once
    with_file(alice, record_id, once)
    href = sent(alice, record_id, once=once).href
    [file] = read(alice, href).told.files

    assert asked(bob) == []
    for call in (
        lambda: begun(bob, record_id),
        lambda: sent(bob, record_id, once=once),
        lambda: with_file(bob, record_id, once),
        lambda: read(bob, href),
        lambda: door.in_chart(bob.token, corrections.withdraw, correction_id=id_in(href)),
        lambda: _disagrees(bob, href),
        lambda: door.in_chart(bob.token, corrections.read_evidence, file_id=id_in(file.href)),
        lambda: door.in_chart(bob.token, corrections.drop_file, file_id=id_in(file.href)),
    ):
        with pytest.raises(NotFound):
            call()
    for call in (
        lambda: sent(alice, uuid4(), once="x" * 20),
        lambda: sent(alice, record_id, once="x" * 20, kind="visits"),
        lambda: sent(alice, record_id, once="x" * 20, kind="nonsense"),
    ):
        with pytest.raises(NotFound):
            call()


def test_too_many_open_requests_are_refused(monkeypatch) -> None:
    monkeypatch.setattr(asking, "MOST_OPEN", 1)
    alice = people.alice()
    record_id = iron_on_file(alice)
    sent(alice, record_id)

    with pytest.raises(TooMany, match="call us"):
        sent(alice, record_id)


def test_who_did_what_is_in_her_trail() -> None:
    alice, nia = people.alice(), people.nia()
    href = sent(alice, iron_on_file(alice)).href
    accepted(nia, href)
    read(alice, href)

    with reading() as db:
        entries = db.exec(select(AuditEntry).where(AuditEntry.chain_id == alice.patient_id)).all()
    told = [(entry.action, entry.subject_id) for entry in entries]
    assert ("corrections.accepted", id_in(href)) in told
    assert ("corrections.show_correction", id_in(href)) in told
    assert "corrections.send" in [action for action, _ in told]


def test_nothing_said_lies_open_in_the_database(home) -> None:
    alice, nia = people.alice(), people.nia()
    record_id = iron_on_file(alice)
    once = begun(alice, record_id).once
    with_file(alice, record_id, once, name="zyqfile.png")
    href = sent(alice, record_id, once=once, wrong="zyqwrong", wanted="zyqwanted").href
    denied(nia, href, reason="zyqreason")
    _disagrees(alice, href, "zyqdisagree")

    kept = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert b"zyq" not in kept


def test_the_same_send_at_the_same_moment_is_one_request(any_home) -> None:
    alice = people.alice()
    record_id = iron_on_file(alice)
    once = begun(alice, record_id).once

    with ThreadPoolExecutor(4) as threads:
        receipts = list(threads.map(lambda _: sent(alice, record_id, once=once), range(4)))

    assert len(set(receipts)) == 1
    assert how_many() == (1, 0)


def test_files_added_at_the_same_moment_are_in_one_request(any_home) -> None:
    alice = people.alice()
    record_id = iron_on_file(alice)
    once = begun(alice, record_id).once

    with ThreadPoolExecutor(3) as threads:
        list(threads.map(lambda _: with_file(alice, record_id, once), range(3)))

    assert how_many() == (1, 3)
    assert len(begun(alice, record_id).files) == 3


def test_two_windows_of_hers_send_one_draft(any_home) -> None:
    alice = people.alice()
    record_id = iron_on_file(alice)
    one, other = begun(alice, record_id).once, begun(alice, record_id).once
    with_file(alice, record_id, one)

    sent(alice, record_id, once=other)

    assert how_many() == (1, 1)
    assert len(asked(alice)) == 1


def _lines(who: people.Person, record_id) -> list[corrections.CorrectionLine]:
    return opened(who, "results", f"/records/results/{record_id}").corrections.lines


def _disagrees(who: people.Person, href: str, statement: str = "I have the paper.") -> None:
    door.in_chart(who.token, corrections.disagree, correction_id=id_in(href), statement=statement)


def _at(who: people.Person, whose: people.Person) -> people.Person:
    """The account switcher's wish: this session looks at the other's chart."""
    mine = update(AccountSession).where(AccountSession.account_id == who.account_id)
    with unit_of_work() as db:
        db.exec(mine.values(patient_id=whose.patient_id))
    return who
