"""Between which days a record is taken out, in every way it can be: download, shared link, operator's copy.

What is so now and not on a day is always whole, lest an old allergy be left out.
"""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, exists, or_, select, true

from portal.access.charts import Chart
from portal.i18n import day, t
from portal.services.records.kinds import KINDS
from portal.services.records.shelf import RECORDS, Wanted, within_days

ALWAYS_WHOLE = ("allergies", "conditions", "medications")
"""The kinds that days do not narrow."""


def taken_between(since: date | None, until: date | None) -> ColumnElement[bool]:
    """What is taken out for these days (both included): also what has no date, and what is always whole."""
    if not since and not until:
        return true()
    whole, undated = RECORDS.c.kind.in_(ALWAYS_WHOLE), RECORDS.c.happened_at.is_(None)
    return or_(whole, undated, within_days(since, until))


def is_elsewhen(chart: Chart, kind: str, since: date | None, until: date | None) -> bool:
    """Whether days narrow a kind of which something is on file."""
    if kind in ALWAYS_WHOLE or not (since or until):
        return False
    found = select(exists().where(Wanted(kind).condition(chart)))
    return bool(chart.db.connection().execute(found).scalar_one())


def none_words(chart: Chart, kind: str, since: date | None, until: date | None) -> str:
    """What to say of a kind of which nothing was found: that there is none, or none in these dates."""
    return t("None in these dates.") if is_elsewhen(chart, kind, since, until) else t("None on file.")


def covers_words(kinds: Iterable[str], since: date | None, until: date | None) -> str:
    """What is in a copy of the record, in words: its kinds, for which days, and which of them are whole."""
    kinds = list(kinds)
    dated = [kind for kind in kinds if kind not in ALWAYS_WHOLE]
    if not dated or not (since or until):
        return t("It covers {what}.", what=_named(kinds))
    whole = [kind for kind in ALWAYS_WHOLE if kind in kinds]
    words = [_span(_named(dated), since, until)]
    if whole:
        words.append(t("All {what} on file are in it, whatever their dates.", what=_named(whole)))
    return " ".join(words)


def inside_words(kinds: Iterable[str] | None, since: date | None, until: date | None) -> str:
    """What is in a copy, on one line: its kinds (None: all of them), and for which days."""
    what = (
        t("All kinds") if kinds is None else ", ".join(KINDS[kind].title for kind in kinds if kind in KINDS)
    )
    first, last = day(since), day(until)
    if first and last:
        return t("{what} · {first} to {last}", what=what, first=first, last=last)
    if first:
        return t("{what} · from {first} on", what=what, first=first)
    return t("{what} · up to {last}", what=what, last=last) if last else t("{what} · all dates", what=what)


def _span(what: str, since: date | None, until: date | None) -> str:
    first, last = day(since), day(until)
    if first and last:
        return t("It covers {what}, from {first} to {last}.", what=what, first=first, last=last)
    if first:
        return t("It covers {what}, from {first} on.", what=what, first=first)
    return t("It covers {what}, up to {last}.", what=what, last=last)


def _named(kinds: Iterable[str]) -> str:
    return ", ".join(KINDS[kind].title.lower() for kind in kinds)
