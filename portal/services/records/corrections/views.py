"""What screens show of requests: frozen, in plain words. Imports nothing of the record, so that it may be
part of any page's view.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """What came of one request about a record, in a sentence, and where it can be read."""

    text: str
    href: str
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class Corrections:
    """What a record's own page says of requests about it. `ask_href` is empty for who may not ask."""

    lines: list[CorrectionLine] = field(default_factory=list)
    ask_href: str = ""


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file sent along, or about to be. `key` is its id."""

    key: str
    name: str
    line: str
    href: str


@dataclass(frozen=True, slots=True)
class Asking:
    """What is needed to ask: the item, what was typed before, and the mark by which one send is one."""

    title: str = ""
    line: str = ""
    item_href: str = ""
    once: str = ""
    wrong: str = ""
    wanted: str = ""
    files: list[FileRow] = field(default_factory=list)
    room: int = 0
    asks_for: str = ""
    open_href: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a person gets for a request that was taken in."""

    number: str = ""
    due: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """One request in a list."""

    title: str
    line: str
    tag: str
    tone: str
    icon: str
    href: str


@dataclass(frozen=True, slots=True)
class CorrectionPage:
    """One page of a list, newest first; `page` counts from 1."""

    rows: list[CorrectionRow] = field(default_factory=list)
    total: int = 0
    page: int = 1
    pages: int = 1


@dataclass(frozen=True, slots=True)
class Told:
    """What patients and staff alike read of one request. Empty parts are left out.

    `line` is what the item said when it was asked about; `due` is the last day for an answer, until there
    is one.
    """

    title: str = ""
    line: str = ""
    kind: str = ""
    tag: str = ""
    tone: str = "plain"
    receipt: str = ""
    asked_on: str = ""
    asked_by: str = ""
    due: str = ""
    wrong: str = ""
    wanted: str = ""
    files: list[FileRow] = field(default_factory=list)
    outcome: str = ""
    ground: str = ""
    answer: str = ""
    disagreement: str = ""
    disagreement_line: str = ""


@dataclass(frozen=True, slots=True)
class CorrectionDetail:
    """One request as the patient reads it, with what they may do about it."""

    told: Told = field(default_factory=Told)
    next_steps: list[str] = field(default_factory=list)
    item_href: str = ""
    may_withdraw: bool = False
    may_disagree: bool = False
