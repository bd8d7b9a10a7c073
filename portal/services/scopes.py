"""What may be seen and done in someone's record, in plain words and as it is kept in a grant."""

from collections.abc import Mapping

from portal.access.actor import Scope
from portal.access.grants import ACT, VIEW
from portal.i18n import t

ORDER = (
    Scope.RECORDS,
    Scope.MEDICATIONS,
    Scope.MESSAGES,
    Scope.APPOINTMENTS,
    Scope.FORMS,
    Scope.BILLS,
)


def names() -> dict[str, str]:
    """What each kind of work is called, in the order it is shown."""
    return {
        Scope.RECORDS: t("Health records"),
        Scope.MEDICATIONS: t("Medications"),
        Scope.MESSAGES: t("Messages"),
        Scope.APPOINTMENTS: t("Appointments"),
        Scope.FORMS: t("Health forms"),
        Scope.BILLS: t("Bills"),
    }


def lines(scopes: str) -> list[str]:
    """What is given, a line each: "Health records: see", "Messages: see and act"."""
    given, called = levels(scopes), names()
    return [_line(called[scope], given[scope]) for scope in ORDER if scope in given]


def levels(scopes: str) -> dict[str, str]:
    """How far each kind of work goes: "view" or "act"; what is not given is not in there."""
    return dict(part.split(":", 1) for part in scopes.split())


def kept(wanted: Mapping[str, str]) -> str:
    """The same as a grant keeps it; anything but "view" and "act" gives nothing."""
    return " ".join(f"{scope}:{wanted[scope]}" for scope in ORDER if wanted.get(scope) in (VIEW, ACT))


def _line(name: str, level: str) -> str:
    return t("{name}: see and act", name=name) if level == ACT else t("{name}: see", name=name)
