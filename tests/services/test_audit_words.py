"""Whatever anyone does, the audit trail can say it in plain words."""

import importlib
import pkgutil
import re
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

import portal
from portal import services
from portal.access.needs import Need
from portal.access.trail import Entry
from portal.models.audit import AuditContents
from portal.services import audit_words

WRITTEN = re.compile(r"""Deed\(\s*["']([a-z_]+\.[a-z_]+)["']""")


def all_actions():
    """The action of every service that says what it needs, and every one written beside that."""
    found = set()
    for source in Path(portal.__file__).parent.rglob("*.py"):
        found.update(WRITTEN.findall(source.read_text()))
    for module in pkgutil.walk_packages(services.__path__, "portal.services."):
        for thing in vars(importlib.import_module(module.name)).values():
            if isinstance(need := getattr(thing, "need", None), Need):
                found.add(need.action)
    return sorted(found)


def entry(action, *, allowed=True, **contents):
    at = datetime(2026, 11, 22, 20, 1, tzinfo=UTC)
    return Entry(uuid4(), at, None, action, allowed, AuditContents(**contents))


def test_the_walk_finds_the_services():
    assert {"patients.search", "patient.on_file", "accounts.staff_added", "sign_in.refused"} <= set(
        all_actions()
    )


@pytest.mark.parametrize("action", all_actions())
def test_every_service_has_words(action):
    assert audit_words.has_words(action), f"{action} has no words in portal/services/audit_words/"


def test_an_action_nobody_gave_words_is_still_a_sentence():
    said = audit_words.deed_words(entry("old.gone", actor="Nia Park", role="clinician"))
    assert said == "Nia Park, clinician, opened this record"


@pytest.mark.parametrize(
    ("contents", "who"),
    [
        ({"actor": "Nia Park", "role": "front-desk", "relation": "staff"}, "Nia Park, front desk,"),
        ({"actor": "Alice Ames", "role": "person", "relation": "self"}, "Alice Ames, the patient,"),
        (
            {"actor": "Dana Diaz", "role": "person", "relation": "representative"},
            "Dana Diaz, a representative,",
        ),
        ({"actor": "Bob Brown", "role": "person"}, "Bob Brown"),
        ({"actor": "root", "role": "operator", "relation": "operator"}, "The portal's operator"),
        ({}, "Someone"),
    ],
)
def test_people_are_named_with_what_they_are_here(contents, who):
    assert audit_words.deed_words(entry("patient.on_file", **contents)).startswith(who + " ")


def test_what_it_was_about_is_said_too():
    said = audit_words.deed_words(
        entry("importing.imported", actor="Nia", role="clinician", subject="12 items")
    )
    assert said == "Nia, clinician, imported records (12 items)"
