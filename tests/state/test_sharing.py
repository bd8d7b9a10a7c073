"""The screens of sharing: what the form takes, what a tab is sent, and what it is never sent."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from portal.services import door, sharing
from portal.services.staff import holds
from portal.state.refusals import NoticeState
from portal.state.sharing import CardState, LinkState, NewLinkState, SharingState
from tests import people
from tests.charts import listed
from tests.sharing import PASSCODE, manifest, share, with_a_record

pytestmark = pytest.mark.usefixtures("home")

LINK = "/records/sharing/link?id="
FORM = {"kind-results": "yes", "kind-conditions": "yes", "label": "For Dr. Lee", "passcode": PASSCODE,
        "days": "30", "openings": "3", "since": "", "until": ""}  # fmt: skip


@pytest.fixture
def alice() -> people.Person:
    return with_a_record(people.alice())


def rows(person: people.Person) -> list[sharing.LinkRow]:
    return door.in_chart(person.token, sharing.list_links)


def test_the_form_makes_a_link_and_leads_to_it_with_its_passcode_shown_there(tabs: Any, alice) -> None:
    tab = tabs(alice, "/records/sharing/new")
    assert [option[0] for option in tab.var(NewLinkState, "options")][:2] == ["results", "visits"]

    tab.send(NewLinkState.submit, form=FORM)
    assert (rows(alice), tab.var(NewLinkState, "packed")) == ([], True)
    tab.send(NewLinkState.keep)

    (row,) = rows(alice)
    assert (row.title, row.href) == ("For Dr. Lee", tab.tab.redirects[-1])
    assert "can be opened 3 times" in row.line
    tab.go(row.href)
    assert tab.var(LinkState, "passcode") == PASSCODE
    assert tab.var(LinkState, "link")["kinds"] == "Results, Conditions"
    assert tab.var(NewLinkState, "busy") is False


def test_the_passcode_is_shown_for_that_link_only_and_in_no_other_tab(tabs: Any, alice) -> None:
    other = share(alice)
    tab = tabs(alice, "/records/sharing/new")
    tab.send(NewLinkState.submit, form=FORM)
    tab.send(NewLinkState.keep)
    made = tab.tab.redirects[-1]
    tab.go(made)
    tab.go(f"{LINK}{other.id}")
    assert tab.var(LinkState, "passcode") == ""

    assert tabs(alice, made).var(LinkState, "passcode") == ""


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"kind-results": "", "kind-conditions": ""}, "kinds"),
        ({"passcode": "123456"}, "passcode"),
        ({"label": "x" * 81}, "label"),
        ({"since": "2026-12-31", "until": "2026-01-01"}, "until"),
        ({"since": "31.12.2026"}, "since"),
        ({"since": "0001-01-01"}, "since"),
        *(
            ({"days": wrong}, "days")
            for wrong in ("400", "0", "-1", "7.5", "", "٣", "1e1", "99999", None, [])
        ),
        *(({"openings": wrong}, "openings") for wrong in ("1001", "-1", "many", "", "½", "99999", {}, True)),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_no_link_is_made(tabs: Any, alice, changed, field) -> None:
    tab = tabs(alice, "/records/sharing/new")

    tab.send(NewLinkState.submit, form=FORM | changed)

    assert list(tab.var(NewLinkState, "errors")) == [field]
    assert tab.var(NewLinkState, "message") and tab.var(NewLinkState, "busy") is False
    assert rows(alice) == []


def test_whoever_leaves_the_form_while_the_link_is_being_made_has_shared_nothing(tabs: Any, alice) -> None:
    tab = tabs(alice, "/records/sharing/new")
    tab.send(NewLinkState.submit, form=FORM)
    tab.send(NewLinkState.leave)
    tab.send(NewLinkState.keep)

    assert (rows(alice), tab.redirects) == ([], [])
    tab.send(NewLinkState.submit, form=FORM)
    tab.go("/records/sharing")
    tab.go("/records/sharing/new")
    tab.send(NewLinkState.keep)
    assert (rows(alice), tab.redirects) == ([], [])


def test_keeping_it_twice_makes_one_link(tabs: Any, alice) -> None:
    tab = tabs(alice, "/records/sharing/new")
    tab.send(NewLinkState.submit, form=FORM)
    tab.send(NewLinkState.keep)
    tab.send(NewLinkState.keep)
    assert len(rows(alice)) == 1


@pytest.mark.parametrize("form", [{}, [], None, "text", {"kind-results": ["yes"], "days": {}, "label": 7}])
def test_a_form_nobody_could_fill_in_breaks_nothing(tabs: Any, alice, form) -> None:
    tab = tabs(alice, "/records/sharing/new")

    tab.send(NewLinkState.submit, form=form)

    assert tab.var(NewLinkState, "busy") is False
    assert rows(alice) == []


def test_turning_it_off_asks_first_and_says_that_it_is_done(tabs: Any, alice) -> None:
    made = share(alice)
    tab = tabs(alice, f"{LINK}{made.id}")
    tab.send(LinkState.ask)
    assert tab.var(LinkState, "asking") is True

    tab.send(LinkState.revoke)

    assert tab.var(LinkState, "asking") is False
    assert (tab.var(LinkState, "link")["link"], tab.var(LinkState, "link")["qr"]) == ("", "")
    assert "turned off" in tab.var(NoticeState, "words")
    assert manifest(made).status_code == 404


def test_a_link_that_is_closed_while_she_looks_at_it_says_so(tabs: Any, alice) -> None:
    nia, made = people.nia(), share(alice)
    tab = tabs(alice, f"{LINK}{made.id}")
    row = next(row for row in listed(alice, "results").rows if row.title == "Lipid panel")
    which = {"patient_id": alice.patient_id, "record_id": UUID(row.href.rpartition("/")[2])}
    door.in_practice(nia.token, holds.hold, kind="results", reason="I call her first.", **which)
    tab.settle()
    link = tab.var(LinkState, "link")
    assert (link["status"], link["link"]) == ("Closed by the practice", "") and "new link" in link["why"]


def test_sending_says_where_it_goes_and_what_is_missing(tabs: Any, alice) -> None:
    tab = tabs(alice, f"{LINK}{share(alice).id}")

    tab.send(LinkState.send, form={"email": "dr.lee@example.org"})
    assert list(tab.var(LinkState, "errors")) == ["understood"]
    tab.send(LinkState.send, form={"email": "dr.lee@example.org", "understood": "yes"})

    assert (tab.var(LinkState, "errors"), tab.var(LinkState, "sent_to")) == ({}, "dr.lee@example.org")


@pytest.mark.parametrize("wanted", ["", "x", "5d0c3f7e-8c55-4a0e-9d0c-3f7e8c554a0e", "'--"])
def test_a_link_there_is_none_of_is_missing(tabs: Any, alice, wanted) -> None:
    tab = tabs(alice, f"{LINK}{wanted}")

    assert tab.var(LinkState, "status") == "missing"


def test_bobs_tab_gets_nothing_of_alices_link(tabs: Any, alice) -> None:
    made = share(alice, label="zyqlabel")

    tab = tabs(people.bob(), f"{LINK}{made.id}")

    assert tab.var(LinkState, "status") == "missing"
    assert "zyqlabel" not in tab.tab.received and made.payload["key"] not in tab.tab.received


def test_the_list_and_the_card_load(tabs: Any, alice) -> None:
    share(alice, label="For Dr. Lee")

    assert tabs(alice, "/records/sharing").var(SharingState, "rows")[0]["title"] == "For Dr. Lee"
    assert tabs(alice, "/records/sharing/card").var(CardState, "card")["name"] == "Alice Ames"


def test_all_of_them_say_when_they_fail(tabs: Any, alice, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        for place, name in ((sharing.showing, "rows"), (sharing.showing, "detail"), (sharing.card, "card")):
            broken.setattr(place, name, _break)
        assert tabs(alice, "/records/sharing").var(SharingState, "status") == "error"
        assert tabs(alice, f"{LINK}{uuid4()}").var(LinkState, "status") == "error"
        assert tabs(alice, "/records/sharing/card").var(CardState, "status") == "error"


def _break(*_args: Any, **_kwargs: Any) -> None:
    raise RuntimeError("private words")
