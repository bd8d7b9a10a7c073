"""Nia works through what patients asked to have corrected."""

from typing import Any

import pytest

from portal.models.account import Role
from portal.state.refusals import NoticeState
from portal.state.staff.corrections import CorrectionQueueState, DecideState
from tests import people
from tests.charts import lab, on_file
from tests.services.records.correcting import accepted, id_in, iron_on_file, read, sent

pytestmark = pytest.mark.usefixtures("home")


def page_of(href: str) -> str:
    return f"/staff/corrections/{id_in(href)}"


def test_she_sees_the_queue_the_item_and_denies_with_a_reason(tabs: Any) -> None:
    alice, nia = people.alice(), people.nia()
    href = sent(alice, iron_on_file(alice)).href
    [row] = tabs(nia, "/staff/corrections").var(CorrectionQueueState, "rows")
    assert (row["title"], row["tag"], row["href"]) == ("Alice Ames", "Open", page_of(href))

    tab = tabs(nia, page_of(href))
    assert tab.var(DecideState, "item")["figure"]["value"] == "300"
    tab.send(DecideState.begin, what="deny")
    tab.send(DecideState.deny, form={"ground": "", "reason": "It was measured twice."})
    assert (tab.var(DecideState, "deciding"), tab.var(DecideState, "reason")) == (
        "deny",
        "It was measured twice.",
    )
    assert tab.var(DecideState, "ground_error")
    tab.send(DecideState.deny, form={"ground": "accurate", "reason": "It was measured twice."})

    assert (tab.var(DecideState, "deciding"), tab.var(DecideState, "one")["told"]["tag"]) == ("", "Denied")
    assert read(alice, href).told.answer == "It was measured twice."


def test_the_second_to_decide_sees_who_was_first(tabs: Any) -> None:
    alice, nia = people.alice(), people.nia()
    ada = people.staff("Ada Admin", role=Role.ADMINISTRATOR)
    href = sent(alice, iron_on_file(alice)).href
    tab = tabs(ada, page_of(href))
    accepted(nia, href)

    tab.send(DecideState.accept, form={"note": "Done."})

    assert tab.var(NoticeState, "words").startswith("Someone was first. Accepted by Nia Novak")
    assert tab.var(DecideState, "one")["told"]["tag"] == "Accepted"


def test_an_item_that_is_gone_since_does_not_stop_her(tabs: Any) -> None:
    alice, nia = people.alice(), people.nia()
    href = sent(alice, iron_on_file(alice)).href
    on_file(alice, lab("iron", "300") | {"status": "entered-in-error"})

    tab = tabs(nia, page_of(href))

    assert (tab.var(DecideState, "status"), tab.var(DecideState, "item_gone")) == ("ready", True)


def test_the_front_desk_is_refused_in_words(tabs: Any) -> None:
    alice, desk = people.alice(), people.nia(role=Role.FRONT_DESK)
    href = sent(alice, iron_on_file(alice)).href

    assert tabs(desk, "/staff/corrections").var(CorrectionQueueState, "status") == "refused"
    tab = tabs(desk, page_of(href))
    assert (tab.var(DecideState, "status"), "iron" in tab.received) == ("refused", False)
    assert tabs(people.nia(), "/staff/corrections/7").var(DecideState, "status") == "missing"
