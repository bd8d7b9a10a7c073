"""Alice and Nia write to each other, each in several windows; what one does, the other sees at once."""

from typing import Any
from uuid import UUID

import pytest

from portal.models.account import Role
from portal.services import door, sign_in
from portal.services.messages import writing
from portal.services.messages.drafts import Place
from portal.state.messages import BadgeState, InboxState, ThreadState
from portal.state.messages_writing import NewMessageState, ReplyState
from portal.state.notifications import EmailsOffState, NotificationsState
from portal.state.refusals import NoticeState
from portal.state.staff.answering import AnswerState
from portal.state.staff.messages import DeskBadgeState, DeskState, QueueState
from tests import people
from tests.messages import answered, began, group, wrote
from tests.people import HERE

pytestmark = pytest.mark.usefixtures("home")

FORM = {"topic": "question", "subject": "My ankle", "body": "It hurts when I walk."}


def form(**changed: str) -> dict[str, str]:
    return {**FORM, "to": f"group:{group()}", **changed}


def said(tab: Any, state: Any = ThreadState) -> list[str]:
    return [one["body"] for one in tab.var(state, "one")["said"]]


def thread_at(href: str) -> UUID:
    return UUID(href.rpartition("/")[2].partition("?")[0])


def test_she_is_told_what_is_missing_and_sends_once(tabs: Any) -> None:
    alice = people.alice()
    tab = tabs(alice, "/messages/new")
    assert tab.var(NewMessageState, "status") == "ready"
    tab.send(NewMessageState.send, form={"body": FORM["body"]})
    errors = tab.var(NewMessageState, "errors")
    assert errors["topic"] and errors["to"] and errors["subject"] and "body" not in errors
    assert tab.var(NewMessageState, "body") == FORM["body"]
    tab.send(NewMessageState.send, form=form())
    tab.send(NewMessageState.send, form=form())
    assert tab.var(NewMessageState, "status") == "sent" and tab.var(NewMessageState, "receipt")["number"]
    tab.go("/messages")
    assert len(tab.var(InboxState, "rows")) == 1


def test_what_she_typed_is_there_on_her_phone_and_after_signing_out(tabs: Any) -> None:
    alice = people.alice()
    tab = tabs(alice, "/messages/new")
    tab.send(NewMessageState.keep, part="subject", text="My ankle")
    tab.send(NewMessageState.keep, part="body", text="It hu")
    assert tab.var(NewMessageState, "kept").startswith("Saved at ")
    sign_in.sign_out(alice.token, source=HERE)
    alice = people.sign_in(alice)
    phone = tabs(alice, "/messages/new")
    assert (phone.var(NewMessageState, "subject"), phone.var(NewMessageState, "body")) == (
        "My ankle",
        "It hu",
    )
    phone.go("/messages")
    assert [one["title"] for one in phone.var(InboxState, "drafts")] == ["My ankle"]


def test_two_windows_do_not_overwrite_each_other_unseen(tabs: Any) -> None:
    alice = people.alice()
    one = tabs(alice, "/messages/new")
    one.send(NewMessageState.keep, part="body", text="From the first")
    other = tabs(alice, "/messages/new")
    other.send(NewMessageState.keep, part="body", text="From the second")
    one.send(NewMessageState.keep, part="body", text="From the first, more")
    assert one.var(NewMessageState, "elsewhere")
    one.send(NewMessageState.keep_mine)
    assert one.var(NewMessageState, "elsewhere") == ""
    other.reload()
    assert other.var(NewMessageState, "body") == "From the first, more"


def test_words_of_an_emergency_show_the_page_first_and_she_may_go_on(tabs: Any) -> None:
    alice = people.alice()
    tab = tabs(alice, "/messages/new")
    tab.send(NewMessageState.send, form=form(body="I have chest pain since noon."))
    assert tab.var(NewMessageState, "urgent") == ["chest pain"]
    tab.send(NewMessageState.write_on)
    assert tab.var(NewMessageState, "urgent") == []
    assert tab.var(NewMessageState, "body") == "I have chest pain since noon."
    tab.send(NewMessageState.send, form=form(body="I have chest pain since noon."))
    tab.send(NewMessageState.send_anyway)
    assert tab.var(NewMessageState, "status") == "sent"
    desk = tabs(people.nia(), f"/staff/messages/{thread_at(tab.var(NewMessageState, 'receipt')['href'])}")
    assert desk.var(DeskState, "one")["said"][0]["urgent"] == "chest pain"
    hers = tabs(people.sign_in(alice), f"/messages/{desk.var(DeskState, 'one')['thread_id']}")
    assert hers.var(ThreadState, "one")["said"][0]["urgent"] == ""


def test_the_answer_comes_to_every_window_that_is_open(tabs: Any) -> None:
    alice, nia = people.alice(), people.nia()
    thread = wrote(alice, "Hello")
    home, inbox = tabs(alice, "/home"), tabs(alice, "/messages")
    phone = tabs(people.sign_in(alice), f"/messages/{thread}")
    assert home.var(BadgeState, "unread") == 0
    answered(nia, thread, "Good morning!", patient_id=alice.patient_id)
    for tab in (home, inbox, phone):
        tab.settle()
    assert home.var(BadgeState, "unread") == inbox.var(BadgeState, "unread") == 1
    assert inbox.var(InboxState, "rows")[0]["tag"] == "New"
    assert said(phone) == ["Hello", "Good morning!"] and "Nia Novak" in phone.var(ThreadState, "fresh")
    phone.send(ThreadState.seen)
    for tab in (home, inbox):
        tab.settle()
    assert home.var(BadgeState, "unread") == 0
    assert inbox.var(InboxState, "rows")[0]["tag"] == "Answered"


def test_her_reply_stands_in_the_thread_and_at_the_desk(tabs: Any) -> None:
    alice, nia = people.alice(), people.nia()
    thread = began(nia, alice, "Your form is here.")
    desk = tabs(nia, f"/staff/messages/{thread}")
    tab = tabs(alice, f"/messages/{thread}")
    tab.send(ReplyState.send, form={"body": "  "})
    assert tab.var(ReplyState, "errors")["body"]
    tab.send(ReplyState.send, form={"body": "Thank you"})
    assert tab.var(ReplyState, "body") == "" and said(tab) == ["Your form is here.", "Thank you"]
    desk.settle()
    assert said(desk, DeskState) == ["Your form is here.", "Thank you"]
    assert desk.var(DeskState, "one")["read_by"] == ""


def test_staff_see_that_she_has_read_it(tabs: Any) -> None:
    alice, nia = people.alice(), people.nia()
    thread = began(nia, alice, "Your form is here.")
    desk = tabs(nia, f"/staff/messages/{thread}")
    assert desk.var(DeskState, "one")["read_by"] == ""
    tabs(alice, f"/messages/{thread}")
    desk.settle()
    assert desk.var(DeskState, "one")["read_by"].startswith("Read by Alice Ames, ")


def test_a_new_message_comes_to_the_queue_and_to_the_number_on_the_tab(tabs: Any) -> None:
    alice, nia = people.alice(), people.nia()
    queue, elsewhere = tabs(nia, "/staff/messages"), tabs(nia, "/staff/patients")
    before = elsewhere.var(DeskBadgeState, "waiting")
    wrote(alice, "Hello", subject="Greetings")
    for tab in (queue, elsewhere):
        tab.settle()
    assert elsewhere.var(DeskBadgeState, "waiting") == before + 1
    assert [row["title"] for row in queue.var(QueueState, "rows")] == ["Greetings"]


def test_what_was_written_meanwhile_is_shown_before_a_second_answer_goes(tabs: Any) -> None:
    alice, nia, priya = people.alice(), people.nia(), people.staff("Priya Raman", role=Role.CLINICIAN)
    thread = wrote(alice, "Hello")
    one, other = tabs(nia, f"/staff/messages/{thread}"), tabs(priya, f"/staff/messages/{thread}")
    one.send(AnswerState.keep, text="From N")
    other.send(AnswerState.send, form={"body": "From Priya"})
    one.settle()
    assert said(one, DeskState) == ["Hello", "From Priya"]
    one.send(AnswerState.send, form={"body": "From Nia"})
    assert one.var(AnswerState, "meanwhile") and one.var(AnswerState, "body") == "From Nia"
    assert said(one, DeskState) == ["Hello", "From Priya"]
    one.send(AnswerState.send_anyway)
    other.settle()
    assert said(other, DeskState) == ["Hello", "From Priya", "From Nia"]


def test_taken_handed_over_noted_closed_and_the_patient_sees_none_of_it(tabs: Any) -> None:
    alice, nia = people.alice(), people.nia()
    thread = wrote(alice, "Hello")
    desk, tab = tabs(nia, f"/staff/messages/{thread}"), tabs(alice, f"/messages/{thread}")
    desk.send(DeskState.take)
    desk.send(DeskState.ask, what="note")
    desk.send(DeskState.add_note, form={"note": ""})
    assert desk.var(DeskState, "note_error")
    desk.send(DeskState.add_note, form={"note": "a secret among us"})
    desk.send(DeskState.assign, form={"to": "nobody", "for_them": ""})
    assert desk.var(DeskState, "to_error")
    desk.send(DeskState.complete)
    desk.send(DeskState.reopen)
    lines = [one["line"] for one in desk.var(DeskState, "one")["notes"]]
    assert len(lines) == 4 and lines[0].startswith("Nia Novak took this")
    tab.settle()
    assert "a secret among us" not in tab.received and "took this" not in tab.received


def test_her_draft_of_an_answer_waits_for_nia(tabs: Any) -> None:
    alice, nia = people.alice(), people.nia()
    thread = wrote(alice, "Hello")
    desk = tabs(nia, f"/staff/messages/{thread}")
    desk.send(AnswerState.keep, text="Dear Alice")
    again = tabs(people.sign_in(nia), f"/staff/messages/{thread}")
    assert again.var(AnswerState, "body") == "Dear Alice"
    again.send(AnswerState.discard)
    assert again.var(AnswerState, "body") == ""


def test_a_page_of_messages_closes_when_her_access_ends(tabs: Any) -> None:
    alice, nia = people.alice(), people.nia()
    thread = wrote(alice, "Hello")
    tab = tabs(alice, f"/messages/{thread}")
    sign_in.sign_out(alice.token, source=HERE)
    tab.settle()
    tab.forget()
    answered(nia, thread, "Too late for this window", patient_id=alice.patient_id)
    tab.settle()
    assert "Too late for this window" not in tab.received


def test_put_away_and_taken_back(tabs: Any) -> None:
    alice = people.alice()
    thread = wrote(alice, "Hello")
    inbox, tab = tabs(alice, "/messages"), tabs(alice, f"/messages/{thread}")
    tab.send(ThreadState.archive, away=True)
    inbox.settle()
    assert inbox.var(InboxState, "rows") == [] and inbox.var(InboxState, "archived") == 1
    inbox.send(InboxState.show_archive, away=True)
    assert len(inbox.var(InboxState, "rows")) == 1
    tab.send(ThreadState.archive, away=False)
    inbox.settle()
    assert inbox.var(InboxState, "rows") == []


def test_a_thread_of_another_is_not_there(tabs: Any) -> None:
    alice, bob = people.alice(), people.bob()
    theirs = wrote(bob, "Mine alone")
    tab = tabs(alice, f"/messages/{theirs}")
    assert tab.var(ThreadState, "status") == "missing" and "Mine alone" not in tab.received


def test_a_draft_asks_about_the_item_it_was_begun_at(tabs: Any) -> None:
    from tests.charts import lab, listed, on_file

    alice = people.alice()
    on_file(alice, lab("iron"))
    [row] = listed(alice, "results").rows
    key = row.href.rpartition("/")[2]
    tab = tabs(alice, f"/messages/new?about=results/{key}")
    assert tab.var(NewMessageState, "form")["about"]["title"] == "iron"
    tab.send(NewMessageState.send, form=form())
    thread = thread_at(tab.var(NewMessageState, "receipt")["href"])
    shown = tabs(alice, f"/messages/{thread}").var(ThreadState, "one")["said"][0]
    assert (shown["about"], shown["about_href"]) == ("iron", row.href)
    bob = tabs(people.bob(), f"/messages/new?about=results/{key}")
    assert bob.var(NewMessageState, "status") == "missing"


def test_a_send_that_is_repeated_with_other_words_is_told_so(tabs: Any) -> None:
    alice = people.alice()
    tab = tabs(alice, "/messages/new")
    once = tab.var(NewMessageState, "form")["once"]
    sent = writing.Typed(f"group:{group()}", "question", "My ankle", "Before")
    door.in_chart(alice.token, writing.send, sent, place=Place(), once=once)
    tab.send(NewMessageState.send, form=form())
    assert "was sent already" in tab.var(NewMessageState, "form_error")
    assert tab.var(NewMessageState, "body") == FORM["body"]


def test_notifications_are_chosen_and_stopped_from_an_email(tabs: Any) -> None:
    from portal.services.notifications import stopping

    alice = people.alice()
    tab = tabs(alice, "/profile/notifications")
    keys = [one["key"] for one in tab.var(NotificationsState, "topics")]
    tab.send(NotificationsState.set_quiet, is_quiet=True)
    boxes = {f"topic-{key}": "yes" for key in keys if key != "bill"}
    tab.send(NotificationsState.choose, form={**boxes, "quiet_from": "22", "quiet_until": "22"})
    assert tab.var(NotificationsState, "errors")["quiet_until"]
    tab.send(NotificationsState.choose, form={**boxes, "quiet_from": "22", "quiet_until": "6"})
    assert tab.var(NoticeState, "words") == "Saved. It holds from now on."
    tab.reload()
    assert [one["key"] for one in tab.var(NotificationsState, "topics") if not one["wanted"]] == ["bill"]
    assert tab.var(NotificationsState, "quiet_until") == "6"
    for forged in (None, [], 7):
        tab.send(NotificationsState.choose, form=forged)
    tab.reload()
    assert [one["key"] for one in tab.var(NotificationsState, "topics") if not one["wanted"]] == ["bill"]

    ticket = stopping.stop_link(alice.account_id).rpartition("/")[2]
    stranger = tabs(None, f"/emails-off?t={ticket}")
    assert stranger.var(EmailsOffState, "status") == "ask"
    stranger.send(EmailsOffState.stop)
    assert stranger.var(EmailsOffState, "status") == "off"
    tab.reload()
    assert not any(one["wanted"] for one in tab.var(NotificationsState, "topics"))
    stranger.send(EmailsOffState.resume)
    assert stranger.var(EmailsOffState, "status") == "on"
    wrong = tabs(None, "/emails-off?t=nonsense")
    wrong.send(EmailsOffState.stop)
    assert wrong.var(EmailsOffState, "status") == "wrong"


def test_each_side_sees_the_other_type_and_colleagues_see_each_other(tabs: Any) -> None:
    alice, nia = people.alice(), people.nia()
    olga = people.staff("Olga Orr", role=Role.ADMINISTRATOR)
    thread = wrote(alice, "Hello")
    hers, desk = tabs(alice, f"/messages/{thread}"), tabs(nia, f"/staff/messages/{thread}")
    assert hers.var(ThreadState, "writing") == hers.var(ThreadState, "around") == ""
    assert desk.var(DeskState, "around") == ""
    hers.send(ThreadState.types, on=True)
    desk.settle()
    assert desk.var(DeskState, "writing") == "Alice Ames is writing…"
    desk.send(DeskState.types, on=True)
    hers.settle()
    assert hers.var(ThreadState, "writing") == "Nia Novak is writing…"
    hers.send(ThreadState.types, on=False)
    other = tabs(olga, f"/staff/messages/{thread}")
    for tab in (desk, hers):
        tab.settle()
    assert desk.var(DeskState, "writing") == ""
    assert desk.var(DeskState, "around") == "Olga Orr has this conversation open too."
    assert other.var(DeskState, "writing") == "Nia Novak is writing…"
    assert hers.var(ThreadState, "around") == ""
    other.go("/staff/messages")
    desk.settle()
    assert desk.var(DeskState, "around") == ""
    desk.close()
    hers.settle()
    assert hers.var(ThreadState, "writing") == ""


def test_nobody_types_in_a_conversation_that_is_not_theirs(tabs: Any) -> None:
    alice, bob = people.alice(), people.bob()
    thread = wrote(alice, "Hello")
    hers, his = tabs(alice, f"/messages/{thread}"), tabs(bob, f"/messages/{thread}")
    assert his.var(ThreadState, "status") == "missing"
    his.send(ThreadState.types, on=True)
    his.send(ThreadState.look_around)
    hers.send(ThreadState.types, on=True)
    his.send(ThreadState.look_around)
    hers.settle()
    assert hers.var(ThreadState, "writing") == his.var(ThreadState, "writing") == ""
    assert "Alice Ames" not in his.received


def test_what_a_browser_says_late_does_not_come_back_as_a_draft(tabs: Any) -> None:
    alice, nia = people.alice(), people.nia()
    thread = wrote(alice, "Hello")
    hers, desk = tabs(alice, f"/messages/{thread}"), tabs(nia, f"/staff/messages/{thread}")
    hers.send(ReplyState.send, form={"body": "And another thing"})
    hers.send(ReplyState.keep, part="body", text="And another thing")
    assert (hers.var(ReplyState, "body"), hers.var(ReplyState, "version")) == ("", 0)
    desk.send(AnswerState.send, form={"body": "Good morning"})
    desk.send(AnswerState.keep, text="Good morning")
    assert (desk.var(AnswerState, "body"), desk.var(AnswerState, "version")) == ("", 0)
    desk.send(AnswerState.keep, text="Good")
    desk.send(AnswerState.keep, text="")
    assert desk.var(AnswerState, "body") == ""
    inbox = tabs(people.sign_in(alice), "/messages")
    assert inbox.var(InboxState, "drafts") == []


def test_whom_it_goes_to_follows_the_topic_until_someone_is_chosen(tabs: Any) -> None:
    tab = tabs(people.alice(), "/messages/new")
    for topic, name in (("question", "Nurse"), ("bill", "Billing"), ("other", "Front desk")):
        tab.send(NewMessageState.choose_topic, topic=topic)
        assert tab.var(NewMessageState, "to") == f"group:{group(name)}"
    tab.send(NewMessageState.keep, part="to", text=f"group:{group('Nurse')}")
    tab.send(NewMessageState.choose_topic, topic="bill")
    assert tab.var(NewMessageState, "to") == f"group:{group('Nurse')}"


def test_what_the_topic_changes_is_said_and_what_is_put_right_is_not_called_wrong(tabs: Any) -> None:
    tab = tabs(people.alice(), "/messages/new")
    tab.send(NewMessageState.send, form={})
    assert set(tab.var(NewMessageState, "errors")) == {"topic", "to", "subject", "body"}
    tab.send(NewMessageState.choose_topic, topic="question")
    assert set(tab.var(NewMessageState, "errors")) == {"subject", "body"}
    assert tab.var(NewMessageState, "told") == "It goes to Nurse. 2 questions were added."
    tab.send(NewMessageState.keep, part="subject", text="   ")
    assert "subject" in tab.var(NewMessageState, "errors")
    tab.send(NewMessageState.keep, part="subject", text="My knee")
    assert set(tab.var(NewMessageState, "errors")) == {"body"}
    tab.send(NewMessageState.choose_topic, topic="other")
    assert tab.var(NewMessageState, "told").startswith("It goes to Front desk.")


def test_a_helper_without_messages_reads_so_instead_of_waiting(tabs: Any) -> None:
    alice = people.alice()
    dana = people.dana(alice, scopes="records:view")
    tab = tabs(dana, "/messages")
    assert tab.var(InboxState, "status") == "error"
