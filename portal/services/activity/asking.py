"""Which entries of a trail are asked for: whose, of what kind, between which days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlmodel import SQLModel

from portal import clock
from portal.access.charts import Chart
from portal.access.whose_work import not_other_helpers
from portal.i18n import t
from portal.models.account import Account, Grant, Role
from portal.models.audit import AuditEntry
from portal.models.base import table
from portal.models.contact_change import ContactChange
from portal.models.correction import Correction
from portal.models.sharing import Share
from portal.models.unseen import HELPERS
from portal.services import audit_words
from portal.services.two_days import must_be_in_order

REFUSED = "refused"
_ENTRY, _ACCOUNT, _GRANT = table(AuditEntry).c, table(Account).c, table(Grant).c
_LINKS = "sharing."
_NOT_ABOUT_ONE = "managed"
_WHO_IS_LET_IN = (
    "offers.", "joining.", "representatives.", "guardians.", "hiding.", "aging_out.", "outbox.", "recovery.",
)  # fmt: skip
"""Who is let in, kept out, and helped back into their account."""
_MADE_BY = ((Share, "account_id"), (Correction, "asked_by_id"), (ContactChange, "asked_by_id"))
"""What others do something about later: who made it says whose that is."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for. `who` and `what` are keys of `people` and `kinds`; both days are included."""

    who: str = ""
    what: str = ""
    since: date | None = None
    until: date | None = None

    @classmethod
    def of(cls, query: Mapping[str, Any]) -> "Asked":
        """From the parts of an address; what is not known there is left out."""
        who, what = str(query.get("who") or ""), str(query.get("what") or "")
        since, until = _day(query.get("since")), _day(query.get("until"))
        return cls(who if who in dict(people()) else "", what if what in dict(kinds()) else "", since, until)

    def conditions(self, chart: Chart) -> list[ColumnElement[bool]]:
        """The same in SQL, over open columns alone. Raises: Invalid for days out of order."""
        must_be_in_order(self.since, self.until)
        found = [*_whose(chart, self.who), *_of_kind(self.what), *_seen(chart)]
        if self.since:
            found.append(_ENTRY.at >= _midnight(self.since))
        if self.until:
            found.append(_ENTRY.at < _midnight(self.until + timedelta(days=1)))
        return found


def people() -> list[tuple[str, str]]:
    """Whose entries there are to choose from, as (key, words)."""
    return [
        ("others", t("Everyone but me")),
        ("staff", t("The practice")),
        ("family", t("Representatives and family")),
        ("links", t("People with a shared link")),
        ("me", t("Me")),
    ]


def kinds() -> list[tuple[str, str]]:
    """What kinds of entries there are to choose from, as (key, words)."""
    groups = [(key, words) for key, words in audit_words.groups() if key != _NOT_ABOUT_ONE]
    return [*groups, (REFUSED, t("Refused"))]


def _whose(chart: Chart, who: str) -> list[ColumnElement[bool]]:
    me, nobody = _ENTRY.account_id == chart.actor.account_id, _ENTRY.account_id.is_(None)
    through_link = and_(nobody, _ENTRY.action.startswith(_LINKS))
    own_side = _ENTRY.account_id.in_(select(_ACCOUNT.id).where(_ACCOUNT.role == Role.PERSON))
    practice = _ENTRY.account_id.in_(select(_ACCOUNT.id).where(_ACCOUNT.role != Role.PERSON))
    by_itself = and_(nobody, _ENTRY.action.in_(_done_by_the_practice()))
    conditions = {
        "me": me,
        "others": or_(nobody, _ENTRY.account_id != chart.actor.account_id),
        "staff": or_(practice, by_itself),
        "family": and_(own_side, _ENTRY.account_id != chart.actor.account_id),
        "links": through_link,
    }
    return [conditions[who]] if who in conditions else []


def _seen(chart: Chart) -> list[ColumnElement[bool]]:
    """Those who help read neither of what is kept from them nor of others who help, and who lets whom in.

    Nor what the practice, or whoever holds a link, did with what another of them made.
    """
    if chart.relation not in HELPERS:
        return []
    others = select(_GRANT.account_id).where(
        _GRANT.patient_id == chart.patient_id,
        _GRANT.relation.in_(HELPERS),
        _GRANT.account_id != chart.actor.account_id,
    )
    return [
        or_(_ENTRY.subject_id.is_(None), _ENTRY.subject_id.not_in(chart.unseen.ids)),
        *(or_(_ENTRY.subject_id.is_(None), ~_is_theirs(chart, made, by)) for made, by in _MADE_BY),
        or_(_ENTRY.account_id.is_(None), _ENTRY.account_id.not_in(others)),
        *(~_ENTRY.action.startswith(part) for part in _WHO_IS_LET_IN),
    ]


def _is_theirs(chart: Chart, made: type[SQLModel], by: str) -> ColumnElement[bool]:
    """Whether an entry is about what another helper made."""
    rows = table(made).c
    others = select(rows.id).where(rows.patient_id == chart.patient_id, ~not_other_helpers(chart, rows[by]))
    return _ENTRY.subject_id.in_(others)


def _done_by_the_practice() -> list[str]:
    """What the operator's command and the portal's own jobs do, without an account."""
    groups = ("looked", "changed", "imported", "invited", _NOT_ABOUT_ONE)
    actions = [action for group in groups for action in audit_words.actions_of(group)]
    return [action for action in actions if not action.startswith(_LINKS)]


def _of_kind(what: str) -> list[ColumnElement[bool]]:
    if what == REFUSED:
        return [_ENTRY.allowed.is_(False)]
    actions = audit_words.actions_of(what)
    return [_ENTRY.action.in_(actions)] if actions else []


def _day(given: object) -> date | None:
    """A date from outside; None for anything else."""
    try:
        found = date.fromisoformat(given) if isinstance(given, str) else None
    except ValueError:
        return None
    return found if found and 1800 < found.year < 2200 else None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.zone())
