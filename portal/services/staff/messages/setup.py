"""What messages may be about, who they go to, and the words that show the 911 page: the practice's lists."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlmodel import col, func, select

from portal import clock
from portal.access.actor import DUTIES, Duty
from portal.access.audit import Deed
from portal.access.needs import needs
from portal.access.practice import Practice
from portal.errors import Conflict, Invalid, NotFound
from portal.i18n import nt, t
from portal.models.account import Role
from portal.models.base import new_id
from portal.models.message import MessageGroup, MessageTopic, UrgentWords
from portal.services.messages import urgent, whom
from portal.services.staff import members
from portal.services.staff.roles import role_name

LONGEST_NAME, LONGEST_LINE, MOST_QUESTIONS, MOST_WORDS = 60, 120, 3, 300
MOST = 20


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group as it is kept. `roles` are those of its people, by name in `line`."""

    key: str
    name: str
    handles: str
    roles: list[str]
    line: str


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic as it is kept. `questions` is a line each; `group` is where it goes unless told otherwise."""

    key: str
    name: str
    questions: str
    group: str
    line: str


@dataclass(frozen=True, slots=True)
class Setup:
    """All of it. `roles` and `groups` are choices as (key, name); `words` is a line each."""

    groups: list[GroupRow] = field(default_factory=list)
    topics: list[TopicRow] = field(default_factory=list)
    words: str = ""
    roles: list[tuple[str, str]] = field(default_factory=list)
    group_choices: list[tuple[str, str]] = field(default_factory=list)


@needs(Duty.STAFF)
def show_setup(practice: Practice) -> Setup:
    """The lists as they are."""
    return _shown(practice)


@needs(Duty.STAFF, acting=True)
def save_group(practice: Practice, *, key: str, name: str, handles: str, roles: list[str]) -> Setup:
    """Keep a group: a new one without a key. Raises: Invalid, naming each field; NotFound; Conflict."""
    title, line, wrong = " ".join(name.split()), " ".join(handles.split()), dict[str, str]()
    rows = whom.groups_of(practice.db)
    if not 0 < len(title) <= LONGEST_NAME:
        wrong["name"] = t("Enter a name of up to {most} characters.", most=LONGEST_NAME)
    elif any(one.name.casefold() == title.casefold() and str(one.id) != key for one in rows):
        wrong["name"] = t("There is a group with this name already.")
    if not 0 < len(line) <= LONGEST_LINE:
        wrong["handles"] = t("Say in up to {most} characters what it handles.", most=LONGEST_LINE)
    known = [one for one, _ in _roles() if one in roles]
    if not known:
        wrong["roles"] = t("Choose at least one role.")
    if wrong:
        raise Invalid(fields=wrong)
    row = _group(rows, key) if key else _new_group(rows)
    row.name, row.handles, row.roles = title, line, " ".join(known)
    practice.db.add(row)
    practice.db.flush()
    practice.note(Deed("setup.group_saved", subject_id=row.id, subject=title))
    return _shown(practice)


@needs(Duty.STAFF, acting=True)
def retire_group(practice: Practice, *, key: str) -> Setup:
    """Have no more messages go to a group; what is in it stays in its queue until it is answered.

    Raises: NotFound; Conflict for the last one, and for one that topics go to.
    """
    rows = whom.groups_of(practice.db)
    row = _group(rows, key)
    if len(rows) == 1:
        raise Conflict(t("This is the only group. Messages need one to go to."))
    used = [one.name for one in whom.topics(practice.db) if one.to == f"group:{row.id}"]
    if used:
        words = t("These topics go to {name}: {topics}. Choose another group for them first.")
        raise Conflict(words.format(name=row.name, topics=", ".join(used)))
    row.retired_at = clock.now()
    practice.db.add(row)
    practice.db.flush()
    practice.note(Deed("setup.group_retired", subject_id=row.id, subject=row.name))
    return _shown(practice)


@needs(Duty.STAFF, acting=True)
def save_topic(practice: Practice, *, key: str, name: str, questions: str, group: str) -> Setup:
    """Keep a topic: a new one without a key. Raises: Invalid, naming each field; NotFound; Conflict."""
    title, asked, wrong = " ".join(name.split()), _lines(questions), dict[str, str]()
    topics = whom.topics(practice.db)
    if not 0 < len(title) <= LONGEST_NAME:
        wrong["name"] = t("Enter a name of up to {most} characters.", most=LONGEST_NAME)
    elif any(one.name.casefold() == title.casefold() and one.key != key for one in topics):
        wrong["name"] = t("There is a topic with this name already.")
    if len(asked) > MOST_QUESTIONS or any(len(line) > LONGEST_LINE for line in asked):
        words = t("Up to {n} questions, a line each, of up to {most} characters.")
        wrong["questions"] = words.format(n=MOST_QUESTIONS, most=LONGEST_LINE)
    goes_to = next((one.id for one in whom.groups_of(practice.db) if str(one.id) == group), None)
    if goes_to is None:
        wrong["group"] = t("Choose the group that it goes to.")
    if wrong:
        raise Invalid(fields=wrong)
    row = _topic(practice, key) if key else _new_topic(practice)
    row.name, row.questions, row.group_id = title, "\n".join(asked), goes_to
    practice.db.add(row)
    practice.db.flush()
    practice.note(Deed("setup.topic_saved", subject_id=row.id, subject=title))
    return _shown(practice)


@needs(Duty.STAFF, acting=True)
def retire_topic(practice: Practice, *, key: str) -> Setup:
    """Offer a topic no more; conversations keep it. Raises: NotFound; Conflict for the last one."""
    row = _topic(practice, key)
    if len(whom.topics(practice.db)) == 1:
        raise Conflict(t("This is the only topic. Messages need one."))
    row.retired_at = clock.now()
    practice.db.add(row)
    practice.db.flush()
    practice.note(Deed("setup.topic_retired", subject_id=row.id, subject=row.name))
    return _shown(practice)


@needs(Duty.STAFF, acting=True)
def save_words(practice: Practice, *, words: str) -> Setup:
    """Keep the words that show the 911 page before a message goes. Raises: Invalid."""
    lines = list(dict.fromkeys(line.casefold() for line in _lines(words)))
    if not lines:
        raise Invalid(
            fields={"words": t("Enter at least one word. People who are in danger need this page.")}
        )
    if len(lines) > MOST_WORDS or any(len(line) > LONGEST_LINE for line in lines):
        wrong = t("Up to {n} words or phrases, a line each, of up to {most} characters.")
        raise Invalid(fields={"words": wrong.format(n=MOST_WORDS, most=LONGEST_LINE)})
    if lines != urgent.words_now(practice.db):
        row = UrgentWords(
            id=new_id(), made_at=clock.now(), made_by=practice.actor.account_id, words="\n".join(lines)
        )
        practice.db.add(row)
        practice.db.flush()
        said = nt("{n} word", "{n} words", len(lines))
        practice.note(Deed("setup.words_saved", subject_id=row.id, subject=said))
    return _shown(practice)


def _shown(practice: Practice) -> Setup:
    groups = whom.groups_of(practice.db)
    names = {str(row.id): row.name for row in groups}
    return Setup(
        groups=[
            GroupRow(
                str(row.id),
                row.name,
                row.handles,
                row.roles.split(),
                t("{handles}. Read by: {roles}", handles=row.handles, roles=_role_names(row.roles)),
            )
            for row in groups
        ],
        topics=[_topic_row(one, names) for one in whom.topics(practice.db)],
        words="\n".join(urgent.words_now(practice.db)),
        roles=_roles(),
        group_choices=list(names.items()),
    )


def _topic_row(one: whom.Topic, names: dict[str, str]) -> TopicRow:
    group = one.to.partition(":")[2]
    asked = nt("asks {n} question", "asks {n} questions", len(one.questions)) if one.questions else ""
    line = " · ".join(filter(None, (t("Goes to {name}", name=names.get(group, t("nobody"))), asked)))
    return TopicRow(one.key, one.name, "\n".join(one.questions), group, line)


def _roles() -> list[tuple[str, str]]:
    return [(str(role), role_name(role)) for role in members.ROLES if Duty.MESSAGES in DUTIES[Role(role)]]


def _role_names(roles: str) -> str:
    return ", ".join(role_name(role) for role in roles.split())


def _lines(text: str) -> list[str]:
    return [line for raw in text.replace("\0", "").splitlines() if (line := " ".join(raw.split()))]


def _group(rows: list[MessageGroup], key: str) -> MessageGroup:
    found = next((row for row in rows if str(row.id) == key), None)
    if found is None:
        raise NotFound
    return found


def _new_group(rows: list[MessageGroup]) -> MessageGroup:
    if len(rows) >= MOST:
        raise Conflict(t("{n} groups is the most.", n=MOST))
    place = max((row.position for row in rows), default=-1) + 1
    return MessageGroup(id=new_id(), name="", handles="", roles="", position=place)


def _topic(practice: Practice, key: str) -> MessageTopic:
    which = (MessageTopic.key == key, col(MessageTopic.retired_at).is_(None))
    found = practice.db.exec(select(MessageTopic).where(*which)).first()
    if found is None:
        raise NotFound
    return found


def _new_topic(practice: Practice) -> MessageTopic:
    if len(whom.topics(practice.db)) >= MOST:
        raise Conflict(t("{n} topics is the most.", n=MOST))
    last = practice.db.exec(select(func.max(col(MessageTopic.position)))).one() or 0
    made: UUID = new_id()
    return MessageTopic(id=made, key=made.hex, name="", position=last + 1)
