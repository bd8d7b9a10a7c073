"""Nia answers quickly, in a colleague's name, with a document; she goes away; she writes to many."""

import base64
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from portal import clock as portal_clock
from portal.errors import Conflict, Invalid, NotFound, NotPermitted
from portal.models.account import Role
from portal.services import door
from portal.services.messages import thread, writing
from portal.services.messages.drafts import Place
from portal.services.staff.messages import answering, desk, mine, queues, quick, setup
from tests import people
from tests.charts import on_file, paper
from tests.messages import group, mark, wrote
from tests.pdfs import pdf
from tests.people import Person
from tests.services.staff.at_the_desk import admin, do, shown, titles

pytestmark = pytest.mark.usefixtures("home")


def pdf_document(title: str) -> Any:
    return paper(title, base64.b64encode(pdf(title)).decode(), "application/pdf", title=title)


# Quick replies


def test_a_quick_reply_is_filled_in_for_whom_it_goes_to(home: Any) -> None:
    alice, nia, olga = people.alice(), people.nia(), admin()
    words = "Dear {first name}, please call {practice phone}. {clinician}"
    (one,) = do(olga, quick.save_quick, name="Call us", words=words)
    here = wrote(alice, "Hello")
    form = do(nia, answering.begin_reply, thread_id=here)
    assert [(row.name, row.words) for row in form.quick] == [
        ("Call us", "Dear Alice, please call 555-0134. Nia Novak")
    ]
    do(olga, quick.save_quick, key=one.key, name="Call", words="Call us.")
    assert [row.words for row in do(nia, answering.list_quick_replies, thread_id=here)] == ["Call us."]
    do(olga, quick.retire_quick, key=one.key)
    assert do(nia, answering.list_quick_replies, thread_id=here) == []
    with pytest.raises(NotFound):
        do(olga, quick.retire_quick, key=one.key)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": " ", "words": "x"}, "name"),
        ({"name": "x" * 61, "words": "x"}, "name"),
        ({"name": "x", "words": " "}, "words"),
        ({"name": "x", "words": "x" * 4_001}, "words"),
        ({"name": "x", "words": "Dear {last name}"}, "words"),
        ({"name": "call us", "words": "x"}, "name"),
    ],
)
def test_what_is_wrong_with_a_quick_reply_is_said(given: dict[str, str], field: str) -> None:
    olga = admin()
    do(olga, quick.save_quick, name="Call us", words="Call us.")
    with pytest.raises(Invalid) as refusal:
        do(olga, quick.save_quick, **given)
    assert list(refusal.value.fields) == [field]
    assert len(do(olga, quick.list_quick)) == 1


def test_only_an_administrator_keeps_the_practices_words() -> None:
    nia = people.nia()
    for service, given in (
        (quick.save_quick, {"name": "x", "words": "x"}),
        (setup.save_words, {"words": "x"}),
        (setup.save_group, {"key": "", "name": "x", "handles": "x", "roles": ["clinician"]}),
        (setup.show_setup, {}),
    ):
        with pytest.raises(NotPermitted):
            do(nia, service, **given)


# In whose name, and how it ends


def test_an_answer_in_a_clinicians_name_shows_both_names_and_her_signature() -> None:
    alice, nia = people.alice(), people.nia()
    priya = people.staff("Priya Raman", role=Role.CLINICIAN)
    do(nia, mine.set_signature, signature="Nia Novak, RN\nLakeside")
    here = wrote(alice, "Hello")
    form = do(nia, answering.begin_reply, thread_id=here)
    assert form.signature == "Nia Novak, RN\nLakeside" and form.clinicians == [
        (str(priya.account_id), "Priya Raman")
    ]
    seen = do(nia, desk.show, thread_id=here).seen
    given = {"thread_id": here, "once": form.once, "seen": seen, "on_behalf": str(priya.account_id)}
    do(nia, answering.send_reply, body="All is well.", **given)
    do(nia, answering.send_reply, body="All is well.", **given)
    *_, last = shown(alice, here).said
    assert last.author == "Nia Novak for Priya Raman"
    assert last.body == "All is well.\n\nNia Novak, RN\nLakeside"
    assert len(shown(alice, here).said) == 2


@pytest.mark.parametrize("whose", ["nobody", "front-desk", "herself", "patient"])
def test_nobody_answers_in_a_name_that_is_no_colleagues(whose: str) -> None:
    alice, nia = people.alice(), people.nia()
    sam = people.staff("Sam Ortiz", role=Role.FRONT_DESK)
    keys = {
        "nobody": uuid4(),
        "front-desk": sam.account_id,
        "herself": nia.account_id,
        "patient": alice.account_id,
    }
    here = wrote(alice, "Hello")
    seen = do(nia, desk.show, thread_id=here).seen
    given = {"thread_id": here, "once": mark(), "seen": seen, "on_behalf": str(keys[whose])}
    with pytest.raises(Invalid) as refusal:
        do(nia, answering.send_reply, body="Hello", **given)
    assert "on_behalf" in refusal.value.fields
    assert len(shown(alice, here).said) == 1


def test_a_signature_that_is_too_long_is_refused_and_the_one_before_stays() -> None:
    nia = people.nia()
    do(nia, mine.set_signature, signature="Nia")
    with pytest.raises(Invalid):
        do(nia, mine.set_signature, signature="x" * 301)
    assert do(nia, mine.show_mine).signature == "Nia"


# Documents of the chart


def test_a_document_of_the_chart_goes_along_and_can_be_taken_out_again() -> None:
    alice, nia = people.alice(), people.nia()
    on_file(alice, pdf_document("Letter to your school"))
    here = wrote(alice, "Can I have the letter?")
    form = do(nia, answering.begin_reply, thread_id=here)
    (found,) = do(nia, answering.list_documents, thread_id=here)
    assert found.title == "Letter to your school"
    given = {"thread_id": here, "once": form.once}
    first = do(nia, answering.attach_document, key=found.key, **given)
    do(nia, answering.drop_document, thread_id=here, file_id=UUID(first.key))
    assert do(nia, answering.list_reply_files, **given) == []
    do(nia, answering.attach_document, key=found.key, **given)
    seen = do(nia, desk.show, thread_id=here).seen
    do(nia, answering.send_reply, body="Here it is.", seen=seen, **given)
    (sent,) = shown(alice, here).said[-1].files
    file = door.in_chart(alice.token, thread.open_file, file_id=UUID(sent.key))
    assert b"".join(file.pieces).startswith(b"%PDF-")
    with pytest.raises(Conflict):
        do(nia, answering.drop_document, thread_id=here, file_id=UUID(sent.key))


def test_what_the_reader_may_not_see_and_other_charts_papers_do_not_go_along() -> None:
    alice, bob, nia = people.alice(), people.bob(), people.nia()
    on_file(alice, pdf_document("Her letter"))
    on_file(bob, pdf_document("His letter"))
    dana = people.dana(alice, scopes="messages:act")
    hers = wrote(dana, "Hello", patient_id=alice.patient_id)
    assert do(nia, answering.list_documents, thread_id=hers) == []
    his = wrote(bob, "Hello")
    (found,) = do(nia, answering.list_documents, thread_id=his)
    for here in (hers, wrote(alice, "Hello")):
        for key in (found.key, "", "x/y", f"{uuid4()}/0"):
            with pytest.raises(NotFound):
                do(nia, answering.attach_document, thread_id=here, once=mark(), key=key)


def test_who_may_not_read_records_sends_none_along() -> None:
    alice, bea = people.alice(), people.staff("Bea Biller", role=Role.BILLER)
    on_file(alice, pdf_document("Letter"))
    here = wrote(alice, "The bill", to="Billing", topic="bill")
    assert do(bea, answering.list_documents, thread_id=here) == []


# Away


def day(days: int) -> date:
    return portal_clock.today() + timedelta(days=days)


def to_clinician(who: Person, nia: Person, subject: str) -> UUID:
    """A message to Nia herself."""
    form = door.in_chart(who.token, writing.begin, place=Place())
    typed = writing.Typed(f"person:{nia.account_id}", "question", subject, "Hello")
    sent = door.in_chart(who.token, writing.send, typed, place=Place(), once=form.once)
    return UUID(sent.href.rpartition("/")[2])


def test_while_she_is_away_a_colleague_has_hers_and_patients_see_it(clock: Any) -> None:
    alice, nia = people.alice(), people.nia()
    priya = people.staff("Priya Raman", role=Role.CLINICIAN)
    to_clinician(alice, nia, "For Nia")
    assert titles(nia) == ["For Nia"] and titles(priya) == []
    one = do(nia, mine.set_away, from_on=day(0), until_on=day(3), delegate=str(priya.account_id))
    assert "Priya Raman takes your messages" in one.line
    assert titles(priya) == ["For Nia"] and queues.count_mine(priya.token) == 1
    assert titles(priya, queues.COVERED) == ["For Nia"]
    form = door.in_chart(alice.token, writing.begin, place=Place())
    hers = next(row for row in form.recipients if row.name == "Nia Novak")
    assert hers.line.startswith("away until")
    clock.forward(days=4)
    nia, priya = people.sign_in(nia), people.sign_in(priya)
    assert titles(nia) == ["For Nia"] and titles(priya) == []
    assert do(nia, mine.show_mine).line == ""


def test_without_a_delegate_or_with_one_who_is_gone_too_hers_is_the_groups() -> None:
    alice, nia = people.alice(), people.nia()
    priya = people.staff("Priya Raman", role=Role.CLINICIAN)
    omar = people.staff("Omar Hale", role=Role.CLINICIAN)
    to_clinician(alice, nia, "For Nia")
    do(nia, mine.set_away, from_on=day(0), until_on=day(3), delegate=str(priya.account_id))
    assert titles(omar) == []
    do(priya, mine.set_away, from_on=day(0), until_on=day(1), delegate="")
    assert titles(omar) == ["For Nia"]
    do(nia, mine.end_away)
    assert titles(omar) == [] and titles(nia) == ["For Nia"]


@pytest.mark.parametrize(
    ("first", "last", "delegate", "field"),
    [
        (None, 3, "", "from_on"),
        (0, None, "", "until_on"),
        (0, -1, "", "until_on"),
        (5, 3, "", "until_on"),
        (0, 400, "", "until_on"),
        (0, 3, "herself", "delegate"),
        (0, 3, "nobody", "delegate"),
    ],
)
def test_what_is_wrong_with_an_absence_is_said(
    first: int | None, last: int | None, delegate: str, field: str
) -> None:
    nia = people.nia()
    given = {
        "from_on": None if first is None else day(first),
        "until_on": None if last is None else day(last),
        "delegate": {"herself": str(nia.account_id), "nobody": "x", "": ""}[delegate],
    }
    with pytest.raises(Invalid) as refusal:
        do(nia, mine.set_away, **given)
    assert list(refusal.value.fields) == [field]
    assert do(nia, mine.show_mine).line == ""


def test_what_is_late_and_nobodys_rises_to_the_administrator(clock: Any) -> None:
    alice, nia, olga = people.alice(), people.nia(), admin()
    wrote(alice, "The bill", subject="Bill", to="Billing", topic="bill")
    assert titles(olga, queues.RISEN) == []
    clock.forward(days=8)
    nia, olga = people.sign_in(nia), people.sign_in(olga)
    assert titles(olga, queues.RISEN) == ["Bill"] and "Bill" in titles(olga)
    assert queues.RISEN not in {tab.key for tab in do(nia, queues.list_queue).tabs}
    assert titles(nia) == []


# The practice's lists


def test_groups_and_topics_are_the_practices_own() -> None:
    alice, olga = people.alice(), admin()
    one = do(
        olga, setup.save_group, key="", name="Referrals", handles="Letters to others", roles=["front-desk"]
    )
    made = next(row for row in one.groups if row.name == "Referrals")
    do(olga, setup.save_topic, key="", name="A referral", questions="To whom?\n\nWhy?", group=made.key)
    form = door.in_chart(alice.token, writing.begin, place=Place())
    assert form.topics[-1].questions == ["To whom?", "Why?"] and form.topics[-1].to == f"group:{made.key}"
    with pytest.raises(Conflict, match="A referral"):
        do(olga, setup.retire_group, key=made.key)
    do(olga, setup.retire_topic, key=form.topics[-1].key)
    one = do(olga, setup.retire_group, key=made.key)
    assert "Referrals" not in [row.name for row in one.groups]


def test_the_last_group_and_topic_stay() -> None:
    olga = admin()
    one = do(olga, setup.show_setup)
    for row in one.topics[:-1]:
        do(olga, setup.retire_topic, key=row.key)
    with pytest.raises(Conflict):
        do(olga, setup.retire_topic, key=one.topics[-1].key)


def test_the_words_of_emergencies_are_the_practices_own() -> None:
    alice, olga = people.alice(), admin()
    do(olga, setup.save_words, words="Blue lips\n blue  LIPS \n\n")
    assert do(olga, setup.show_setup).words == "blue lips"
    form = door.in_chart(alice.token, writing.begin, place=Place())
    typed = writing.Typed(f"group:{group()}", "question", "Hm", "I have blue lips and chest pain")
    sent = door.in_chart(alice.token, writing.send, typed, place=Place(), once=form.once)
    assert sent.urgent == ["blue lips"]


@pytest.mark.parametrize(
    ("service", "given", "field"),
    [
        (setup.save_group, {"key": "", "name": "", "handles": "x", "roles": ["biller"]}, "name"),
        (setup.save_group, {"key": "", "name": "nurse", "handles": "x", "roles": ["biller"]}, "name"),
        (setup.save_group, {"key": "", "name": "x", "handles": "", "roles": ["biller"]}, "handles"),
        (setup.save_group, {"key": "", "name": "x", "handles": "x", "roles": ["patient"]}, "roles"),
        (setup.save_topic, {"key": "", "name": "", "questions": "", "group": "first"}, "name"),
        (
            setup.save_topic,
            {"key": "", "name": "x", "questions": "a\nb\nc\nd", "group": "first"},
            "questions",
        ),
        (setup.save_topic, {"key": "", "name": "x", "questions": "", "group": "none"}, "group"),
        (setup.save_words, {"words": " \n"}, "words"),
        (setup.save_words, {"words": "x" * 121}, "words"),
    ],
)
def test_what_is_wrong_with_the_lists_is_said(service: Any, given: dict[str, Any], field: str) -> None:
    olga = admin()
    before = do(olga, setup.show_setup)
    if given.get("group") == "first":
        given = {**given, "group": before.groups[0].key}
    with pytest.raises(Invalid) as refusal:
        do(olga, service, **given)
    assert list(refusal.value.fields) == [field]
    assert do(olga, setup.show_setup) == before
