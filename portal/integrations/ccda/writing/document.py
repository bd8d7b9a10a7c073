"""One patient's records as a Continuity of Care Document (C-CDA R2.1)."""

from collections.abc import Callable, Sequence
from datetime import datetime

from lxml import etree

from portal.i18n import t
from portal.integrations.ccda.writing import (
    allergies,
    encounters,
    immunizations,
    medications,
    papers,
    plans,
    problems,
    procedures,
    results,
    social,
    vitals,
)
from portal.integrations.ccda.writing.elements import Element
from portal.integrations.ccda.writing.header import put_header
from portal.integrations.ccda.writing.occasion import Desk, Occasion, source
from portal.integrations.ccda.writing.section import Form, Section, put_remark
from portal.integrations.fhir.elements import Json, codes, obj, objs
from portal.integrations.fhir.facts import Facts, facts
from portal.integrations.fhir.references import Links
from portal.integrations.fhir.wording.people import LookUp

_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
_Write = Callable[[Section, list[Json], Desk], None]
_PARTS: tuple[tuple[Form, _Write], ...] = tuple(
    (part.FORM, part.write)
    for part in (
        allergies,
        medications,
        problems,
        procedures,
        results,
        immunizations,
        vitals,
        encounters,
        social,
        plans,
        papers,
    )
)
_WHEN_THERE = ("documents",)
"""Sections that are left out, not said to be empty, when nothing belongs in them."""


def write_ccd(
    patient: Json,
    resources: Sequence[Json],
    look_up: LookUp,
    occasion: Occasion,
    *,
    sections: frozenset[str] | None = None,
) -> bytes:
    """A CCD of one patient's records, the newest first in each section, as UTF-8 XML.

    `resources` are what is told, parsed with `parse_float=Decimal`; `look_up` only names what they refer
    to. `sections` limits it to some of our kinds ("results", "visits" …): the sections every CCD must have
    stay and say that they are not included. What was entered in error is left out.
    """
    known = [(data, facts(data, Links())) for data in objs(list(resources))]
    wanted = [(data, fact) for data, fact in known if _is_wanted(fact, sections)]
    wanted.sort(key=lambda one: _age(one[1]))
    filed = _filed(wanted)
    holds = {source(data): data for data, _ in wanted if source(data)}
    desk = Desk(occasion, look_up, occasion.practice_id(), holds)
    days = [fact.when.date() for _, fact in wanted if fact.when]
    root, body = put_header(patient, desk, min(days, default=None), _secrecy(wanted))
    if occasion.covers:
        put_remark(body, t("Dates"), occasion.covers)
    if occasion.left_out:
        put_remark(body, t("What is left out"), occasion.left_out)
    for form, write in _PARTS:
        _put_section(body, form, write, filed[form.key], desk, patient, sections)
    whole: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return whole


def _put_section(
    body: Element,
    form: Form,
    write: _Write,
    records: list[Json],
    desk: Desk,
    patient: Json,
    sections: frozenset[str] | None,
) -> None:
    is_included = sections is None or bool(form.kinds & sections)
    is_needless = not records and form.key in _WHEN_THERE
    if is_needless or not (is_included or form.is_required):
        return
    section = Section(body, form)
    if is_included:
        write(section, records, desk)
    if form.key == social.FORM.key:
        social.write_person(section, patient, desk)
    section.close(is_included=is_included, is_elsewhen=bool(form.kinds & desk.occasion.elsewhen))


def _is_wanted(fact: Facts, sections: frozenset[str] | None) -> bool:
    return not fact.entered_in_error and (sections is None or fact.kind in sections)


def _age(fact: Facts) -> float:
    """For sorting: the newest first, what has no date last."""
    return -(fact.when - _EPOCH).total_seconds() if fact.when else float("inf")


def _secrecy(wanted: list[tuple[Json, Facts]]) -> str:
    """The strictest confidentiality any record asks for by its security labels: V, R or else N."""
    asked = {code for data, _ in wanted for code in codes(obj(data.get("meta")).get("security"))}
    return next((code for code in ("V", "R") if code in asked), "N")


def _filed(wanted: list[tuple[Json, Facts]]) -> dict[str, list[Json]]:
    """The records by the section they are written in; a visit to come is in two."""
    filed: dict[str, list[Json]] = {form.key: [] for form, _ in _PARTS}
    for data, fact in wanted:
        for form, _ in _PARTS:
            if fact.kind in form.kinds and _belongs(data, fact, form):
                filed[form.key].append(data)
    return filed


def _belongs(data: Json, fact: Facts, form: Form) -> bool:
    if fact.kind == "results":
        return social.is_social(data) == (form.key == social.FORM.key)
    if form.key == plans.FORM.key and fact.kind == "visits":
        return data.get("status") in encounters.NOT_YET
    return True
