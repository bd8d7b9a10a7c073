"""Mia's parents never see of each other: not the account, its words, links, downloads, requests, nor a name.

Everything of Ben's holds `zyq`: who he is, what he made, asked, sent and shared, what staff wrote about him.
Alice, who is Mia's guardian too, calls every service and every handler, with every id there is, and opens
every screen; her emails are read too.
"""

import importlib
import inspect
import pkgutil
import re
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import SQLModel, select

from portal import services
from portal.access.actor import operator
from portal.access.needs import Need
from portal.db import unit_of_work
from portal.errors import ProofWanted, Refusal
from portal.pages.registry import SCREENS
from portal.services import activity, door, outbox, records, sharing
from portal.services.activity import Asked
from portal.services.exporting import asking, making
from portal.services.staff import guardians as desk
from portal.state.frame import FrameState
from tests import people
from tests.charts import fhir_id, lab, listed, on_file
from tests.guardians import child, is_guardian_of
from tests.mail import send_due
from tests.pdfs import pdf
from tests.people import Person
from tests.security.every_service import calls, every_service, told
from tests.security.test_02_every_handler import handlers
from tests.services.contact import contacting
from tests.services.records import correcting
from tests.services.staff import emergencies
from tests.services.staff.guardians import steps
from tests.services.staff.guardians.test_stopping import looking_at
from tests.sharing import manifest, share

pytestmark = [pytest.mark.usefixtures("home"), pytest.mark.timeout(900)]
HIS = (
    "zyqben", "zyqames", "zyqlabel", "zyqfriend", "zyqdoctor", "zyqfile", "zyqwrong", "zyqwanted",
    "zyqanswer", "zyqroad", "zyqstreet", "zyqamy", "zyqaunt", "zyqpaper", "zyqreason", "zyq@example",
)  # fmt: skip
REASON = "Zyqreason: the court has said so."


@pytest.fixture
def family() -> tuple[Person, Person, Person]:
    """Mia, Alice and Ben; Ben and the staff who see to him have left traces everywhere."""
    mia = child(years=8)
    phone = {"system": "phone", "use": "mobile", "value": "207 555 0150"}
    reach = [phone, {"system": "email", "value": "zyq@example.org"}]
    on_file(mia, lab("iron", "60"), {
        "resourceType": "Patient", "id": fhir_id(mia), "name": [{"text": "Mia Ames"}],
        "birthDate": mia.birth_date.isoformat(), "telecom": reach,
        "address": [{"line": ["9 Zyqstreet"], "city": "Portland", "state": "ME", "postalCode": "04101"}],
        "contact": [{"name": {"text": "Zyqben Zyqames"}, "telecom": reach}],
    })  # fmt: skip
    ben, alice = parent("Zyqben Zyqames", mia), parent("Alice Ames", mia)
    of_ben(ben, mia)
    of_staff(mia)
    return mia, alice, ben


def parent(name: str, mia: Person) -> Person:
    person = people.account(Person(name=name))
    is_guardian_of(person, mia)
    return looking_at(people.sign_in(person), mia)


def of_ben(ben: Person, mia: Person) -> None:
    """A link that somebody opened, a download, a request with a file that was answered, and others."""
    made = share(ben, label="Zyqlabel")
    door.in_chart(ben.token, sharing.send_link, share_id=made.id, to="zyqfriend@example.org", understood=True)
    assert manifest(made, recipient="Zyqdoctor").status_code == 200
    door.in_chart(ben.token, asking.ask, form="text")
    making.make_due()
    item = correcting.id_in(listed(ben, "results").rows[0].href)
    once = correcting.begun(ben, item).once
    correcting.with_file(ben, item, once, name="zyqfile.png")
    said = {"wrong": "Zyqwrong it is.", "wanted": "Zyqwanted it is."}
    receipt = correcting.sent(ben, item, once=once, **said)
    correcting.accepted(people.nia(), receipt.href, "Zyqanswer: we agree.")
    correcting.sent(ben, item, **said)
    proved = people.proved(ben)
    looking_at(proved, mia)
    contacting.sent(
        proved, mobile="(207) 555-0177", line="5 Zyqroad", city="Portland", state="ME", zip="04101"
    )


def of_staff(mia: Person) -> None:
    """He was stopped and allowed again, someone else was invited, a paper is there, a chart was opened."""
    nia = people.nia()
    steps.stop(nia, mia, "Zyqben Zyqames", reason=REASON)
    steps.allow(nia, mia, "Zyqben Zyqames", reason=REASON)
    steps.invite(
        nia, mia, replace(steps.BEN, name="Zyqamy", email="zyqamy@example.org", relationship="Zyqaunt")
    )
    words = {"title": "Zyqpaper", "may": "Zyqben may not see her.", "may_not": "", "until": ""}
    paper = desk.checked(name="zyqpaper.pdf", data=pdf("zyqpaper"), **words)
    door.in_practice(nia.token, desk.add_paper, paper, patient_id=mia.patient_id)
    emergencies.open_it(emergencies.sam(), mia, reason="Zyqreason: he fainted in the waiting room.")


def every_id() -> dict[str, list[UUID]]:
    """Every id of every row there is, for an argument of any name."""
    with unit_of_work() as db:
        found = [
            row[0]
            for one in SQLModel.metadata.sorted_tables
            if "id" in one.c and one.name not in ("audit_entry", "patient", "account")
            for row in db.connection().execute(select(one.c.id))
        ]
    kinds = ("record", "correction", "share", "export", "file", "change", "offer", "session", "passkey")
    return {f"{kind}_id": found for kind in kinds}


def seen_in(words: str, which: tuple[str, ...]) -> list[str]:
    low = words.lower()
    return [word for word in which if word in low]


def asked(run: Any) -> str:
    try:
        return told(run())
    except (Refusal, ProofWanted) as refusal:
        return getattr(refusal, "message", "")


def whole_trail(who: people.Person, whose: people.Person) -> dict[str, list[str]]:
    """From the first to the last entry of the trail that someone may read, as their browser holds it."""
    way = {"patient_id": whose.patient_id}
    rows = door.in_chart(who.token, activity.list_entries, activity.Asked(), **way).rows
    return {"newest": [rows[0].newest], "oldest": [rows[-1].oldest]}


def test_the_places_of_the_trail_do_not_tell_how_much_he_has_done(family: Any) -> None:
    mia, alice, ben = family
    before = whole_trail(alice, mia)
    for _ in range(9):
        door.in_chart(looking_at(people.sign_in(ben), mia).token, records.overview)
    after = whole_trail(alice, mia)
    held = [*before.values(), *after.values()]
    assert all(len(one) == 32 and not one.isdigit() for [one] in held)


def test_no_service_of_the_childs_record_tells_of_the_other(family: Any) -> None:
    mia, alice, ben = family
    ids = every_id() | whole_trail(alice, mia)
    told_of_him = []
    for service in every_service():
        needs_one = service.need.action == "sharing.create"
        for given in calls(service, ids, packed(alice, mia) if needs_one else None):
            run = partial(door.in_chart, alice.token, service.call, patient_id=mia.patient_id, **given)
            told_of_him += [str(service)] if seen_in(asked(run), HIS) else []
    assert told_of_him == []
    assert seen_in(
        told(door.in_chart(looking_at(people.sign_in(ben), mia).token, sharing.list_links)), HIS
    ), "he himself sees his own"


def packed(alice: Person, mia: Person) -> Any:
    choice = sharing.Choice(("allergies",))
    return door.in_chart(alice.token, sharing.prepare, choice, patient_id=mia.patient_id)


def own_services() -> list[Any]:
    """Every service about one's own account that takes nothing but ids."""
    found = {}
    for module in pkgutil.walk_packages(services.__path__, "portal.services."):
        for thing in vars(importlib.import_module(module.name)).values():
            if isinstance(need := getattr(thing, "need", None), Need) and need.own:
                found[thing.need.action] = thing
    takes = {name: list(inspect.signature(one).parameters)[1:] for name, one in found.items()}
    return [found[name] for name in sorted(found) if all(one.endswith("_id") for one in takes[name])]


def test_of_what_he_asked_and_shared_not_even_the_answer_is_told(family: Any) -> None:
    _mia, alice, _ben = family
    rows = door.in_chart(alice.token, activity.list_entries, Asked()).rows
    assert [row.title for row in rows if "correction" in row.title or "shared" in row.title] == []
    assert any("Sam Ortiz" in row.title for row in rows), "who looked, she reads"


def test_no_service_of_her_own_account_tells_of_him(family: Any) -> None:
    mia, alice, _ben = family
    ids = [*every_id()["record_id"], mia.patient_id]
    assert len(own_services()) > 10
    for service in own_services():
        names = list(inspect.signature(service).parameters)[1:]
        for one in ids if names else ids[:1]:
            run = partial(door.in_account, alice.token, service, **dict.fromkeys(names, one))
            assert seen_in(asked(run), HIS) == [], service.need.action


def test_no_screen_and_no_handler_tells_of_him(family: Any, tabs: Any) -> None:
    mia, alice, ben = family
    ids = every_id()["record_id"]
    for screen in SCREENS:
        for one in ids if "[" in screen.route else [mia.patient_id]:
            path = re.sub(r"\[patient_id\]", str(mia.patient_id), screen.route)
            tab = tabs(alice, re.sub(r"\[\w+\]", str(one), path))
            assert seen_in(tab.received, HIS) == [], tab.tab.path
            tab.close()
    for path in ("/home", "/records/sharing"):
        tab = tabs(alice, path)
        for name, handler in handlers().items():
            takes = [one for one in inspect.signature(handler.fn).parameters if one != "self"]
            for one in ids[:: max(len(ids) // 4, 1)] if takes else [""]:
                tab.send_named(name, **dict.fromkeys(takes, str(one)))
            assert seen_in(tab.received, HIS) == [], f"{name} at {path}"
            tab.forget()
    assert tabs(people.sign_in(ben), "/home").var(FrameState, "name") == "Zyqben Zyqames"


def test_no_email_to_her_tells_of_him(family: Any) -> None:
    _mia, alice, _ben = family
    send_due()
    hers = [mail for mail in door.as_actor(operator(), outbox.listing) if mail.to == alice.email]
    assert [mail.subject for mail in hers if seen_in(mail.subject + mail.text, HIS)] == []
