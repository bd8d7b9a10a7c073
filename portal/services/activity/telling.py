"""What an entry or a fold of them says, in plain sentences and in a table."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from babel.dates import format_datetime

from portal import clock
from portal.access.charts import Chart
from portal.access.trail import Entry
from portal.i18n import hour, language, nt, t, weekday
from portal.models.unseen import HELPERS
from portal.services import audit_words
from portal.services.activity import places
from portal.services.activity.folding import Fold
from portal.services.records.whose import patient_of

_ICONS = {
    "looked": "search",
    "changed": "clipboard",
    "invited": "messages",
    "signed-in": "lock",
    "imported": "upload",
    "managed": "people",
}
NAMED = 3
"""So many of one's own deeds are named in a row."""
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """One row. `count` is how many entries are folded in it, from the place `oldest` to `newest`.

    `heading` is the day, above the first row of each, `under` the same for the others; `is_mine` says that
    the reader did it.
    """

    title: str
    line: str
    tag: str = ""
    tone: str = "plain"
    icon: str = "records"
    heading: str = ""
    under: str = ""
    is_mine: bool = False
    count: int = 1
    newest: str = ""
    oldest: str = ""


def fold_row(chart: Chart, fold: Fold, entry: Entry) -> ActivityRow:
    """A row for a fold, of which `entry` is the newest."""
    title = entry_words(chart, entry) if fold.count == 1 else _folded(chart, fold, entry)
    return _row(chart, entry, title, fold)


def entry_row(chart: Chart, entry: Entry) -> ActivityRow:
    """A row for one entry within a fold."""
    return _row(chart, entry, entry_words(chart, entry))


def entry_words(chart: Chart, entry: Entry) -> str:
    """One entry as a sentence; the reader is "you"."""
    return audit_words.own_words(entry) if _is_mine(chart, entry) else audit_words.deed_words(entry)


def zone_words(when: datetime) -> str:
    """The practice's time zone at a moment, such as "EST"."""
    return format_datetime(when, "zzz", tzinfo=clock.zone(), locale=language())


def reason_words(chart: Chart, entry: Entry) -> str:
    """Why someone opened this record in an emergency, as they wrote it: for the patient alone to read."""
    if entry.action != "emergency.opened" or chart.relation != "self" or not entry.allowed:
        return ""
    return t("Their reason: “{reason}”", reason=entry.contents.reason)


def as_csv(chart: Chart, entries: Iterable[Entry]) -> bytes:
    """The entries as a table (RFC 4180, UTF-8 with a byte order mark, so that spreadsheets read names right).

    Nothing in it is a formula: a cell that would begin one begins with an apostrophe.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(
        [t("when"), t("who"), t("role"), t("relation"), t("for whom"), t("what"), t("which"), t("allowed"),
         t("from where")]
    )  # fmt: skip
    patient = patient_of(chart).name
    for entry in entries:
        writer.writerow([_harmless(cell) for cell in _cells(chart, entry, patient)])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def _cells(chart: Chart, entry: Entry, patient: str) -> list[str]:
    said = entry.contents
    return [
        entry.at.astimezone(clock.zone()).isoformat(timespec="seconds"),
        said.actor,
        audit_words.role_words(said.role),
        audit_words.relation_words(said.relation),
        patient if said.relation in HELPERS else "",
        audit_words.bare_words(entry),
        audit_words.what_words(said.subject) or reason_words(chart, entry),
        t("yes") if entry.allowed else t("no"),
        said.address,
    ]


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULAS) else cell


def _row(chart: Chart, entry: Entry, title: str, fold: Fold | None = None) -> ActivityRow:
    address = t("from {address}", address=entry.contents.address) if entry.contents.address else ""
    times = _times(fold.oldest.at, fold.newest.at) if fold else hour(entry.at)
    is_mine = _is_mine(chart, entry)
    tag, tone, known = _mark(entry)
    return ActivityRow(
        title=title,
        line=" · ".join(filter(None, (_deeds_line(fold), times, address, reason_words(chart, entry)))),
        tag=tag,
        tone=tone,
        icon="person" if is_mine and entry.allowed else known,
        heading=weekday(entry.at.astimezone(clock.zone()).date()),
        is_mine=is_mine,
        count=fold.count if fold else 1,
        newest=places.shown(chart, fold.newest.seq) if fold else "",
        oldest=places.shown(chart, fold.oldest.seq) if fold else "",
    )


def _mark(entry: Entry) -> tuple[str, str, str]:
    """The tag of an entry with its tone, and its icon."""
    if not entry.allowed:
        return t("Refused"), "danger", "shield"
    if entry.action == "emergency.opened":
        return t("Emergency"), "attention", "alert"
    return "", "plain", _ICONS.get(audit_words.group_of(entry.action), "records")


def _folded(chart: Chart, fold: Fold, entry: Entry) -> str:
    n, is_mine = fold.looks or fold.count, _is_mine(chart, entry)
    if not entry.allowed:
        return _refused(fold.count, entry, is_mine=is_mine)
    if is_mine and fold.deeds:
        return _own_deeds(fold)
    if is_mine:
        if not fold.looks:
            return nt("You signed in or out once", "You signed in or out {n} times", n)
        return nt("You looked at this record once", "You looked at this record {n} times", n)
    who = audit_words.who(entry)
    if audit_words.group_of(entry.action) == "imported":
        return t("{who} {did}, {n} times", who=who, did=audit_words.bare_words(entry), n=n)
    if not fold.looks:
        return nt("{who} signed in or out once", "{who} signed in or out {n} times", n, who=who)
    return nt("{who} looked at this record once", "{who} looked at this record {n} times", n, who=who)


def _own_deeds(fold: Fold) -> str:
    """What the reader did, in so few words that it does not hide what others did."""
    n = sum(fold.deeds.values())
    if fold.looks:
        looked = nt("You looked at this record once", "You looked at this record {n} times", fold.looks)
        return nt("{looked} and did one more thing", "{looked} and did {n} more things", n, looked=looked)
    if len(fold.deeds) == 1:
        return t("You {did}, {n} times", did=audit_words.did(next(iter(fold.deeds))), n=n)
    return nt("You did one thing in this record", "You did {n} things in this record", n)


def _deeds_line(fold: Fold | None) -> str:
    """The reader's own deeds by name, each once, the newest first."""
    if fold is None or fold.count == 1 or not fold.newest.allowed:
        return ""
    told = list(dict.fromkeys(audit_words.did(action) for action in fold.deeds))
    more = ["…"] if len(told) > NAMED else []
    return ", ".join([*told[:NAMED], *more]) if len(told) > 1 or fold.looks else ""


def _refused(n: int, entry: Entry, *, is_mine: bool) -> str:
    if is_mine:
        return nt("You were refused once", "You were refused {n} times", n)
    who = audit_words.who(entry)
    return nt("{who} was refused once", "{who} was refused {n} times", n, who=who)


def _is_mine(chart: Chart, entry: Entry) -> bool:
    return entry.account_id is not None and entry.account_id == chart.actor.account_id


def _times(oldest: datetime, newest: datetime) -> str:
    first, last = hour(oldest), hour(newest)
    return last if first == last else t("{first} to {last}", first=first, last=last)
