"""Alice looks at what Dana would see before she invites her, and later; Dana's page hears what changes."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from portal.db import unit_of_work
from portal.models.patient import Patient
from portal.services import door, enrolment, proof, representatives
from portal.services.representatives import Wish
from portal.state.frame import FrameState
from portal.state.records import RecordDetailState, RecordListState
from portal.state.refusals import NoticeState, ProofState
from portal.state.representatives import InviteHelperState, RepresentativesState, RepresentativeState
from portal.state.seeing import HideItemState, SeeingState
from tests import people
from tests.charts import lab, on_file
from tests.events import Client
from tests.people import HERE, Person
from tests.services.offers.offering import link_of_newest, prove

Tabs = Callable[..., Client]
FORM = {"name": "Dana Diaz", "email": "dana@example.org", "level_records": "view", "agreed": "yes"}
PEOPLE = "/profile/representatives"


@pytest.fixture
def alice(home: object) -> Person:
    alice = people.alice()
    on_file(alice, lab("ferritin", "7"), lab("glucose", "90"))
    return alice


def proved(tab: Client, alice: Person) -> None:
    """She gives her password, as the dialog on the page does, and what was held up goes on."""
    assert tab.var(ProofState, "wanted") is True
    tab.reconnect(token=proof.give(tab.tab.cookie, alice.password, source=HERE))
    tab.send(ProofState.go_on)


def shown(tab: Client) -> dict[str, str]:
    return {one["title"]: one["state"] for one in tab.var(SeeingState, "seen")["rows"]}


def id_of(tab: Client, title: str) -> str:
    return next(one["record_id"] for one in tab.var(SeeingState, "seen")["rows"] if one["title"] == title)


def with_dana(alice: Person, levels: dict[str, str] | None = None) -> tuple[str, Person]:
    """Dana, a patient here herself, has accepted; the invitation's id, and she."""
    alice = people.proved(people.sign_in(alice))
    wish = Wish("Dana Diaz", "dana@example.org", levels=levels or {"records": "view"}, agreed=True)
    offer_id = door.in_account(alice.token, representatives.invite, wish)
    dana = people.sign_in(people.with_own_chart(people.account(people.patient("Dana Diaz"))))
    door.in_account(dana.token, enrolment.accept, prove(link_of_newest()))
    return offer_id, dana


def test_she_looks_takes_one_out_and_only_then_sends(tabs: Tabs, alice: Person) -> None:
    tab = tabs(alice, f"{PEOPLE}/new")
    tab.send(InviteHelperState.go_on, form=FORM)
    assert tab.redirects == [f"{PEOPLE}/new/preview"]
    tab.go(f"{PEOPLE}/new/preview")
    assert shown(tab) == {"ferritin": "seen", "glucose": "seen"}
    tab.send(SeeingState.hide, record_id=id_of(tab, "ferritin"))
    assert shown(tab) == {"ferritin": "hidden", "glucose": "seen"}
    tab.reload()
    assert shown(tab) == {"ferritin": "hidden", "glucose": "seen"}

    tab.send(InviteHelperState.send)
    proved(tab, alice)
    offer = tab.redirects[-1]
    tab.go(offer)
    assert tab.var(NoticeState, "words") == "The invitation is sent to dana@example.org."
    assert tab.var(RepresentativeState, "one")["hides"] is True
    tab.go(f"{offer}/preview")
    assert tab.var(SeeingState, "seen")["name"] == "Dana Diaz"
    assert shown(tab) == {"ferritin": "hidden", "glucose": "seen"}
    tab.go(f"{PEOPLE}/new")
    assert tab.var(InviteHelperState, "given")["name"] == ""


def test_what_is_wrong_is_said_on_the_form_with_all_that_was_entered(tabs: Tabs, alice: Person) -> None:
    tab = tabs(alice, f"{PEOPLE}/new")
    tab.send(InviteHelperState.go_on, form=FORM | {"email": "dana", "agreed": ""})
    assert set(tab.var(InviteHelperState, "errors")) == {"agreed", "email"}
    assert tab.var(InviteHelperState, "given")["name"] == "Dana Diaz"
    assert tab.redirects == []


def test_what_is_refused_when_it_is_sent_is_said_on_the_form_too(tabs: Tabs, alice: Person) -> None:
    tab = tabs(people.proved(alice), f"{PEOPLE}/new")
    tab.send(InviteHelperState.go_on, form=FORM)
    with unit_of_work() as db:
        db.get_one(Patient, alice.patient_id).deceased = True
    tab.send(InviteHelperState.send)
    assert tab.redirects[-1] == f"{PEOPLE}/new"
    tab.go(f"{PEOPLE}/new")
    assert "died" in tab.var(InviteHelperState, "message")
    assert tab.var(InviteHelperState, "given")["name"] == "Dana Diaz"


def test_with_nothing_entered_there_is_nothing_to_look_at(tabs: Tabs, alice: Person) -> None:
    tab = tabs(alice, f"{PEOPLE}/new/preview")
    assert tab.redirects == [f"{PEOPLE}/new"]


def test_she_starts_over(tabs: Tabs, alice: Person) -> None:
    tab = tabs(alice, f"{PEOPLE}/new")
    tab.send(InviteHelperState.go_on, form=FORM)
    tab.send(InviteHelperState.begin_anew)
    tab.go(f"{PEOPLE}/new/preview")
    assert tab.redirects[-2:] == [PEOPLE, f"{PEOPLE}/new"]


def test_danas_open_list_is_emptied_of_it_at_once_and_says_nothing(tabs: Tabs, alice: Person) -> None:
    offer_id, dana = with_dana(alice)
    hers = tabs(dana, "/home")
    hers.send(FrameState.switch, patient_id=str(alice.patient_id))
    hers.go("/records/results")
    assert {row["title"] for row in hers.var(RecordListState, "rows")} == {"ferritin", "glucose"}
    hers.forget()

    mine = tabs(alice, f"{PEOPLE}/{offer_id}/preview")
    mine.send(SeeingState.hide, record_id=id_of(mine, "ferritin"))
    proved(mine, alice)
    hers.settle()

    assert [row["title"] for row in hers.var(RecordListState, "rows")] == ["glucose"]
    assert "ferritin" not in str(hers.tab.vars) and "ferritin" not in hers.received
    assert (hers.var(NoticeState, "words"), hers.var(FrameState, "helped")["name"]) == ("", "Alice Ames")

    mine.send(SeeingState.put_back, record_id=id_of(mine, "ferritin"))
    hers.settle()
    assert {row["title"] for row in hers.var(RecordListState, "rows")} == {"ferritin", "glucose"}


def test_the_page_of_the_item_itself_goes_too(tabs: Tabs, alice: Person) -> None:
    _offer_id, dana = with_dana(alice)
    mine = tabs(people.proved(alice), "/records/results")
    href = next(row["href"] for row in mine.var(RecordListState, "rows") if row["title"] == "ferritin")
    hers = tabs(dana, "/home")
    hers.send(FrameState.switch, patient_id=str(alice.patient_id))
    hers.go(href)
    assert hers.var(RecordDetailState, "detail")["title"] == "ferritin"
    assert hers.var(RecordDetailState, "detail")["hiding"]["can"] is False
    hers.forget()

    mine.go(href)
    assert mine.var(RecordDetailState, "detail")["hiding"]["can"] is True
    mine.send(HideItemState.ask)
    every, she = mine.var(HideItemState, "people")
    assert (every["is_hidden"], she["name"], she["is_hidden"]) == (False, "Dana Diaz", False)
    mine.send(HideItemState.save, form={she["key"]: "yes"})
    hers.settle()

    assert "hide this" in mine.var(RecordDetailState, "detail")["hiding"]["line"]
    assert hers.var(RecordDetailState, "status") == "missing"
    assert "ferritin" not in str(hers.tab.vars) and "ferritin" not in hers.received


def test_while_she_looks_at_someone_elses_record_it_is_still_her_own(tabs: Tabs, alice: Person) -> None:
    bob = people.bob()
    on_file(bob, lab("bobs-marker", "1"))
    with unit_of_work() as db:
        people.give_access(db, alice, bob, relation="representative", scopes="records:act")
    tab = tabs(alice, "/home")
    tab.send(FrameState.switch, patient_id=str(bob.patient_id))
    tab.go(f"{PEOPLE}/new")
    tab.send(InviteHelperState.go_on, form=FORM)
    tab.go(f"{PEOPLE}/new/preview")
    assert shown(tab) == {"ferritin": "seen", "glucose": "seen"}


WRONG: list[tuple[Any, dict[str, Any]]] = [
    (SeeingState.hide, {"record_id": str(uuid4())}),
    (SeeingState.put_back, {"record_id": "x"}),
    (SeeingState.show, {"kind": "nonsense"}),
]


@pytest.mark.parametrize(("handler", "given"), WRONG)
def test_what_is_not_on_the_page_changes_nothing(
    tabs: Tabs, alice: Person, handler: Any, given: dict[str, Any]
) -> None:
    offer_id, _dana = with_dana(alice)
    tab = tabs(people.proved(alice), f"{PEOPLE}/{offer_id}/preview")
    tab.send(handler, **given)
    assert shown(tab) == {"ferritin": "seen", "glucose": "seen"}


def test_someone_elses_invitation_is_not_there(tabs: Tabs, alice: Person) -> None:
    offer_id, dana = with_dana(alice)
    tab = tabs(dana, f"{PEOPLE}/{offer_id}/preview")
    assert tab.var(SeeingState, "status") == "missing"
    assert "ferritin" not in tab.received
    assert tabs(dana, PEOPLE).var(RepresentativesState, "rows") == []
