"""Conversations put into words, as screens show them."""

from dataclasses import dataclass, field

from portal.services.messages.drafts import DraftRow
from portal.services.messages.files import FileRow


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """A thread in the inbox. `line` says who wrote last, when, and how it begins."""

    title: str
    line: str
    tag: str
    tone: str
    icon: str
    href: str
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class InboxPage:
    """A page of the inbox; `unread` is how many threads have something new in all."""

    rows: list[ThreadRow] = field(default_factory=list)
    drafts: list[DraftRow] = field(default_factory=list)
    total: int = 0
    page: int = 1
    pages: int = 1
    unread: int = 0
    may_write: bool = False
    archived: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """One message of a thread. `side` is "mine", "patient" or "staff"; `urgent` is for staff alone."""

    key: str
    side: str
    author: str
    role: str
    when: str
    body: str
    is_new: bool = False
    answers: list[tuple[str, str]] = field(default_factory=list)
    files: list[FileRow] = field(default_factory=list)
    about: str = ""
    about_href: str = ""
    receipt: str = ""
    urgent: str = ""


@dataclass(frozen=True, slots=True)
class ThreadDetail:
    """A thread to read, with what its reader may do about it. `me` is what others call the reader."""

    thread_id: str = ""
    subject: str = ""
    topic: str = ""
    sent_to: str = ""
    line: str = ""
    said: list[Said] = field(default_factory=list)
    read_by: str = ""
    due: str = ""
    is_overdue: bool = False
    is_completed: bool = False
    is_archived: bool = False
    is_old: bool = False
    may_nudge: bool = False
    nudged: str = ""
    may_write: bool = False
    latest: str = ""
    me: str = ""
