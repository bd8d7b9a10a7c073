"""Who a patient is, as the practice's records say."""

from dataclasses import dataclass
from datetime import date

from portal.i18n import t
from portal.integrations.fhir.dates import instant
from portal.integrations.fhir.elements import Json, codes, obj, objs, text, texts
from portal.integrations.fhir.wording.names import concept
from portal.integrations.fhir.wording.people import Around, LookUp, address_lines, nothing, person_name
from portal.integrations.fhir.wording.plain import clean
from portal.integrations.fhir.wording.states import SEX, state
from portal.integrations.fhir.wording.when import day_words


@dataclass(frozen=True, slots=True)
class Demographics:
    """A patient's own facts. `birth_date` is None unless a full date is known; `born` keeps what is.

    `mrn` is the identifier of type MR, else the FHIR id. `died` is the day in words, or "Yes" when only
    that much is known; `died_on` is that day. `zip` is the postal code as written.
    """

    name: str
    prefix: str
    given: str
    family: str
    suffix: str
    other_names: list[str]
    birth_date: date | None
    born: str
    sex: str
    zip: str
    mrn: str
    fhir_id: str
    deceased: bool
    died: str
    died_on: date | None
    phones: list[str]
    emails: list[str]
    address: list[str]
    language: str
    needs_interpreter: bool
    doctor: str


def demographics(data: Json, look_up: LookUp = nothing) -> Demographics:
    """A Patient's facts."""
    around = Around(data, look_up)
    name, names = best(data.get("name")), objs(data.get("name"))
    full = person_name(data.get("name"))
    home = best(data.get("address"))
    spoken = _spoken(objs(data.get("communication")))
    return Demographics(
        name=full or t("Unnamed patient"),
        prefix=" ".join(map(clean, texts(name.get("prefix")))),
        given=" ".join(map(clean, texts(name.get("given")))),
        family=clean(name.get("family")),
        suffix=" ".join(map(clean, texts(name.get("suffix")))),
        other_names=[
            said for said in dict.fromkeys(person_name(one) for one in names) if said and said != full
        ],
        birth_date=_day(data.get("birthDate")),
        born=day_words(data.get("birthDate")),
        sex=state(SEX, data.get("gender")),
        zip=clean(home.get("postalCode")),
        mrn=_mrn(data),
        fhir_id=text(data.get("id")),
        deceased=_deceased(data),
        died=day_words(data.get("deceasedDateTime")) or (t("Yes") if _deceased(data) else ""),
        died_on=_day(text(data.get("deceasedDateTime"))[:10]),
        phones=_reachable(data, ("phone", "sms")),
        emails=_reachable(data, ("email",)),
        address=address_lines(home),
        language=concept(spoken.get("language")),
        needs_interpreter=_interpreter(data),
        doctor=next(iter(around.names(data.get("generalPractitioner"))), ""),
    )


def best(values: object) -> Json:
    """The name or address in use: not an old one if there is another; official names and homes first."""
    order = {
        "official": 0,
        "home": 0,
        "usual": 1,
        "": 2,
        "work": 3,
        "temp": 4,
        "billing": 5,
        "maiden": 6,
        "old": 7,
    }
    return next(iter(sorted(objs(values), key=lambda one: order.get(text(one.get("use")), 3))), {})


def _day(value: object) -> date | None:
    found = instant(value) if len(text(value)) == len("2019-05-07") else None
    return found.date() if found else None


def _mrn(data: Json) -> str:
    identifiers = objs(data.get("identifier"))
    current = sorted(identifiers, key=lambda one: text(one.get("use")) == "old")
    marked = (clean(one.get("value")) for one in current if "MR" in codes(one.get("type")))
    return next((value for value in marked if value), "") or text(data.get("id"))


def _deceased(data: Json) -> bool:
    return data.get("deceasedBoolean") is True or bool(text(data.get("deceasedDateTime")))


def _reachable(data: Json, systems: tuple[str, ...]) -> list[str]:
    """Phones or emails in use, by rank, mobile before home before work."""
    points = by_rank(data, systems)
    return list(dict.fromkeys(clean(one.get("value")) for one in points if clean(one.get("value"))))


def by_rank(data: Json, systems: tuple[str, ...]) -> list[Json]:
    """The ways to reach someone that are in use, in the order of `_reachable`."""
    order = {"mobile": 0, "home": 1, "work": 2}
    points = [
        one
        for one in objs(data.get("telecom"))
        if text(one.get("system")) in systems and text(one.get("use")) != "old"
    ]
    return sorted(points, key=lambda one: (_rank(one), order.get(text(one.get("use")), 3)))


def _rank(point: Json) -> int:
    rank = point.get("rank")
    return rank if isinstance(rank, int) and not isinstance(rank, bool) else 1_000


def _spoken(communications: list[Json]) -> Json:
    preferred = [one for one in communications if one.get("preferred") is True]
    return obj(next(iter(preferred or communications), {}))


def _interpreter(data: Json) -> bool:
    url = "http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired"
    return any(
        one.get("url") == url and one.get("valueBoolean") is True for one in objs(data.get("extension"))
    )
