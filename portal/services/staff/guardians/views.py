"""What staff see of a patient's parents and guardians: frozen, in plain words."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class GuardianRow:
    """One parent or guardian: where they stand, how the practice knows them, and what can be done now.

    `id` is the offer's, `grant_id` that of their access; either may be empty. `stopped` says since when, by
    whom and why.
    """

    id: str = ""
    grant_id: str = ""
    name: str = ""
    line: str = ""
    tag: str = ""
    tone: str = "plain"
    email: str = ""
    known_by: str = ""
    stopped: str = ""
    may_resend: bool = False
    may_take_back: bool = False
    may_stop: bool = False
    may_allow: bool = False
    may_prolong: bool = False
    icon: str = "people"
    href: str = ""


@dataclass(frozen=True, slots=True)
class AreaRow:
    """How far one area is open to the guardians of a teen, and a clinician's say in it."""

    area: str = ""
    title: str = ""
    line: str = ""
    tag: str = ""
    tone: str = "plain"
    why: str = ""
    choice_id: str = ""
    is_open: bool = False
    may_open: bool = False
    icon: str = "records"


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One court paper."""

    id: str
    title: str
    line: str
    may: str
    may_not: str
    tag: str
    tone: str
    href: str
    is_cited: bool


@dataclass(frozen=True, slots=True)
class WardRow:
    """One guardianship of an adult: on what ground, until when, who reviews it."""

    id: str
    title: str
    line: str
    ground: str
    tag: str
    tone: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Guardians:
    """Everything on one patient's page about parents and guardians.

    `stage` is "child", "teen", "adult" or "unknown"; `stage_line` says what that means, with the days.
    """

    patient: str = ""
    line: str = ""
    stage: str = ""
    stage_line: str = ""
    deceased: str = ""
    rows: list[GuardianRow] = field(default_factory=list)
    areas: list[AreaRow] = field(default_factory=list)
    papers: list[PaperRow] = field(default_factory=list)
    wards: list[WardRow] = field(default_factory=list)
    paper_choices: list[tuple[str, str]] = field(default_factory=list)
    reviewers: list[tuple[str, str]] = field(default_factory=list)
    may_invite: bool = False
    may_say: bool = False
