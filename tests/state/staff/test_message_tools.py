"""Nia's tools on her screens: quick replies, a document, a clinician's name, days away, a message to many."""

import base64
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from portal import clock
from portal.models.account import Role
from portal.services import door
from portal.services.staff.messages import quick, sending
from portal.state.refusals import NoticeState
from portal.state.staff.answering import AnswerState
from portal.state.staff.message_many import ManyState, SendingState
from portal.state.staff.message_mine import MineState
from portal.state.staff.message_setup import MessageSetupState
from portal.state.staff.messages import DeskState
from tests import people
from tests.charts import on_file, paper
from tests.messages import group, wrote
from tests.pdfs import pdf

pytestmark = pytest.mark.usefixtures("home")

WORDS = {"name": "Call us", "words": "Dear {first name}, please call {practice phone}."}


def admin() -> people.Person:
    return people.staff("Olga Orr", role=Role.ADMINISTRATOR)


def notice(tab: Any) -> str:
    return str(tab.var(NoticeState, "words"))


def test_a_quick_reply_is_put_under_what_she_has_typed_and_kept(tabs: Any) -> None:
    alice, nia = people.alice(), people.nia()
    door.in_practice(admin().token, quick.save_quick, **WORDS)
    here = f"/staff/messages/{wrote(alice, 'Hello')}"
    tab = tabs(nia, here)
    (one,) = tab.var(AnswerState, "quick")
    tab.send(AnswerState.put_in)
    assert tab.var(AnswerState, "body") == ""
    tab.send(AnswerState.keep, text="Good morning.")
    tab.send(AnswerState.choose_quick, key=one["key"])
    tab.send(AnswerState.put_in)
    whole = "Good morning.\n\nDear Alice, please call 555-0134."
    assert tab.var(AnswerState, "body") == whole and "Call us was put in" in tab.var(AnswerState, "told")
    assert tabs(people.sign_in(nia), here).var(AnswerState, "body") == whole


def test_a_document_and_a_clinicians_name_go_with_the_answer(tabs: Any) -> None:
    alice, nia = people.alice(), people.nia()
    priya = people.staff("Priya Raman", role=Role.CLINICIAN)
    data = base64.b64encode(pdf("zyqletter")).decode()
    on_file(alice, paper("Letter", data, "application/pdf", title="Letter"))
    here = f"/staff/messages/{wrote(alice, 'Hello')}"
    tab = tabs(nia, here)
    tab.send(AnswerState.ask, what="documents")
    (one,) = tab.var(AnswerState, "documents")
    tab.send(AnswerState.attach, key="another/0")
    assert tab.var(AnswerState, "form_error") and tab.var(AnswerState, "files") == []
    tab.send(AnswerState.attach, key=one["key"])
    assert [file["name"] for file in tab.var(AnswerState, "files")] == ["Letter.pdf"]
    tab.send(AnswerState.choose_clinician, key=str(priya.account_id))
    other = tabs(people.sign_in(nia), here)
    assert other.var(AnswerState, "on_behalf") == str(priya.account_id)
    assert [file["name"] for file in other.var(AnswerState, "files")] == ["Letter.pdf"]
    (file,) = other.var(AnswerState, "files")
    other.send(AnswerState.drop, key=file["key"])
    assert other.var(AnswerState, "files") == [] and other.var(AnswerState, "room") == 4
    other.send(AnswerState.attach, key=one["key"])
    other.send(AnswerState.send, form={"body": "Here it is."})
    last = other.var(DeskState, "one")["said"][-1]
    assert last["author"] == "Nia Novak for Priya Raman" and last["files"][0]["name"] == "Letter.pdf"
    assert other.var(AnswerState, "files") == [] and other.var(AnswerState, "body") == ""


def test_her_signature_and_days_away_are_kept_and_what_is_wrong_is_said(tabs: Any) -> None:
    nia = people.nia()
    priya = people.staff("Priya Raman", role=Role.CLINICIAN)
    tab = tabs(nia, "/staff/profile/messages")
    tab.send(MineState.save_signature, form={"signature": "Nia Novak, RN"})
    tab.send(MineState.save_away, form={"from_on": "", "until_on": "1999-01-01", "delegate": ""})
    assert set(tab.var(MineState, "errors")) == {"from_on", "until_on"}
    days = {"from_on": "2030-01-01", "until_on": "2030-01-02"}
    tab.send(MineState.save_away, form={**days, "delegate": str(priya.account_id)})
    assert set(tab.var(MineState, "errors")) == {"until_on"}
    here = {"from_on": "2026-01-01", "until_on": _soon(), "delegate": str(priya.account_id)}
    tab.send(MineState.save_away, form=here)
    one = tab.var(MineState, "one")
    assert one["signature"] == "Nia Novak, RN" and "Priya Raman takes your messages" in one["line"]
    tab.send(MineState.end_away)
    assert tab.var(MineState, "one")["line"] == ""


def _soon() -> str:
    return (clock.today() + timedelta(days=3)).isoformat()


def test_the_practices_lists_are_an_administrators(tabs: Any) -> None:
    tab = tabs(admin(), "/staff/settings/messages")
    assert [row["name"] for row in tab.var(MessageSetupState, "one")["groups"]][:1] == ["Nurse"]
    tab.send(MessageSetupState.change, kind="quick", key="")
    tab.send(MessageSetupState.save_quick, form={"quick_name": "Call us", "quick_words": "{last name}"})
    assert set(tab.var(MessageSetupState, "errors")) == {"words"}
    assert tab.var(MessageSetupState, "reply")["name"] == "Call us"
    tab.send(MessageSetupState.save_quick, form={"quick_name": "Call us", "quick_words": "Please call."})
    (row,) = tab.var(MessageSetupState, "quick")
    assert tab.var(MessageSetupState, "asking") == "" and notice(tab) == "Saved."
    tab.send(MessageSetupState.ask_to_retire, kind="quick", key=row["key"])
    tab.send(MessageSetupState.retire)
    assert tab.var(MessageSetupState, "quick") == []
    tab.send(MessageSetupState.change, kind="group", key="")
    form = {"group_name": "Referrals", "handles": "Letters", "role_clinician": "yes"}
    tab.send(MessageSetupState.save_group, form=form)
    assert [row["name"] for row in tab.var(MessageSetupState, "one")["groups"]][-1] == "Referrals"
    nia = tabs(people.nia(), "/staff/settings/messages")
    assert nia.var(MessageSetupState, "status") == "refused"
    assert "Referrals" not in nia.received


def test_one_message_to_many_is_checked_first_and_watched_going(tabs: Any) -> None:
    alice, nia = people.alice(), people.nia()
    cleo = people.patient("Cleo Carr")
    tab = tabs(nia, f"/staff/messages/new?patient={alice.patient_id}")
    assert tab.var(ManyState, "chosen") == [[str(alice.patient_id), "Alice Ames"]]
    tab.send(ManyState.look_for, form={"search": "cleo"})
    tab.send(ManyState.choose, key=str(cleo.patient_id))
    tab.send(ManyState.choose, key=str(cleo.patient_id))
    assert len(tab.var(ManyState, "chosen")) == 2
    tab.send(ManyState.check_it, form={"subject": "Flu shots", "body": "Dear {name}"})
    assert set(tab.var(ManyState, "errors")) == {"topic", "group", "body"}
    form = {"topic": "other", "group": str(group()), "subject": "Flu shots", "body": "Dear {first name}"}
    tab.send(ManyState.check_it, form={**form, "everyone": "yes"})
    assert tab.var(ManyState, "check")["count"] == 2
    tab.send(ManyState.write_on)
    assert tab.var(ManyState, "body") == "Dear {first name}"
    tab.send(ManyState.check_it, form=form)
    tab.send(ManyState.send)
    tab.send(ManyState.send)
    place = tab.redirects[-1]
    assert set(tab.redirects) == {place}
    watch = tabs(people.sign_in(nia), place)
    assert watch.var(SendingState, "one")["percent"] == 0
    sending.send_due()
    watch.settle()
    one = watch.var(SendingState, "one")
    assert (one["sent"], one["is_done"]) == (1, True)
    assert [row["name"] for row in one["not_reached"]] == ["Cleo Carr"]


def test_a_sending_can_be_stopped_and_one_that_is_not_there_is_missing(tabs: Any) -> None:
    alice, nia = people.alice(), people.nia()
    tab = tabs(nia, f"/staff/messages/new?patient={alice.patient_id}")
    form = {"topic": "other", "group": str(group()), "subject": "Flu shots", "body": "Hello"}
    tab.send(ManyState.check_it, form=form)
    tab.send(ManyState.send)
    watch = tabs(nia, tab.redirects[-1])
    watch.send(SendingState.stop)
    sending.send_due()
    watch.settle()
    assert watch.var(SendingState, "one")["is_stopped"] and watch.var(SendingState, "one")["sent"] == 0
    assert tabs(nia, f"/staff/messages/sendings/{UUID(int=7)}").var(SendingState, "status") == "missing"
    assert tabs(nia, "/staff/messages/new?patient=x").var(ManyState, "status") == "missing"
    assert tabs(alice, "/staff/messages/new").var(ManyState, "status") == "refused"
