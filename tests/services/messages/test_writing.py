"""Alice writes a message: kept as she types, looked through for emergencies, sent once."""

from uuid import UUID

import pytest

from portal.errors import Conflict, Invalid, NotFound, NotPermitted, TooMany
from portal.integrations.storage import sealed_files
from portal.models.account import Role
from portal.services import door
from portal.services.messages import files, inbox, thread, writing
from portal.services.messages.drafts import Place, Typed
from tests import people
from tests.charts import lab, listed, on_file, visit
from tests.messages import began, group, mark
from tests.services.records.correcting import picture

pytestmark = pytest.mark.usefixtures("home")


def typed(**other) -> Typed:
    given = {"to": f"group:{group()}", "topic": "question", "subject": "Ankle", "body": "It hurts."}
    return Typed(**(given | other))


def begin(who, **place):
    return door.in_chart(who.token, writing.begin, place=Place(**place))


def keep(who, said, *, once, version=0, anyway=False, **place):
    given = {"once": once, "version": version, "anyway": anyway, "place": Place(**place)}
    return door.in_chart(who.token, writing.keep, said, **given)


def send(who, said, *, once="", anyway=False, **place):
    given = {"once": once or mark(), "anyway": anyway, "place": Place(**place)}
    return door.in_chart(who.token, writing.send, said, **given)


def add(who, once, *, name="arm.png", data=b"", **place):
    fit = files.fit(name, data or picture())
    return door.in_chart(who.token, writing.add_file, fit, place=Place(**place), once=once)


def unread(who) -> int:
    return inbox.count_unread(who.token)


def rows(who, *wanted, **page):
    return door.in_chart(who.token, inbox.list_threads, *wanted, **page)


def test_the_form_says_who_handles_what_and_puts_her_own_clinician_first():
    alice = people.alice()
    on_file(alice, visit("Checkup", participant=[{"individual": {"display": "Dr. Nia Novak"}}]))
    people.staff("Ada Other, MD", role=Role.CLINICIAN)
    people.nia()
    form = begin(alice)
    assert [one.name for one in form.recipients] == [
        "Nia Novak", "Nurse", "Front desk", "Billing", "Ada Other, MD",
    ]  # fmt: skip
    assert form.recipients[0].is_own and not form.recipients[-1].is_own and form.due
    assert next(one for one in form.topics if one.key == "question").questions


def test_what_is_missing_is_said_beside_each_field():
    alice = people.alice()
    with pytest.raises(Invalid) as refusal:
        send(alice, Typed())
    assert set(refusal.value.fields) == {"body", "topic", "to", "subject"}
    with pytest.raises(Invalid) as refusal:
        send(alice, typed(body="x" * 10_001, to="group:nobody"))
    assert set(refusal.value.fields) == {"body", "to"}
    assert "10,001" in refusal.value.fields["body"]
    assert rows(alice).total == 0


def test_what_she_types_is_there_again_on_another_device_and_gone_once_it_is_sent():
    alice = people.alice()
    form = begin(alice)
    version = keep(alice, typed(body="It hu"), once=form.once)
    again = people.sign_in(alice)
    shown = begin(again)
    assert (shown.once, shown.typed.body, shown.typed.topic) == (form.once, "It hu", "question")
    assert [row.title for row in rows(again).drafts] == ["Ankle"]
    keep(again, typed(body="It hurts."), once=form.once, version=version)
    receipt = send(again, typed(), once=form.once)
    assert receipt.number and receipt.due and rows(again).drafts == []
    assert begin(again).typed.body == ""


def test_marks_that_turn_what_follows_around_are_left_out():
    alice = people.alice()
    said = typed(subject="A \u202efdp\0 file", body="Look: \u202egnp.exe\r\nשלום")
    send(alice, said)
    row = rows(alice).rows[0]
    seen = door.in_chart(alice.token, thread.show_thread, thread_id=UUID(row.href.rpartition("/")[2]))
    assert (seen.subject, seen.said[-1].body) == ("A fdp file", "Look: gnp.exe\nשלום")


def test_two_windows_do_not_overwrite_each_other_unseen():
    alice = people.alice()
    form = begin(alice)
    version = keep(alice, typed(body="One"), once=form.once)
    keep(alice, typed(body="Two"), once=form.once, version=version)
    with pytest.raises(Conflict, match="another window"):
        keep(alice, typed(body="Three"), once=form.once, version=version)
    assert begin(alice).typed.body == "Two"
    keep(alice, typed(body="Three"), once=form.once, version=version, anyway=True)
    assert begin(alice).typed.body == "Three"


def test_a_second_press_sends_nothing_new_and_shows_the_same_number():
    alice, once = people.alice(), mark()
    first = send(alice, typed(), once=once)
    assert send(alice, typed(), once=once) == first
    with pytest.raises(Conflict, match=first.number):
        send(alice, typed(body="Something else"), once=once)
    assert rows(alice).total == 1


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("I have CHEST\npain since noon", ["chest pain"]),
        ("I can’t breathe", ["can't breathe"]),
        ("My chestpainting is done", []),
        ("The stroke of luck", ["stroke"]),
    ],
)
def test_words_that_look_urgent_come_back_before_anything_is_sent(said, found):
    alice, once = people.alice(), mark()
    receipt = send(alice, typed(body=said), once=once)
    assert receipt.urgent == found
    assert rows(alice).total == (0 if found else 1)
    sent = send(alice, typed(body=said), once=once, anyway=True)
    assert sent.number and rows(alice).total == 1


def test_a_picture_goes_along_and_nobody_else_gets_it():
    alice, bob = people.alice(), people.bob()
    form = begin(alice)
    row = add(alice, form.once)
    door.in_chart(alice.token, writing.describe_file, file_id=_id(row), alt="My  left arm")
    keep(alice, typed(), once=form.once, version=1)
    assert [one.alt for one in begin(alice).files] == ["My left arm"]
    dana = people.dana(alice, scopes="messages:act records:view")
    here = {"patient_id": alice.patient_id, "file_id": _id(row)}
    with pytest.raises(NotFound):  # not sent: hers alone
        door.in_chart(dana.token, thread.open_file, **here)
    receipt = send(alice, typed(), once=form.once)
    shown = door.in_chart(alice.token, thread.show_thread, thread_id=_id(receipt))
    [file] = shown.said[0].files
    assert (file.alt, file.key) == ("My left arm", row.key) and file.preview
    whole = b"".join(door.in_chart(dana.token, thread.open_file, **here).pieces)
    assert whole.startswith(b"\x89PNG")
    with pytest.raises(NotFound):
        door.in_chart(bob.token, thread.open_file, file_id=_id(row))
    with pytest.raises(Conflict):
        door.in_chart(alice.token, writing.drop_file, file_id=_id(row))


def test_no_more_than_four_files_and_what_is_thrown_away_is_gone_from_the_disk():
    alice = people.alice()
    form = begin(alice)
    added = [add(alice, form.once) for _ in range(4)]
    with pytest.raises(Conflict, match="4 files"):
        add(alice, form.once)
    door.in_chart(alice.token, writing.discard, once=form.once)
    assert begin(alice).files == []
    with pytest.raises(FileNotFoundError):
        list(sealed_files.pieces(_id(added[0]), b"k" * 32))


def test_asking_about_a_result_names_it_and_not_to_who_must_not_see_it():
    alice, bob = people.alice(), people.bob()
    on_file(alice, lab("iron", "300"))
    record_id = _id(listed(alice, "results").rows[0])
    form = begin(alice, kind="results", record_id=record_id)
    assert form.about.title == "iron" and form.typed.topic == "result"
    receipt = send(alice, typed(topic="result"), kind="results", record_id=record_id)
    shown = door.in_chart(alice.token, thread.show_thread, thread_id=_id(receipt)).said[0]
    assert (shown.about, shown.about_href) == ("iron", f"/records/results/{record_id}")
    with pytest.raises(NotFound):
        begin(bob, kind="results", record_id=record_id)
    helper = people.dana(alice, scopes="messages:view")  # messages, but not the record
    there = {"patient_id": alice.patient_id, "thread_id": _id(receipt)}
    assert door.in_chart(helper.token, thread.show_thread, **there).said[0].about == ""


def test_an_old_conversation_goes_on_in_a_new_one():
    alice, nia = people.alice(), people.nia()
    old = began(nia, alice, "Line one\nLine two", subject="Your knee")
    form = begin(alice, follows=old)
    assert form.typed.subject == "Your knee" and "> Line one\n> Line two" in form.typed.body
    receipt = send(alice, typed(body=form.typed.body), follows=old)
    assert receipt.number
    with pytest.raises(NotFound):
        begin(people.bob(), follows=old)


def test_who_may_only_look_cannot_write_and_someone_elses_draft_is_not_found():
    alice = people.alice()
    dana = people.dana(alice)
    with pytest.raises(NotPermitted):
        door.in_chart(dana.token, writing.begin, place=Place(), patient_id=alice.patient_id)
    form = begin(alice)
    keep(alice, typed(), once=form.once)
    draft = rows(alice).drafts[0].href.rpartition("=")[2]
    helper = people.dana(alice, scopes="messages:act")
    place = Place(draft_id=_uuid(draft))
    with pytest.raises(NotFound):
        door.in_chart(helper.token, writing.begin, place=place, patient_id=alice.patient_id)


def test_thirty_that_wait_are_enough():
    alice = people.alice()
    for _ in range(writing.MOST_WAITING):
        send(alice, typed())
    with pytest.raises(TooMany, match="call us"):
        send(alice, typed())


def _id(row):
    return _uuid(getattr(row, "key", "") or row.href.rpartition("/")[2])


def _uuid(text) -> UUID:
    return UUID(text)
