"""Every service that takes a patient's chart, found by what it says it needs, with something to call it with.

One written tomorrow is found tomorrow; when it takes an argument that is not known here, the tests say so.
"""

import importlib
import inspect
import io
import itertools
import pkgutil
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any
from uuid import UUID, uuid4

from pypdf import PdfReader

from portal import services
from portal.access.actor import Scope
from portal.access.needs import Need
from portal.integrations.media.intake import Taken
from portal.services import exporting, sharing
from portal.services.activity import Asked
from portal.services.messages.drafts import Place, Typed
from portal.services.messages.files import Fit
from portal.services.messages.inbox import Wanted
from portal.services.sharing.making import Packed

ONCE = "mark-of-this-very-send"
KINDS = ("results", "visits", "conditions", "documents", "medications", "allergies")
_NOT_GIVEN = (
    "since",
    "until",
    "group",
    "page",
    "before",
    "after",
    "opened",
    "undated",
    "on_progress",
    "notes",
)
"""Arguments that narrow what is shown, or need not be given: they are left as they are."""


@dataclass(frozen=True)
class Service:
    """A service and what it needs."""

    call: Callable[..., Any]
    need: Need

    def __str__(self) -> str:
        return self.need.action


def every_service() -> list[Service]:
    """Every service that takes a chart."""
    found: dict[str, Service] = {}
    for module in pkgutil.walk_packages(services.__path__, "portal.services."):
        for thing in vars(importlib.import_module(module.name)).values():
            need = getattr(thing, "need", None)
            if isinstance(need, Need) and need.scope is not None:
                found[need.action] = Service(thing, need)
    return sorted(found.values(), key=str)


def examples(packed: Packed | None = None) -> dict[str, list[Any]]:
    """What may be given for an argument of this name."""
    return {
        "alt": ["My knee"],
        "anyway": [False, True],
        "asked": [Asked()],
        "away": [True],
        "choice": [sharing.Choice(kinds=KINDS, passcode="walnut-42x")],
        "details": [{"line": "4 Oak Road", "city": "Bath", "state": "ME", "zip": "04530"}],
        "hidden": [()],
        "hidden_from": [frozenset(), frozenset({"everyone"})],
        "form": list(exporting.FORMS),
        "kind": list(KINDS),
        "kinds": [list(KINDS)],
        "levels": [dict.fromkeys(ALL_SCOPES, "act")],
        "n": [0, 1],
        "newest": [""],
        "oldest": [""],
        "once": [ONCE],
        "packed": [packed] if packed else [],
        "version": [0],
        "show": ["at-once"],
        "small": [False, True],
        "statement": ["It was another day."],
        "taken": [Taken(b"%PDF-1.4 nothing", "application/pdf", "letter.pdf")],
        "tell": [True],
        "to": ["someone@example.org"],
        "typed": ["hush"],
        "understood": [True],
        "wanted": ["It was another day."],
        "within": ["", "results"],
        "wrong": ["The day is wrong."],
    }


def calls(service: Service, ids: Mapping[str, list[UUID]], packed: Packed | None = None) -> Iterator[dict]:
    """Sets of arguments to call a service with; `ids` are those of each kind of id there are.

    Raises: AssertionError for an argument that nobody has said anything about here.
    """
    known = examples(packed)
    takes = inspect.signature(service.call).parameters
    if "frozenset" in str(takes["kinds"].annotation if "kinds" in takes else ""):
        known["kinds"] = [None]
    known |= {
        name: _by_type(ids)[one.annotation] for name, one in takes.items() if one.annotation in _by_type(ids)
    }
    names = [name for name in list(takes)[1:] if name not in _NOT_GIVEN]
    for name in names:
        assert name in known or name.endswith("_id"), (
            f"{service} takes {name}: say in {__name__} what to give"
        )
    known |= {name: ids[name] for name in ("newest", "oldest") if name in ids}
    values = [known[name] if name in known else [*ids.get(name, []), uuid4()] for name in names]
    for chosen in itertools.product(*values):
        yield dict(zip(names, chosen, strict=True))


def _by_type(ids: Mapping[str, list[UUID]]) -> dict[Any, list[Any]]:
    """What may be given for an argument of this type, whatever it is called."""
    to = [Place(thread_id=one) for one in ids.get("thread_id", [])]
    about = [Place(kind=kind, record_id=one) for one in ids.get("record_id", []) for kind in KINDS]
    return {
        Place: [Place(), *to, *about],
        Wanted | None: [None, Wanted(search="hush")],
        Typed: [Typed(subject="hush", body="hush", topic="question")],
        Fit: [Fit(Taken(b"%PDF-1.4 nothing", "application/pdf", "letter.pdf"))],
    }


def told(answer: Any) -> str:
    """Everything an answer says, as text: views, lists, files, papers."""
    if isinstance(answer, (bytes, bytearray)):
        return as_text(bytes(answer))
    if isinstance(answer, Mapping):
        return " ".join(told(one) for pair in answer.items() for one in pair)
    if is_dataclass(answer) and not isinstance(answer, type):
        return " ".join(told(getattr(answer, field.name)) for field in fields(answer))
    if isinstance(answer, (list, tuple, Iterator)):
        return " ".join(told(one) for one in answer)
    return str(answer)


def as_text(data: bytes) -> str:
    """What a file says: PDF as its words, a zip as its files."""
    if data.startswith(b"%PDF-") and b"%%EOF" in data:
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as bag:
            return " ".join(f"{name} {as_text(bag.read(name))}" for name in bag.namelist())
    return data.decode("utf-8", "replace")


def in_scope(scopes: Mapping[str, str], service: Service) -> bool:
    """Whether scopes given like {"records": "view"} cover what a service needs."""
    given = scopes.get(str(service.need.scope), "")
    return given == "act" or (given == "view" and not service.need.acting)


ALL_SCOPES = {str(scope): "act" for scope in Scope}
