"""What screens show of contact details and requests to change them: frozen, in plain words."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One part as it is on file."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Change:
    """One part of a request: what was, and what is asked for. `was` is empty for who may not see it."""

    name: str
    was: str
    wanted: str


@dataclass(frozen=True, slots=True)
class AskRow:
    """One request and what came of it. `key` is its id."""

    key: str
    receipt: str
    line: str
    tag: str
    tone: str
    changes: list[Change]
    outcome: str
    reason: str = ""
    may_withdraw: bool = False


@dataclass(frozen=True, slots=True)
class ContactPage:
    """Who this is and how the practice reaches them. `is_hidden`: not for this reader's eyes."""

    name: str = ""
    born: str = ""
    rows: list[ContactRow] = field(default_factory=list)
    is_hidden: bool = False
    may_ask: bool = False
    waits: bool = False
    asks: list[AskRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Asking:
    """What the form begins with: its mark, what is on file, and the number of a request that still waits."""

    once: str = ""
    typed: dict[str, str] = field(default_factory=dict)
    is_hidden: bool = False
    has_other: bool = False
    waiting: str = ""
    asks_for: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a person gets for a request that was taken in."""

    number: str = ""
    due: str = ""
