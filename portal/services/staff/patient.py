"""One patient as staff see them: who they are, and for those who may read records, what is on file."""

from dataclasses import dataclass, replace
from datetime import datetime, time
from uuid import UUID

from sqlmodel import col, func, select

from portal.access import grants
from portal.access.actor import DUTIES, Duty, Scope
from portal.access.audit import Deed
from portal.access.charts import Chart
from portal.access.enrolment import InvitationStatus, enrolment_of
from portal.access.folder import Folder, open_folder
from portal.access.needs import needs
from portal.access.practice import Practice
from portal.i18n import day, nt, t
from portal.models.account import Role
from portal.models.patient import Patient, PatientContents
from portal.models.record import Record
from portal.services.staff.patients import born_and_age


@dataclass(frozen=True, slots=True)
class PatientCard:
    """Who a patient is, in words, and what the one who looks may do on their page.

    `emergency` is where they open the chart in an emergency, for those whose role does not open it.
    """

    name: str
    line: str
    mrn: str
    birth_date: str
    sex: str
    phone: str
    email: str
    address: str
    deceased: str
    may_read: bool
    may_import: bool
    may_audit: bool
    emergency: str = ""


@dataclass(frozen=True, slots=True)
class LookedUp:
    """A patient's card, and where they stand on the way to an account."""

    card: PatientCard
    standing: InvitationStatus


@dataclass(frozen=True, slots=True)
class KindRow:
    """How many of one kind of record are on file, and when the latest happened."""

    icon: str
    title: str
    line: str
    tag: str = ""
    tone: str = "plain"
    href: str = ""


@needs(Duty.INVITE)
def look_up(practice: Practice, *, patient_id: UUID) -> LookedUp:
    """Who a patient is, how they are reached and whether they have enrolled. Raises: NotFound."""
    folder = open_folder(practice, patient_id, deed=Deed("patient.look_up", relation="staff"))
    reads = grants.find_relation(practice.db, practice.actor, patient_id, Scope.RECORDS, acting=False)
    return LookedUp(_card(folder, practice.actor.role, may_read=reads is not None), enrolment_of(folder))


@needs(Scope.RECORDS)
def on_file(chart: Chart) -> list[KindRow]:
    """What kinds of records a patient has, how many of each, and the latest date."""
    latest = func.max(col(Record.happened_at))
    query = (
        select(Record.kind, func.count(col(Record.id)), latest)
        .where(Record.patient_id == chart.patient_id, col(Record.hidden).is_(False))
        .group_by(col(Record.kind))
    )
    found = {kind: (count, when) for kind, count, when in chart.db.exec(query)}
    under = f"/staff/patients/{chart.patient_id}/records"
    rows = [(kind, _kind(*names, *found[kind])) for kind, names in _kinds().items() if kind in found]
    return [row if kind == "other" else replace(row, href=f"{under}/{kind}") for kind, row in rows]


def _card(folder: Folder, role: Role, *, may_read: bool) -> PatientCard:
    patient, who, duties = folder.patient, folder.who(), DUTIES[role]
    told = born_and_age(who, deceased=patient.deceased)
    return PatientCard(
        name=who.name or t("Name not on file"),
        line=" · ".join(filter(None, (told, who.mrn and t("MRN {mrn}", mrn=who.mrn)))),
        mrn=who.mrn,
        birth_date=day(who.birth_date),
        sex=who.sex,
        phone=who.phone,
        email=who.email,
        address=who.address,
        deceased=_died(patient, who),
        may_read=may_read,
        may_import=Duty.IMPORT in duties,
        may_audit=Duty.AUDIT in duties,
        emergency=f"/staff/patients/{patient.id}/emergency" if Duty.EMERGENCY in duties else "",
    )


def _died(patient: Patient, who: PatientContents) -> str:
    """That someone has died, with the day if it is known; empty for the living."""
    if not patient.deceased:
        return ""
    is_day = any(c.isdigit() for c in who.died)
    return t("Died {day}", day=who.died) if is_day else t("Deceased")


def _kind(icon: str, title: str, count: int, latest: datetime | None) -> KindRow:
    many = nt("{n} on file", "{n} on file", count)
    return KindRow(icon, title, f"{many} · {t('latest {day}', day=_day_of(latest))}" if latest else many)


def _day_of(when: datetime) -> str:
    """A day as the record gave it: days without a time are kept as midnight UTC, in no zone of their own."""
    return day(when.date() if when.time() == time.min else when)


def _kinds() -> dict[str, tuple[str, str]]:
    return {
        "results": ("flask", t("Results")),
        "visits": ("stethoscope", t("Visits")),
        "immunizations": ("syringe", t("Immunizations")),
        "medications": ("pill", t("Medications")),
        "conditions": ("clipboard", t("Conditions")),
        "allergies": ("allergy", t("Allergies")),
        "vitals": ("vitals", t("Vitals")),
        "procedures": ("scissors", t("Procedures")),
        "care-plans": ("plan", t("Care plans")),
        "documents": ("document", t("Documents")),
        "other": ("records", t("Everything else that came with the record")),
    }
