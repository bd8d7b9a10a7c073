"""Words in the reader's language, and dates and money as people write them.

`t("Send")` looks a text up in the gettext catalogues under `portal/locale`; English is the source and
needs none. Pages, emails, services and printed papers all use it (pages through `components/text.py`,
which also takes Reflex vars).
"""

import gettext
from contextvars import ContextVar
from datetime import date, datetime, time, tzinfo
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.dates import format_date, format_datetime, format_time

from portal import clock
from portal.settings import get_settings

LOCALES = Path(__file__).parent / "locale"
_language: ContextVar[str] = ContextVar("language", default="")


def language() -> str:
    """The language spoken now: the reader's, or the practice's."""
    return _language.get() or get_settings().language


@lru_cache(maxsize=32)
def catalogue(lang: str) -> gettext.NullTranslations:
    """The catalogue of a language; the source texts themselves when there is none."""
    return gettext.translation("portal", LOCALES, languages=[lang], fallback=True)


def languages() -> list[str]:
    """Languages with a catalogue, the practice's own first."""
    found = sorted(path.parent.parent.name for path in LOCALES.glob("*/LC_MESSAGES/portal.mo"))
    own = get_settings().language
    return [own, *(lang for lang in found if lang != own)]


def t(text: str, **values: Any) -> str:
    """`text` in the language spoken now, its `{names}` filled from `values`."""
    translated = catalogue(language()).gettext(text)
    return translated.format(**values) if values else translated


def N_(text: str) -> str:  # noqa: N802 (the name gettext's tools look for)
    """Mark a text for the catalogues where it is written down; `t` translates it where it is shown."""
    return text


def nt(one: str, many: str, n: int, **values: Any) -> str:
    """The right plural of `one`/`many` for `n`; `{n}` is filled in."""
    return catalogue(language()).ngettext(one, many, n).format(n=n, **values)


def day(when: date | datetime | None) -> str:
    """A date as "Nov 22, 2026", in the practice's time zone; empty for None."""
    if when is None:
        return ""
    if isinstance(when, datetime):
        when = when.astimezone(clock.zone()).date()
    return format_date(when, format="medium", locale=language())


def moment(when: datetime | None) -> str:
    """A time as "Nov 22, 2026, 9:20 AM EST"; empty for None."""
    return "" if when is None else _moment(when.replace(second=0, microsecond=0), clock.zone(), language())


@lru_cache(maxsize=20_000)
def _moment(minute: datetime, zone: tzinfo, spoken: str) -> str:
    """Lists are opened again and again, and each time say the same of the same rows."""
    local = format_datetime(minute, "MMM d, y, h:mm a zzz", tzinfo=zone, locale=spoken)
    return local.replace("\u202f", " ")


def hour(when: datetime) -> str:
    """A time of day as "9:20 AM"."""
    return format_time(when, "short", tzinfo=clock.zone(), locale=language()).replace("\u202f", " ")


def hour_of_day(n: int) -> str:
    """An hour, 0 to 23, as "9:00 PM"."""
    return format_time(time(n), "short", locale=language()).replace("\u202f", " ")


def weekday(when: date) -> str:
    """A date as "Sunday, Nov 22, 2026"."""
    return format_date(when, "EEEE, MMM d, y", locale=language())
