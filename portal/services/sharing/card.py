"""The wallet card: the few things a stranger must know, as text in a QR code that needs no network."""

import json
from dataclasses import dataclass, field

from portal import clock
from portal.access.charts import Chart
from portal.i18n import day, t
from portal.integrations.fhir.elements import Json, codes, objs, text
from portal.integrations.fhir.views import allergies, conditions, medications
from portal.integrations.fhir.wording.people import person_name
from portal.integrations.shl import qr_picture
from portal.services.records.around import Around
from portal.services.records.kinds import readable
from portal.services.records.shelf import Held, newest
from portal.services.records.told import left_out_words
from portal.services.records.whose import patient_of
from portal.services.sharing.content import about
from portal.settings import get_settings

MOST_BYTES = 800
"""As much as a phone reads from a code of the size of a card."""

_MOST_ROWS = 300
_LONGEST_NAME = 60
_OVER = {"inactive", "resolved", "remission", "refuted", "entered-in-error"}


@dataclass(frozen=True, slots=True)
class CardLine:
    """One line of the card: a name and what it is."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Card:
    """The card: who it is about, its lines, and the same as a QR code with `text` in it.

    `left_out` says what its maker may not put on it.
    """

    name: str = ""
    born: str = ""
    made: str = ""
    qr: str = ""
    text: str = ""
    lines: list[CardLine] = field(default_factory=list)
    left_out: str = ""


def card(chart: Chart) -> Card:
    """The card as it would be printed today."""
    who = patient_of(chart)
    born, made = day(who.birth_date), day(clock.today())
    settings = get_settings()
    ends = [CardLine(settings.practice_name, settings.practice_phone)]
    if contact := _contact(chart):
        ends.insert(0, CardLine(t("Emergency contact"), contact))
    head = [_cut(who.name), t("Born {day}", day=born) if born else ""]
    tail = [*(f"{line.name}: {line.value}" for line in ends), t("Printed {day}", day=made)]
    lists = _lists(chart)
    lines = _fitted(lists, MOST_BYTES - _size([*head, *tail]))
    said = "\n".join(filter(None, [*head, *(f"{line.name}: {line.value}" for line in lines), *tail]))
    return Card(who.name, born, made, qr_picture(said), said, [*lines, *ends], left_out_words(chart))


def _lists(chart: Chart) -> list[tuple[str, list[str]]]:
    kinds = readable(chart)
    named = [
        ("allergies", t("Allergies")),
        ("medications", t("Medications")),
        ("conditions", t("Conditions")),
    ]
    return [(name, _names(chart, kind)) for kind, name in named if kind in kinds]


def _names(chart: Chart, kind: str) -> list[str]:
    """What is so now, each once, the most dangerous first."""
    helds = [held for held in newest(chart, [kind], limit=_MOST_ROWS) if not held.on_hold]
    look_up = Around(chart, [held.data for held in helds])
    found = [_named(held, look_up) for held in helds]
    ranked = sorted((one for one in found if one), key=lambda one: one[0])
    return list(dict.fromkeys(_cut(name) for _, name in ranked))


def _named(held: Held, look_up: Around) -> tuple[int, str] | None:
    if held.kind == "allergies":
        allergy = allergies.allergy(held.data, look_up)
        return None if _is_over(held.data) else (0 if allergy.is_high_risk else 1, allergy.name)
    if held.kind == "medications":
        drug = medications.medication(held.data, look_up)
        return (1, drug.name) if drug.is_current else None
    return None if _is_over(held.data) else (1, conditions.condition(held.data, look_up).name)


def _is_over(data: Json) -> bool:
    """Said to be past or not so; where nothing is said it counts, for leaving it out could harm."""
    said = {*codes(data.get("clinicalStatus")), *codes(data.get("verificationStatus"))}
    return bool(said & _OVER)


def _fitted(lists: list[tuple[str, list[str]]], room: int) -> list[CardLine]:
    """As many names of each list as fit, one taken away at a time from the longest; the rest is counted."""
    kept = [len(names) for _, names in lists]
    while True:
        lines = [_line(name, names, n) for (name, names), n in zip(lists, kept, strict=True)]
        if _size([f"{line.name}: {line.value}" for line in lines]) <= room or max(kept, default=0) <= 1:
            return lines
        kept[kept.index(max(kept))] -= 1


def _line(name: str, names: list[str], n: int) -> CardLine:
    if not names:
        return CardLine(name, t("none on file"))
    shown, more = ", ".join(names[:n]), len(names) - n
    return CardLine(name, t("{names} … and {n} more", names=shown, n=more) if more > 0 else shown)


def _contact(chart: Chart) -> str:
    """The first emergency contact that the Patient resource names, with a phone."""
    (_, raw), _ = about(chart)
    for contact in objs(json.loads(raw).get("contact")):
        phone = next((text(p.get("value")) for p in objs(contact.get("telecom")) if _is_phone(p)), "")
        if phone:
            return " ".join(filter(None, (_cut(person_name(contact.get("name"))), phone[:30])))
    return ""


def _is_phone(point: Json) -> bool:
    return text(point.get("system")) in ("phone", "sms") and text(point.get("use")) != "old"


def _cut(name: str) -> str:
    flat = " ".join(name.split())
    return flat if len(flat) <= _LONGEST_NAME else f"{flat[: _LONGEST_NAME - 1]}…"


def _size(lines: list[str]) -> int:
    return sum(len(line.encode()) + 1 for line in lines)
