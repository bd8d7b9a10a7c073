"""A clinician's say about what one teen's guardians may open: an area opened or closed, with a reason."""

from uuid import UUID

from sqlmodel import col, select

from portal import clock
from portal.access import teens
from portal.access.ages import Stage
from portal.access.folder import Folder
from portal.access.guardians import stage_now
from portal.access.practice import Practice
from portal.access.teens import Level
from portal.errors import Conflict, Invalid, NotFound
from portal.i18n import day, t
from portal.models.base import new_id
from portal.models.guardian import ChoiceContents, TeenChoice
from portal.services import areas
from portal.services.staff.guardians import typed
from portal.services.staff.guardians.views import AreaRow

_OPEN = (Level.ACT, Level.VIEW)


def say(practice: Practice, folder: Folder, *, area: str, level: str, reason: str) -> None:
    """Open or close one area to this teen's guardians; what was said of it before no longer counts.

    Raises:
        Invalid: no such area or level, no reason, or the patient is not 12 to 17.
        Conflict: the practice has closed this to all guardians.
    """
    wrong: typed.Wrong = {}
    why = typed.words(reason, "reason", wrong)
    if level not in [str(one) for one in _may_choose(area)]:
        wrong["level"] = t("Choose how far it is open.")
    if wrong:
        raise Invalid(fields=wrong)
    if stage_now(folder.who(), clock.now()) != Stage.TEEN:
        raise Invalid(t("This is for patients of 12 to 17 years."))
    if level in _OPEN and teens.policy_now(folder.db).levels[area] == Level.NONE:
        raise Conflict(t("The practice has closed this to all guardians. An administrator can change that."))
    for earlier in _of_area(folder, area):
        _close(practice, folder, earlier)
    row = TeenChoice(
        id=new_id(),
        patient_id=folder.patient.id,
        made_at=clock.now(),
        made_by=practice.actor.account_id,
        sealed=b"",
    )
    folder.seal(row, ChoiceContents(area=area, level=level, reason=why, by=practice.actor.name))
    folder.db.add(row)


def take_back(practice: Practice, folder: Folder, choice_id: UUID) -> None:
    """From now on the practice's policy counts again. Raises: NotFound."""
    found = next((row for row in _now(folder) if row.id == choice_id), None)
    if found is None:
        raise NotFound
    _close(practice, folder, found)


def choices(area: str) -> list[tuple[str, str]]:
    """What a clinician may choose for an area, as (level, words)."""
    return areas.choices(area, _may_choose(area))


def rows(folder: Folder) -> list[AreaRow]:
    """Every area, how far it is open to this teen's guardians, and why where a clinician had a say."""
    policy = teens.policy_now(folder.db).levels
    said = {one.area: (row, one) for row, one in _said(folder)}
    return [_row(area, title, policy[area], said.get(area)) for area, title in areas.titles().items()]


def _row(area: str, title: str, level: Level, said: tuple[TeenChoice, ChoiceContents] | None) -> AreaRow:
    now = Level(said[1].level) if said else level
    tag, tone = areas.level_words(area, now)
    is_open = now in _OPEN
    return AreaRow(
        area=area,
        title=title,
        line=t("By the practice's policy") if said is None else _by(*said),
        tag=tag,
        tone=tone,
        why=said[1].reason if said else "",
        choice_id=str(said[0].id) if said else "",
        is_open=is_open,
        may_open=not is_open and level != Level.NONE,
        icon=areas.icon(area),
    )


def _by(row: TeenChoice, said: ChoiceContents) -> str:
    return t("{name} on {day}", name=said.by, day=day(row.made_at))


def _may_choose(area: str) -> tuple[Level, ...]:
    """What a clinician may choose for an area: open it, close it."""
    return tuple(level for level in teens.LEVELS.get(area, ()) if level != Level.ASK)


def _now(folder: Folder) -> list[TeenChoice]:
    mine = (TeenChoice.patient_id == folder.patient.id, col(TeenChoice.taken_back_at).is_(None))
    return list(folder.db.exec(select(TeenChoice).where(*mine).order_by(col(TeenChoice.made_at))))


def _said(folder: Folder) -> list[tuple[TeenChoice, ChoiceContents]]:
    return [(row, folder.unseal(row, ChoiceContents)) for row in _now(folder)]


def _of_area(folder: Folder, area: str) -> list[TeenChoice]:
    return [row for row, said in _said(folder) if said.area == area]


def _close(practice: Practice, folder: Folder, row: TeenChoice) -> None:
    said = folder.unseal(row, ChoiceContents)
    said.taken_back_by = practice.actor.name
    row.taken_back_at = clock.now()
    folder.seal(row, said)
    folder.db.add(row)
