"""What the people themselves read on their Home when an 18th birthday is near."""

from portal import clock
from portal.access.folder import Folder, open_folder
from portal.access.needs import OWN, needs
from portal.access.own import Own
from portal.access.practice import open_front_door
from portal.i18n import day, t
from portal.services.aging_out import guards, notices
from portal.settings import get_settings


@needs(OWN)
def coming(own: Own) -> str:
    """What ends soon in the record this session looks at, in words; empty when nothing does."""
    patient_id = own.actor.patient_id
    if patient_id is None:
        return ""
    folder = open_folder(open_front_door(own.db, own.actor), patient_id, deed=None)
    if notices.stage_of(folder) is None:
        return ""
    if patient_id == own.patient_id:
        return _to_themselves(folder) if guards.that_end(folder) else ""
    mine = [grant for grant in guards.that_end(folder) if grant.account_id == own.account.id]
    return _to_a_guardian(folder) if mine and mine[0].paused_at is None else ""


def _to_themselves(folder: Folder) -> str:
    return t(
        "You turn 18 on {day}. At the beginning of that day the access of your parents or guardians ends by "
        "itself, and links that they shared stop working. From then on you decide who may see your record: "
        "you find that under Profile.",
        day=_day(folder),
    )


def _to_a_guardian(folder: Folder) -> str:
    name = next(iter((folder.who().given or folder.who().name).split()), "")
    return t(
        "{name} turns 18 on {day}. At the beginning of that day your access ends by itself, and links that "
        "you shared stop working. {name} can invite you to help after that. If {name} cannot decide alone, "
        "call us before that day: {phone}.",
        name=name,
        day=_day(folder),
        phone=get_settings().practice_phone,
    )


def _day(folder: Folder) -> str:
    found = guards.birthday_of(folder)
    return day(found or clock.today())
