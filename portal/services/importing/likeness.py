"""Whether two descriptions are of one person. Nothing here guesses: what is not sure is in doubt."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from portal.access.patient_index import words_of
from portal.integrations.fhir.elements import Json, objs, text
from portal.integrations.fhir.views.demographics import demographics

_UNKNOWN_SEX = ("", "unknown", "other")
_SHORTEST_NICKNAME = 3


class Likeness(StrEnum):
    """How sure it is that two are one person, and by what."""

    NUMBER = "the same number of the same giver, and nothing against it"
    NUMBER_IN_DOUBT = "the same number, but another birth date or name"
    LIKELY = "the same name and birth date, confirmed by more, and nothing against it"
    IN_DOUBT = "much alike, but something differs or nothing confirms it"
    OTHER = "another person"


@dataclass(frozen=True, slots=True)
class Described:
    """A person as a record describes them.

    `numbers` are (system, value), the system empty when nobody says who gave it; `reached` phones and emails.
    """

    given: list[str] = field(default_factory=list)
    family: list[str] = field(default_factory=list)
    born: date | None = None
    sex: str = ""
    zip: str = ""
    numbers: frozenset[tuple[str, str]] = frozenset()
    reached: frozenset[str] = frozenset()


def described(data: Json) -> Described:
    """The person a FHIR Patient describes."""
    who = demographics(data)
    numbers = {(text(one.get("system")), text(one.get("value"))) for one in objs(data.get("identifier"))}
    phones = {"".join(c for c in phone if c.isdigit())[-10:] for phone in who.phones}
    return Described(
        given=words_of(who.given),
        family=words_of(who.family.replace("-", " ")),
        born=who.birth_date,
        sex=text(data.get("gender")),
        zip=who.zip[:5],
        numbers=frozenset(number for number in numbers if number[1]),
        reached=frozenset({*phones, *(email.casefold() for email in who.emails)} - {""}),
    )


def likeness(one: Described, other: Described, *, is_same_id: bool = False) -> Likeness:
    """How sure it is that two are one person; `is_same_id` when one was made from the other's numbers.

    With a number in common the family name may differ, for people marry; the first name may not, for twins
    are given each other's numbers by mistake.
    """
    names = name_likeness(one, other)
    is_born_same = one.born is not None and one.born == other.born
    if is_same_id or any(system for system, _ in one.numbers & other.numbers):
        is_born_unknown = one.born is None or other.born is None
        is_near = names != Likeness.OTHER or (bool(one.given) and one.given[:1] == other.given[:1])
        fits = names == Likeness.LIKELY if is_born_unknown else is_born_same and is_near
        return Likeness.NUMBER if fits else Likeness.NUMBER_IN_DOUBT
    if not is_born_same or names == Likeness.OTHER:
        return Likeness.OTHER
    if names == Likeness.IN_DOUBT or _speaks_against(one, other) or not _is_confirmed(one, other):
        return Likeness.IN_DOUBT
    return Likeness.LIKELY


def name_likeness(one: Described, other: Described) -> Likeness:
    """LIKELY for the same name, middle names left out or shortened; IN_DOUBT for one that may be it."""
    if not (one.given and one.family and other.given and other.family):
        shared = {*one.given, *one.family} & {*other.given, *other.family}
        return Likeness.IN_DOUBT if shared else Likeness.OTHER
    is_first_same, is_family_same = (
        one.given[0] == other.given[0],
        "".join(one.family) == "".join(other.family),
    )
    if is_first_same and is_family_same and _fit(one.given[1:], other.given[1:]):
        return Likeness.LIKELY
    if sorted(one.given + one.family) == sorted(other.given + other.family):
        return Likeness.IN_DOUBT
    if is_first_same and (is_family_same or {*one.family} & {*other.family}):
        return Likeness.IN_DOUBT
    is_short = _begins(one.given[0], other.given[0]) or {*one.given} & {*other.given}
    return Likeness.IN_DOUBT if is_family_same and is_short else Likeness.OTHER


def _fit(one: list[str], other: list[str]) -> bool:
    """Whether middle names may be the same: one has none, or each begins the other."""
    return all(a.startswith(b) or b.startswith(a) for a, b in zip(one, other, strict=False))


def _begins(one: str, other: str) -> bool:
    """An initial or the beginning of a name, as "J" or "Jen" of "Jennifer"."""
    short, long = sorted((one, other), key=len)
    return long.startswith(short) and (len(short) == 1 or len(short) >= _SHORTEST_NICKNAME)


def _speaks_against(one: Described, other: Described) -> bool:
    """Another sex, another number from the same giver, or another ZIP when nothing says that they moved."""
    systems = {system for system, _ in one.numbers} & {system for system, _ in other.numbers} - {""}
    is_known = one.sex not in _UNKNOWN_SEX and other.sex not in _UNKNOWN_SEX
    has_moved = bool(one.zip and other.zip and one.zip != other.zip) and not (
        one.reached & other.reached or _values(one) & _values(other)
    )
    return bool(systems) or (is_known and one.sex != other.sex) or has_moved


def _is_confirmed(one: Described, other: Described) -> bool:
    """The same sex, the same ZIP, or a number that reads the same, whoever gave it."""
    same_sex = one.sex not in _UNKNOWN_SEX and one.sex == other.sex
    same_place = bool(one.zip) and one.zip == other.zip
    return same_sex or same_place or bool(_values(one) & _values(other))


def _values(one: Described) -> set[str]:
    return {value for _, value in one.numbers}
