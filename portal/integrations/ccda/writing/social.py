"""Social history: smoking, what else people said of how they live, and sex assigned at birth."""

from portal.i18n import N_, t
from portal.integrations.ccda.writing.codes import known_code, put_code, put_concept
from portal.integrations.ccda.writing.elements import Element, put, put_template
from portal.integrations.ccda.writing.observations import result_cells, span_of, state_of
from portal.integrations.ccda.writing.occasion import Desk
from portal.integrations.ccda.writing.parts import put_comment, put_text
from portal.integrations.ccda.writing.section import Form, Section
from portal.integrations.ccda.writing.systems import GENDER, LOINC, SNOMED
from portal.integrations.ccda.writing.times import UNKNOWN, put_time
from portal.integrations.ccda.writing.values import put_value
from portal.integrations.fhir.elements import Json, codes, objs, text
from portal.integrations.fhir.views.results import lab_result

FORM = Form(
    key="social",
    template="2.17",
    extension="2015-08-01",
    code="29762-2",
    name="Social history",
    title=N_("Social history"),
    columns=(
        N_("What"),
        N_("Answer"),
        N_("Usual range"),
        N_("Flag"),
        N_("Date"),
        N_("More"),
    ),
    kinds=frozenset({"results"}),
    nothing=N_("Nothing about smoking or social history is on file."),
    is_required=True,
    needs_entries=False,
)
SMOKING = "72166-2"
_SMOKING_STATES = (
    "449868002",
    "428041000124106",
    "8517006",
    "266919005",
    "77176002",
    "266927001",
    "428071000124103",
    "428061000124105",
)
_BIRTH_SEX = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex"
_SEXES = {"M": N_("Male"), "F": N_("Female"), "UNK": N_("Not known"), "OTH": N_("Other")}


def is_social(data: Json) -> bool:
    """Whether an Observation is about how a person lives, and so belongs here."""
    if data.get("resourceType") != "Observation":
        return False
    return SMOKING in codes(data.get("code")) or "social-history" in codes(data.get("category"))


def write(section: Section, records: list[Json], desk: Desk) -> None:
    """A row for each, and an observation for those that are final and have a LOINC code."""
    for data in records:
        place = section.row(result_cells(lab_result(data, desk.look_up), desk.said(data)))
        if state_of(data) == "completed" and known_code(data.get("code"), (LOINC,)):
            _put_observation(section.entry(), data, place, desk)


def write_person(section: Section, patient: Json, desk: Desk) -> None:
    """What the registration says of the person, and what was said about it meanwhile."""
    _write_birth_sex(section, patient)
    if desk.said(patient):
        section.row([t("About the registration"), "", "", "", "", desk.said(patient)])


def _write_birth_sex(section: Section, patient: Json) -> None:
    found = [one for one in objs(patient.get("extension")) if one.get("url") == _BIRTH_SEX]
    code = next((text(one.get("valueCode")) for one in found if text(one.get("valueCode")) in _SEXES), "")
    if not code:
        return
    place = section.row([t("Sex given at birth"), t(_SEXES[code]), "", "", "", ""])
    made = put(section.entry(), "observation", classCode="OBS", moodCode="EVN")
    put_template(made, "4.200", "2016-06-01")
    put_code(made, "code", "76689-9", LOINC, "Sex assigned at birth")
    put_text(made, place)
    put(made, "statusCode", code="completed")
    if code in ("M", "F"):
        put_code(made, "value", code, GENDER, _SEXES[code], xsi="CD")
    else:
        put(made, "value", xsi="CD", nullFlavor=code)


def _put_observation(entry: Element, data: Json, place: str, desk: Desk) -> None:
    state = known_code(data.get("valueCodeableConcept"), (SNOMED,))
    smokes = SMOKING in codes(data.get("code")) and state in _SMOKING_STATES
    made = put(entry, "observation", classCode="OBS", moodCode="EVN")
    put_template(made, "4.78" if smokes else "4.38", "2014-06-09" if smokes else "2015-08-01")
    put(made, "id", root=desk.id_of(data))
    if smokes:
        put_code(made, "code", SMOKING, LOINC, "Tobacco smoking status NHIS")
    else:
        put_concept(made, "code", data.get("code"), first=(LOINC,), told=f"{place}-name")
    put_text(made, place)
    put(made, "statusCode", code="completed")
    put_time(made, "effectiveTime", span_of(data)[0], null=UNKNOWN)
    put_value(made, data)
    if desk.said(data):
        put_comment(made, place)
