"""The page of a patient's parents and guardians, put together."""

from portal import clock
from portal.access.actor import DUTIES, Actor, Duty
from portal.access.ages import ADULT, TEEN, Stage, birthday
from portal.access.folder import Folder
from portal.access.guardians import stage_now
from portal.i18n import day, t
from portal.models.patient import PatientContents
from portal.services.staff.guardians import court, saying, seats, wards
from portal.services.staff.guardians.views import Guardians
from portal.services.staff.patients import born_and_age


def page_of(folder: Folder, reader: Actor) -> Guardians:
    """Everything about a patient's parents and guardians, for one reader."""
    who = folder.who()
    stage = stage_now(who, clock.now())
    papers = court.rows(folder)
    return Guardians(
        patient=who.name or t("Name not on file"),
        line=born_and_age(who, deceased=folder.patient.deceased),
        stage=str(stage),
        stage_line=_stage_line(who, stage),
        deceased=t("This patient has died, so nobody can be invited.") if folder.patient.deceased else "",
        rows=[seats.row_of(folder, seat) for seat in seats.seats_of(folder)],
        areas=saying.rows(folder) if stage == Stage.TEEN else [],
        papers=papers,
        wards=wards.rows(folder),
        paper_choices=[(paper.id, paper.title) for paper in papers],
        reviewers=wards.reviewers(folder) if wards.may_have(folder) else [],
        may_invite=not folder.patient.deceased and stage != Stage.UNKNOWN,
        may_say=Duty.TEENS in DUTIES[reader.role],
    )


def _stage_line(who: PatientContents, stage: Stage) -> str:
    if who.birth_date is None:
        return t(
            "No birth date is on file, so nothing is open to a parent or guardian, and none can be invited."
        )
    teen, adult = day(birthday(who.birth_date, TEEN)), day(birthday(who.birth_date, ADULT))
    return {
        Stage.CHILD: t(
            "Parents and guardians may see and do everything until {teen}. From then on the practice's "
            "policy for teens counts. On {adult}, at midnight, their access ends by itself.",
            teen=teen,
            adult=adult,
        ),
        Stage.TEEN: t(
            "The practice's policy for teens counts. On {adult}, at midnight, the access of parents and "
            "guardians ends by itself.",
            adult=adult,
        ),
    }.get(stage, t("An adult. A guardian needs a ground, a reviewer and a last day on record."))
