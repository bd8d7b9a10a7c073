"""Two days that bound what is asked for, both included; either may be open."""

from datetime import date

from portal.errors import Invalid
from portal.i18n import t


def wrong_order(since: date | None, until: date | None) -> str:
    """What to say when the last day is before the first; else nothing."""
    if since and until and since > until:
        return t("The last day is before the first. Change one of them.")
    return ""


def must_be_in_order(since: date | None, until: date | None) -> None:
    """Raises: Invalid, beside `until`, when the last day is before the first."""
    if words := wrong_order(since, until):
        raise Invalid(words, fields={"until": words})
