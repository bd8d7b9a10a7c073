"""Allergies: each a concern with what it is to, what happened and how dangerous it is."""

from typing import Any

from portal.i18n import N_, t
from portal.integrations.ccda.writing.codes import put_code, put_concept, put_named
from portal.integrations.ccda.writing.elements import Element, put, put_template
from portal.integrations.ccda.writing.occasion import Desk
from portal.integrations.ccda.writing.parts import (
    ACTIVE,
    INACTIVE,
    RESOLVED,
    clinical,
    notes_of,
    put_comment,
    put_inner,
    put_text,
    verified,
)
from portal.integrations.ccda.writing.people import put_author
from portal.integrations.ccda.writing.section import Form, Section, lines
from portal.integrations.ccda.writing.systems import (
    ACT_CLASS,
    ACT_CODE,
    LOINC,
    OBSERVATION_VALUE,
    RXNORM,
    SNOMED,
    UNII,
)
from portal.integrations.ccda.writing.times import put_span, put_time, start_of
from portal.integrations.fhir.elements import Json, codes, objs, text, texts
from portal.integrations.fhir.views.allergies import Allergy, Reaction, allergy
from portal.integrations.fhir.wording.plain import clean, joined

FORM = Form(
    key="allergies",
    template="2.6.1",
    extension="2015-08-01",
    code="48765-2",
    name="Allergies and adverse reactions",
    title=N_("Allergies"),
    columns=(N_("Allergy"), N_("Reaction"), N_("Status"), N_("Began or noted"), N_("More")),
    kinds=frozenset({"allergies"}),
    nothing=N_("No allergies are on file. This does not say that there are none."),
    is_required=True,
)
_KINDS = {
    ("medication", "allergy"): ("416098002", "Allergy to drug"),
    ("medication", "intolerance"): ("59037007", "Intolerance to drug"),
    ("medication", ""): ("419511003", "Propensity to adverse reactions to drug"),
    ("food", "allergy"): ("414285001", "Allergy to food"),
    ("food", "intolerance"): ("235719002", "Intolerance to food"),
    ("food", ""): ("418471000", "Propensity to adverse reactions to food"),
    ("environment", "allergy"): ("426232007", "Environmental allergy"),
    ("", "allergy"): ("419199007", "Allergy to substance"),
}
_ANY_KIND = ("420134006", "Propensity to adverse reactions")
_NONE_KNOWN = {
    "716186003": ("419199007", "Allergy to substance"),
    "409137002": ("416098002", "Allergy to drug"),
    "428607008": ("426232007", "Environmental allergy"),
    "429625007": ("414285001", "Allergy to food"),
    "716184000": ("419199007", "Allergy to substance"),
}
_LATEX = ("111088007", SNOMED, "Latex")
_NO_LATEX = "716184000"
_SEVERITIES = {
    "mild": ("255604002", SNOMED, "Mild"),
    "moderate": ("6736007", SNOMED, "Moderate"),
    "severe": ("24484000", SNOMED, "Severe"),
}
_RISKS = {
    "low": ("CRITL", OBSERVATION_VALUE, "low criticality"),
    "high": ("CRITH", OBSERVATION_VALUE, "high criticality"),
    "unable-to-assess": ("CRITU", OBSERVATION_VALUE, "unable to assess criticality"),
}
_STATES = {"active": ACTIVE, "inactive": INACTIVE, "resolved": RESOLVED}
_OVER = ("inactive", "resolved")


def write(section: Section, records: list[Json], desk: Desk) -> None:
    """A row and a concern for each AllergyIntolerance."""
    for data in records:
        view = allergy(data, desk.look_up)
        place = section.row(_cells(view, desk.said(data)))
        _put_concern(section.entry(), data, view, place, desk)


def _cells(view: Allergy, said: str) -> list[str]:
    more = lines(
        (t("Kind"), joined(view.category, view.type)),
        (t("Risk"), view.criticality),
        (t("How sure"), view.certainty),
        (t("Last time"), view.last_time),
        (t("Noted by"), view.noted_by),
        ("", notes_of(view.notes)),
        ("", said),
    )
    began = lines((t("Began"), view.began), (t("Noted"), view.recorded))
    return [view.name, "\n".join(_reaction_words(one) for one in view.reactions), view.status, began, more]


def _reaction_words(one: Reaction) -> str:
    return joined(one.signs, one.severity, one.substance, one.date, one.description)


def _put_concern(entry: Element, data: Json, view: Allergy, place: str, desk: Desk) -> None:
    over = clinical(data) in _OVER
    act = put(entry, "act", classCode="ACT", moodCode="EVN")
    put_template(act, "4.30", "2015-08-01")
    put(act, "id", root=desk.id_of(data))
    put_code(act, "code", "CONC", ACT_CLASS, "Concern")
    put(act, "statusCode", code="completed" if over else "active")
    put_span(act, data.get("recordedDate"), None, over=over)
    link = put(act, "entryRelationship", typeCode="SUBJ")
    _put_allergy(link, data, view, place, desk)


def _put_allergy(link: Element, data: Json, view: Allergy, place: str, desk: Desk) -> None:
    denied = view.none_known or verified(data) == "refuted"
    made = put(link, "observation", classCode="OBS", moodCode="EVN", negationInd="true" if denied else "")
    put_template(made, "4.7", "2014-06-09")
    put(made, "id", root=desk.id_of(data, "allergy"))
    put_code(made, "code", "ASSERTION", ACT_CODE)
    put_text(made, place)
    put(made, "statusCode", code="completed")
    put_span(made, start_of(data, "onset"), None, over=clinical(data) in _OVER)
    put_code(made, "value", *_kind_of(data), xsi="CD")
    around = desk.around(data)
    for who in ("recorder", "asserter"):
        if put_author(made, data.get(who), data.get("recordedDate"), desk, around):
            break
    _put_substance(made, data, view, f"{place}-name")
    _put_status(made, clinical(data))
    _put_reactions(made, data, desk)
    _put_risk(made, text(data.get("criticality")))
    if verified(data) in ("unconfirmed", "presumed") or desk.said(data):
        put_comment(made, place)


def _kind_of(data: Json) -> tuple[str, str, str]:
    denied = next((_NONE_KNOWN[code] for code in codes(data.get("code")) if code in _NONE_KNOWN), None)
    categories = [one for one in texts(data.get("category")) if (one, "") in _KINDS or one == "environment"]
    category, kind = categories[0] if len(categories) == 1 else "", text(data.get("type"))
    known = _KINDS.get((category, kind)) or _KINDS.get((category, "")) or _KINDS.get(("", kind))
    code, name = denied or known or _ANY_KIND
    return code, SNOMED, name


def _put_substance(made: Element, data: Json, view: Allergy, told: str) -> None:
    role = put(put(made, "participant", typeCode="CSM"), "participantRole", classCode="MANU")
    thing = put(role, "playingEntity", classCode="MMAT")
    if _NO_LATEX in codes(data.get("code")):
        put_named(thing, "code", _LATEX, told)
    elif view.none_known:
        put(thing, "code", nullFlavor="NA")
    else:
        substance: Any = data.get("code") or [one.get("substance") for one in objs(data.get("reaction"))]
        put_concept(thing, "code", substance, first=(RXNORM, UNII, SNOMED), told=told)


def _put_status(made: Element, status: str) -> None:
    if status in _STATES:
        inner = put_inner(made, "SUBJ", inverted=True)
        put_template(inner, "4.28", "2019-06-20")
        put_code(inner, "code", "33999-4", LOINC, "Status")
        put(inner, "statusCode", code="completed")
        put_code(inner, "value", *_STATES[status], xsi="CE")


def _put_reactions(made: Element, data: Json, desk: Desk) -> None:
    for index, one in enumerate(objs(data.get("reaction"))):
        signs: list[Any] = objs(one.get("manifestation")) or [{"text": clean(one.get("description"))}]
        for number, sign in enumerate(signs):
            inner = put_inner(made, "MFST", inverted=True)
            put_template(inner, "4.9", "2014-06-09")
            put(inner, "id", root=desk.id_of(data, f"reaction-{index}-{number}"))
            put_code(inner, "code", "ASSERTION", ACT_CODE)
            put(inner, "statusCode", code="completed")
            if text(one.get("onset")):
                put_time(put(inner, "effectiveTime"), "low", one.get("onset"))
            put_concept(inner, "value", sign, first=(SNOMED,), xsi="CD")
            _put_severity(inner, text(one.get("severity")))


def _put_severity(reaction: Element, severity: str) -> None:
    if severity in _SEVERITIES:
        inner = put_inner(reaction, "SUBJ", inverted=True)
        put_template(inner, "4.8", "2014-06-09")
        put_code(inner, "code", "SEV", ACT_CODE, "Severity")
        put(inner, "statusCode", code="completed")
        put_code(inner, "value", *_SEVERITIES[severity], xsi="CD")


def _put_risk(made: Element, risk: str) -> None:
    if risk in _RISKS:
        inner = put_inner(made, "SUBJ", inverted=True)
        put_template(inner, "4.145")
        put_code(inner, "code", "82606-5", LOINC, "Criticality")
        put(inner, "statusCode", code="completed")
        put_code(inner, "value", *_RISKS[risk], xsi="CD")
