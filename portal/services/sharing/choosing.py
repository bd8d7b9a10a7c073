"""What a patient chooses before a link is made, checked."""

import re
import secrets
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from portal import clock
from portal.access.charts import Chart
from portal.errors import Invalid
from portal.i18n import day, nt, t
from portal.integrations.shl import LONGEST_LABEL
from portal.models.sharing import ShareContents
from portal.services.records.kinds import KINDS, readable
from portal.services.two_days import wrong_order

DAYS = (1, 7, 14, 30, 90, 180, 365)
OPENINGS = (0, 1, 3, 5, 10)
"""How many openings may be chosen; 0 is any number."""

SHORTEST, LONGEST = 6, 64
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
FIRST = ("allergies", "medications", "conditions", "immunizations", "results")
"""The kinds chosen at first: what another practice asks for."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class Choice:
    """What is to be shared and how. An empty `passcode` has one made; `openings` 0 allows any number.

    `paper` adds the same as a PDF.
    """

    kinds: tuple[str, ...]
    since: date | None = None
    until: date | None = None
    label: str = ""
    passcode: str = ""
    days: int = 7
    openings: int = 0
    paper: bool = False


def chosen(says: ShareContents) -> Choice:
    """What was chosen for a link that there is: its kinds and days."""
    since, until = (date.fromisoformat(kept) if kept else None for kept in (says.since, says.until))
    return Choice(tuple(says.kinds), since, until)


def checked(chart: Chart, choice: Choice) -> Choice:
    """The choice as it counts. Raises: Invalid, with what is wrong by field."""
    allowed = readable(chart)
    kinds = tuple(kind for kind in allowed if kind in choice.kinds)
    label, passcode = one_line(choice.label), choice.passcode.strip()
    wrong = {
        "kinds": _wrong_kinds(choice.kinds, kinds),
        "until": _wrong_dates(choice.since, choice.until),
        "label": _too_long(label),
        "passcode": _wrong_passcode(passcode),
        "days": "" if choice.days in range(1, 366) else t("Choose between 1 day and 1 year."),
        "openings": "" if choice.openings in range(1001) else t("Choose how often it may be opened."),
    }
    found = {name: words for name, words in wrong.items() if words}
    if found:
        raise Invalid(fields=found)
    code = passcode or new_passcode()
    return replace(choice, kinds=kinds, label=label, passcode=code)


def new_passcode() -> str:
    """Two groups of four letters and digits: 39 bits, of which five may be guessed."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(2))


def plain_passcode(passcode: str) -> str:
    """What counts of a passcode: it is told by phone, so not its dashes, spaces or capital letters."""
    return "".join(one for one in passcode if unicodedata.category(one) not in ("Pd", "Zs", "Cf"))


def one_line(words: str) -> str:
    """Text from a person without line breaks, control characters and marks that turn its direction."""
    return " ".join(_CONTROL.sub(" ", words).split())


def kind_names(kinds: list[str] | tuple[str, ...]) -> str:
    """Kinds in words: "Results, Visits"."""
    return ", ".join(KINDS[kind].title for kind in kinds if kind in KINDS)


def span_words(since: date | None, until: date | None) -> str:
    """Two days in words; empty for all dates."""
    if since and until:
        return t("{first} to {last}", first=day(since), last=day(until))
    if since:
        return t("since {day}", day=day(since))
    return t("until {day}", day=day(until)) if until else ""


def days_words(days: int) -> str:
    """How long a link works."""
    return t("1 year") if days == 365 else nt("{n} day", "{n} days", days)


def expiry(days: int) -> timedelta:
    """The same as a length of time."""
    return timedelta(days=days)


def _wrong_kinds(wanted: tuple[str, ...], kinds: tuple[str, ...]) -> str:
    if not kinds:
        return t("Choose at least one kind of record.")
    return "" if set(wanted) == set(kinds) else t("You cannot share everything you chose. Choose again.")


def _wrong_dates(since: date | None, until: date | None) -> str:
    if words := wrong_order(since, until):
        return words
    return t("This day is in the future.") if since and since > clock.today() else ""


def _too_long(label: str) -> str:
    return t("Use at most {n} characters.", n=LONGEST_LABEL) if len(label) > LONGEST_LABEL else ""


def _wrong_passcode(passcode: str) -> str:
    """Five guesses are few, but these would be among them."""
    if not passcode:
        return ""
    plain = plain_passcode(passcode).casefold()
    if not SHORTEST <= len(plain) <= LONGEST or len(passcode) > 2 * LONGEST:
        return t("Use {least} to {most} characters.", least=SHORTEST, most=LONGEST)
    steps = {ord(b) - ord(a) for a, b in pairwise(plain)}
    is_plain = len(set(plain)) < 3 or steps in ({1}, {-1}) or plain in ("password", "passcode", "qwerty")
    return t("This is too easy to guess. Choose another.") if is_plain else ""
