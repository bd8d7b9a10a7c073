"""What may be open to the guardians of a teen, in words: the areas, and how far each goes."""

from portal.access.teens import KINDS as RECORD_KINDS
from portal.access.teens import RECORDS, SCOPES, Level
from portal.i18n import t
from portal.services import scopes
from portal.services.records.kinds import KINDS


def titles() -> dict[str, str]:
    """Each area by its name, in the order they are shown: work first, then the kinds of record."""
    work = {area: name for area, name in scopes.names().items() if area in SCOPES}
    kinds = {kind: KINDS[kind].title for kind in RECORD_KINDS}
    return {**work, RECORDS: t("What they may do with records that are open"), **kinds}


def level_words(area: str, level: str) -> tuple[str, str]:
    """How far an area is open, as a tag and its tone."""
    if area == RECORDS:
        return (t("Share and ask for corrections"), "good") if level == Level.ACT else (t("See only"), "good")
    return {
        Level.ACT: (t("See and act"), "good"),
        Level.VIEW: (t("See"), "good"),
        Level.ASK: (t("Only if a clinician opens it"), "attention"),
        Level.NONE: (t("Closed"), "plain"),
    }[Level(level)]


def choices(area: str, levels: tuple[Level, ...]) -> list[tuple[str, str]]:
    """What may be chosen for an area, as (level, words)."""
    return [(str(level), level_words(area, level)[0]) for level in levels]


def icon(area: str) -> str:
    """The picture that stands for an area."""
    work = {"messages": "messages", "appointments": "calendar", "forms": "clipboard", "bills": "receipt"}
    return KINDS[area].icon if area in KINDS else work.get(area, "records")
