"""The practice's list of patients: found by name, MRN or birth date, over sealed data."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from babel.numbers import format_decimal
from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from portal import clock
from portal.access import keys
from portal.access.actor import DUTIES, Duty
from portal.access.enrolment import Standing, standings
from portal.access.needs import needs
from portal.access.patient_index import unseal_patient
from portal.access.practice import Practice
from portal.i18n import day, language, nt, t
from portal.logs import where
from portal.models.patient import Patient, PatientContents, PatientSearch
from portal.services.staff.search_text import Wanted, understand
from portal.vault import sealing

PAGE = 25
log = logging.getLogger("portal.patients")


@dataclass(frozen=True, slots=True)
class PatientRow:
    """One patient in the list; `href` is empty for those who may not open the page behind it."""

    id: str
    title: str
    line: str
    tag: str
    tone: str
    href: str
    icon: str = "people"


@dataclass(frozen=True, slots=True)
class PatientList:
    """One page of the patients found; `page` counts from 1."""

    rows: list[PatientRow]
    count: str
    page: int
    pages: int
    may_import: bool = False


@needs(Duty.PATIENTS)
def search(practice: Practice, text: str = "", *, page: int = 1) -> PatientList:
    """The patients that every word of `text` fits: beginnings of names, an MRN, a birth date.

    Those with a name typed in full come first, then whoever changed last; without text, everyone in that
    order. Only the page that is shown is unsealed.
    """
    duties = DUTIES[practice.actor.role]
    may_import = Duty.IMPORT in duties
    wanted = understand(text) if text.strip() else Wanted([], set())
    if wanted is None:
        return PatientList([], _count(0), 1, 1, may_import)
    db, fits = practice.db, _fits(wanted)
    total = db.exec(select(func.count(col(Patient.id))).where(*fits)).one()
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    query = select(Patient.id).where(*fits).order_by(*_order(wanted)).offset((page - 1) * PAGE).limit(PAGE)
    rows = _rows(db, list(db.exec(query)), may_open=Duty.INVITE in duties)
    return PatientList(rows, _count(total), page, pages, may_import)


def standing_words(standing: Standing) -> tuple[str, str]:
    """Where a patient stands, in words and as a tag's tone."""
    return {
        "not invited": (t("Not invited"), "plain"),
        "invited": (t("Invited"), "attention"),
        "bounced": (t("Email bounced"), "danger"),
        "expired": (t("Invitation expired"), "attention"),
        "revoked": (t("Invitation taken back"), "plain"),
        "enrolled": (t("Enrolled"), "good"),
    }[standing]


def age(born: date | None) -> str:
    """How old someone is today: in years, for babies in months or days; empty when not known."""
    if born is None:
        return ""
    today = clock.today()
    months = (today.year - born.year) * 12 + today.month - born.month - (today.day < born.day)
    if months >= 24:
        return nt("{n} year", "{n} years", months // 12)
    if months >= 1:
        return nt("{n} month", "{n} months", months)
    return nt("{n} day", "{n} days", max((today - born).days, 0))


def born_and_age(who: PatientContents, *, deceased: bool) -> str:
    """ "Born Nov 22, 1987 · 39 years"; the dead have no age."""
    born = t("Born {day}", day=day(who.birth_date)) if who.birth_date else t("Birth date not on file")
    last = "" if deceased else age(who.birth_date)
    return " · ".join(filter(None, (born, last)))


def _damaged(patient: Patient) -> PatientRow:
    """A row that says so: one damaged patient must not hide all the others."""
    line = t("What is stored cannot be read. Tell whoever runs the portal: {id}", id=patient.id)
    return PatientRow(str(patient.id), t("Damaged record"), line, t("Damaged"), "danger", "")


def _count(total: int) -> str:
    return nt("{count} patient", "{count} patients", total, count=format_decimal(total, locale=language()))


def _fits(wanted: Wanted) -> list[ColumnElement[bool]]:
    return [
        col(Patient.id).in_(select(PatientSearch.patient_id).where(col(PatientSearch.token).in_(tokens)))
        for tokens in wanted.each
    ]


def _order(wanted: Wanted) -> list[Any]:
    latest: list[Any] = [col(Patient.updated_at).desc(), col(Patient.id)]
    if not wanted.whole:
        return latest
    whole = select(func.count()).where(
        PatientSearch.patient_id == Patient.id, col(PatientSearch.token).in_(wanted.whole)
    )
    return [whole.correlate(Patient).scalar_subquery().desc(), *latest]


def _rows(db: Session, ids: Sequence[UUID], *, may_open: bool) -> list[PatientRow]:
    patients = {row.id: row for row in db.exec(select(Patient).where(col(Patient.id).in_(ids)))}
    opened, stand = keys.open_keys(db, ids), standings(db, ids)
    return [_row(patients[one], opened[one], stand[one], may_open=may_open) for one in ids if one in opened]


def _row(patient: Patient, key: bytes, standing: Standing, *, may_open: bool) -> PatientRow:
    try:
        who = unseal_patient(patient, key)
    except (sealing.Unreadable, ValueError) as fault:
        log.error("patient %s: %s", patient.id, where(fault))
        return _damaged(patient)
    words, tone = standing_words(standing)
    if patient.deceased and standing != "enrolled":
        words, tone = t("Deceased"), "plain"
    facts = (born_and_age(who, deceased=patient.deceased), t("MRN {mrn}", mrn=who.mrn) if who.mrn else "")
    return PatientRow(
        id=str(patient.id),
        title=who.name or t("Name not on file"),
        line=" · ".join(filter(None, facts)),
        tag=words,
        tone=tone,
        href=f"/staff/patients/{patient.id}" if may_open else "",
    )
