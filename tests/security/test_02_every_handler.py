"""SECURITY.md 2: every handler of every state, called by whoever has no business with it, with anything.

All registered handlers are walked, whatever they are called and however they came to be registered, so that
one written tomorrow is covered tomorrow.
"""

import hashlib
import inspect
import json
import re
from typing import Any, get_origin, get_type_hints
from uuid import UUID

import pytest
from reflex.state import State
from reflex_base.registry import RegistrationContext
from sqlalchemy import inspect as inspect_database
from sqlmodel import SQLModel, select, update

from portal import clock, db
from portal.db import unit_of_work
from portal.models.account import AccountSession, Grant, Role
from portal.models.invitation import OutboxMail
from portal.models.recovery import Recovery
from portal.pages.registry import SCREENS
from portal.portal import app
from portal.services import sign_in
from portal.state.enroll import EnrollState
from portal.state.frame import FrameState
from portal.state.gate import GateState
from tests import mail, people
from tests.security.planted import ABOUT_HER, IN_HER_RECORD, Planted, plant, seen_in

pytestmark = pytest.mark.timeout(900)  # each case calls every handler with everything, at every kind of page
EVERYTHING = (*ABOUT_HER, *IN_HER_RECORD)
BUT_HER_NAME = tuple(word for word in EVERYTHING if word not in ("zyqann", "zyqames"))
"""Whoever she lets help her knows for whom."""

MAY_CHANGE = {"audit_entry", "audit_head", "throttle"}
WRONG = [None, -1, 10**30, "x" * 3000, "' OR 1=1 --", "../../etc/passwd", ["a", {"b": 1}], {"a": {"b": []}}]


@pytest.fixture
def planted(home) -> Planted:
    return plant()


def handlers() -> dict[str, Any]:
    """Every event handler any client may call, by the name it would use."""
    return {name: found.handler for name, found in RegistrationContext.get().event_handlers.items()}


def callers(planted: Planted) -> dict[str, people.Person]:
    """Those who must get nothing of her."""
    alice = planted.alice
    beyond = people.dana(alice, scopes="appointments:view", signed_in=False)
    ended = people.dana(alice, signed_in=False)
    with unit_of_work() as session:
        session.exec(update(Grant).where(Grant.account_id == ended.account_id).values(ended_at=clock.now()))
    return {
        "signed out": people.Person("nobody"),
        "another patient": people.bob(),
        "a representative out of scope": _looking_at(alice, people.sign_in(beyond)),
        "a representative whose access has ended": _looking_at(alice, people.sign_in(ended)),
        "staff whose account is disabled": people.sign_in(people.olga()),
    }


def _looking_at(whose: people.Person, who: people.Person) -> people.Person:
    """The account switcher's wish: this session would like to look at someone else's chart."""
    mine = update(AccountSession).where(AccountSession.account_id == who.account_id)
    with unit_of_work() as session:
        session.exec(mine.values(patient_id=whose.patient_id))
    return who


def paths(planted: Planted) -> dict[str, tuple[str, ...]]:
    """Every page's path, with her ids where a page takes one, and which ids it takes."""
    ids = {"patient_id": planted.alice.patient_id, "record_id": planted.records[1]}
    found = {}
    for screen in SCREENS:
        path, parts = screen.route, tuple(re.findall(r"\[(\w+)\]", screen.route))
        for part in parts:
            path = path.replace(f"[{part}]", str(ids.get(part, planted.records[0])))
        found[path] = parts
    return found


def unlike(places: dict[str, tuple[str, ...]]) -> list[str]:
    """One page without an id in its address, and one for each kind of id."""
    return list({parts: path for path, parts in places.items()}.values())


def fitting(handler: Any, planted: Planted) -> list[dict[str, Any]]:
    """Arguments of the right types, with what an attacker would know or guess."""
    names = [name for name in inspect.signature(handler.fn).parameters if name != "self"]
    if not names:
        return [{}]
    form = {
        "search": "zyq", "email": "mallory@evil.example", "patient_id": str(planted.alice.patient_id),
        "record_id": str(planted.records[0]), "token": "x" * 43, "username": "zyq",
    }  # fmt: skip
    guesses: list[Any] = [str(planted.alice.patient_id), str(planted.records[0]), form, 1, True, "zyq"]
    return [dict.fromkeys(names, guess) for guess in guesses]


def likeliest(handler: Any, planted: Planted) -> list[dict[str, Any]]:
    """Of `fitting`, what has the types the handler asks for; all of it where it asks for others."""
    all_of_it = fitting(handler, planted)
    asked = [get_origin(kind) or kind for kind in get_type_hints(handler.fn).values()]
    kinds = {kind for kind in asked if kind in (str, dict, int, bool)}
    found = [one for one in all_of_it if {type(value) for value in one.values()} <= kinds]
    return found if kinds else all_of_it


def wrong(handler: Any) -> list[dict[str, Any]]:
    """No arguments, arguments of wrong types, and arguments nobody asked for."""
    names = [name for name in inspect.signature(handler.fn).parameters if name != "self"]
    strange = [dict.fromkeys(names, value) for value in WRONG] if names else []
    return [{}, {"nobody": "asked"}, *strange]


def send_everything(
    tab: Any, payloads: Any, *, words: tuple[str, ...] = (*ABOUT_HER, *IN_HER_RECORD)
) -> None:
    """Call every handler with these payloads; none of the words may come back."""
    for name, handler in handlers().items():
        for payload in payloads(handler):
            tab.send_named(name, **payload)
        assert seen_in(tab.received, words) == [], f"{name} at {tab.tab.path}"
        tab.forget()


def table_rows() -> dict[tuple[str, str], str]:
    """A fingerprint of every row of every table, by table and primary key.

    When someone was last here and whose record they wish to look at are their own session's.
    """
    found = {}
    with unit_of_work() as session:
        for table in SQLModel.metadata.sorted_tables:
            keys = [column.name for column in table.primary_key]
            for row in session.connection().execute(table.select()).mappings():
                own = ("seen_at", "patient_id") if table.name == "account_session" else ("seen_at",)
                shown = {name: value for name, value in row.items() if name not in own}
                key = "/".join(str(row[name]) for name in keys)
                found[table.name, key] = hashlib.sha256(repr(shown).encode()).hexdigest()
    assert {name for name, _ in found} <= set(inspect_database(db.engine()).get_table_names())
    return found


def changes(before: dict[tuple[str, str], str], who: people.Person | None = None) -> list[tuple[str, str]]:
    """Rows that are new, gone or different, but for counting and writing down what was tried, and for what
    `who` wishes for themselves.
    """
    after = table_rows()
    changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    own = {("notification_wishes", str(who.account_id))} if who else set()
    return sorted(key for key in changed - anyones() - own if key[0] not in MAY_CHANGE)


def anyones() -> set[tuple[str, str]]:
    """What anyone may set off: a way back in begun, and a code for it to the address they typed."""
    with unit_of_work() as session:
        begun = {("recovery", str(row.id)) for row in session.exec(select(Recovery)) if not row.account_id}
        codes = select(OutboxMail.id).where(OutboxMail.kind == "recovery-code")
        return begun | {("outbox_mail", str(id)) for id in session.exec(codes)}


CALLERS = [
    "signed out",
    "another patient",
    "a representative out of scope",
    "a representative whose access has ended",
    "staff whose account is disabled",
]


@pytest.mark.parametrize("caller", CALLERS)
def test_nobody_gets_or_changes_anything_of_hers(tabs, planted, caller):
    who = callers(planted)[caller]
    places = paths(planted)
    hers = BUT_HER_NAME if caller == "a representative out of scope" else EVERYTHING
    before = table_rows()
    assert len(handlers()) > 20

    for path in places:
        assert seen_in(tabs(who, path).received, hers) == [], f"opening {path}"
    first, *others = unlike(places)
    send_everything(tabs(who, first), lambda handler: fitting(handler, planted), words=hers)
    send_everything(tabs(who, first), wrong, words=hers)
    for path in others:
        send_everything(tabs(who, path), lambda handler: likeliest(handler, planted), words=hers)

    assert changes(before, who) == []


def test_a_biller_sees_who_is_a_patient_and_nothing_of_the_record(tabs, planted):
    biller = people.nia(role=Role.BILLER)
    before = table_rows()
    for path in paths(planted):
        assert seen_in(tabs(biller, path).received, IN_HER_RECORD) == [], f"opening {path}"
    for path in unlike(paths(planted)):
        send_everything(tabs(biller, path), lambda handler: likeliest(handler, planted), words=IN_HER_RECORD)
    hers = ("account", str(biller.account_id))  # how her own answers end is hers to choose
    assert set(changes(before)) <= {hers}


def test_alice_herself_is_seen_by_these_very_means(tabs, planted):
    """The searches above would find something if there were something to find."""
    alice, nia = planted.alice, people.nia()
    assert "zyqann" in seen_in(tabs(alice, "/home").received)
    page = tabs(nia, f"/staff/patients/{alice.patient_id}").received
    assert {"zyqann", "zyqames", "zyq-mrn", "zyqmail"} <= set(seen_in(page, ABOUT_HER))


def test_each_signed_in_page_tells_a_signed_out_person_where_to_sign_in(tabs, planted):
    for screen in SCREENS:
        if screen.audience == "public":
            continue
        path = screen.route.replace("[patient_id]", str(planted.alice.patient_id))
        tab = tabs(None, path)
        assert tab.redirects, path
        assert tab.redirects[0].startswith("/staff/sign-in#" if screen.audience == "staff" else "/#")


@pytest.mark.parametrize("thief", ["nobody", "another patient", "her own sign-in in another browser"])
def test_a_stolen_tab_is_an_empty_tab(tabs, planted, thief):
    alice = planted.alice
    whoever = {"nobody": None, "another patient": people.bob()}.get(thief, people.sign_in(alice))
    mine = tabs(alice, "/home")
    assert mine.var(FrameState, "name") == "Zyqann Zyqames"
    mine.close()

    stolen = tabs(whoever, "/home", client_token=mine.tab.client_token)

    first = stolen.tab.frames[0]
    assert seen_in(first) == []
    if whoever is None or whoever.account_id != alice.account_id:
        for name in handlers():
            stolen.send_named(name)
        assert seen_in(stolen.received) == []


def test_her_tab_shows_nothing_any_more_once_she_signs_out_elsewhere(tabs, planted):
    tab = tabs(planted.alice, "/home")
    sign_in.sign_out(planted.alice.token, source=people.HERE)
    tab.forget()
    tab.send(FrameState.load)
    assert set(tab.redirects) == {"/#signed-out=ended&next=/home"}
    assert tab.var(FrameState, "name") == "" and seen_in(tab.received) == []


@pytest.mark.parametrize("path", ["//evil.example/home", "/\\evil.example", "///evil.example"])
def test_an_address_made_to_lead_elsewhere_leads_nowhere_else(tabs, planted, path):
    tab = tabs(planted.alice, path)
    tab.tab.cookie = people.bob().token
    tab.close()
    again = tabs(people.bob(), "/", client_token=tab.tab.client_token)
    again.tab.path = path
    again.send(FrameState.load)
    signed_out = tabs(None, path)
    for where in (*tab.redirects, *again.redirects, *signed_out.redirects):
        assert where.startswith("/") and not where.startswith(("//", "/\\")), where


@pytest.mark.parametrize("tampered", ["nonsense", "0", str(UUID(int=0)), "../" * 5, "%2e%2e", "x" * 5000])
def test_an_id_in_the_address_that_is_none_opens_nothing(tabs, planted, tampered):
    nia = people.nia()
    tab = tabs(nia, f"/staff/patients/{tampered}")
    assert seen_in(tab.received) == []


def test_a_client_cannot_say_whose_a_tab_is(tabs, planted):
    bob = people.bob()
    tab = tabs(bob, "/home")
    wishes = ("_bound_to", "router_data", "rx_router_session", "rx_router_headers", "router", "name")
    for state in (GateState, State, FrameState):
        for wish in wishes:
            value = {"cookie": planted.alice.token}
            tab.send_named(f"{state.get_full_name()}.setvar", var_name=wish, value=value)
    tab.send(FrameState.load)
    assert tab.var(FrameState, "name") == "Bob Brown"


def test_state_that_a_client_brings_along_is_not_believed(tabs, planted):
    tab = tabs(people.bob(), "/home")
    name = f"{FrameState.get_full_name()}.name"
    for event in [name for name in handlers() if name.endswith(("hydrate_and_load", "update_vars_internal"))]:
        tab.send_named(event, vars={name: "Mallory", f"{GateState.get_full_name()}._bound_to": "?"})
    assert tab.var(FrameState, "name") == "Bob Brown"


def test_what_a_signed_out_person_has_begun_is_not_given_to_another_browser(tabs, home):
    """Enrolling needs no account yet: the proof and the ticket are on the server, in that browser's tree."""
    jo = people.patient("Zyqjo Zyqjones")
    mine = tabs(None, "/enroll")
    mine.send(EnrollState.opened, token=mail.link_for(jo))
    mine.send(EnrollState.submit, form={"birth_date": "03/09/1984", "zip": "04101"})
    assert mine.var(EnrollState, "step") == "choose"
    mine.close()

    thief = tabs(None, "/enroll", client_token=mine.tab.client_token)
    thief.send(EnrollState.opened, token="")
    assert thief.var(EnrollState, "step") == "start"

    again = tabs(None, "/enroll")
    again.send(EnrollState.opened, token=mail.link_for(people.patient("Jo Other")))
    again.reload()
    again.send(EnrollState.opened, token="")
    assert again.var(EnrollState, "step") == "prove"


STRANGE = [
    {},
    [],
    None,
    "text",
    7,
    {"name": None},
    {"name": ["a"]},
    {"name": "no.such.event"},
    {"payload": {}},
]


def test_events_that_nobody_has_are_dropped_and_not_kept_for_ever(tabs, reflex_house):
    tab = tabs(None, "/")
    socket, processor = reflex_house.wires.socket, reflex_house.wires.processor
    for said in [*STRANGE, json.dumps({"name": "no.such.event"})] * 20:
        reflex_house.run(socket.on_event(tab.tab.sid, said))
    assert len(processor._futures) == 0


def test_the_portal_itself_drops_them():
    assert app.event_namespace.on_event.__module__ == "portal.state.gate"
