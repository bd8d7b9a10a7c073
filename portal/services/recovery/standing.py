"""Where someone stands on the way back in: in one browser, found by its visit cookie.

What comes next is read off what was shown so far, at every step anew, so that a reload, another window or a
lock in between is never a step behind.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Literal
from uuid import UUID

from sqlmodel import Session, col, select

from portal import clock
from portal.access.actor import Actor
from portal.access.audit import Deed
from portal.access.grants import own_patient
from portal.access.practice import Practice, open_front_door
from portal.db import reading
from portal.errors import Conflict, Invalid
from portal.i18n import day, t
from portal.models.account import Account, AccountContents, Role, SecurityAnswer
from portal.models.recovery import Recovery, RecoveryContents
from portal.services import credentials, second_factor
from portal.services.guesses import From
from portal.settings import get_settings
from portal.vault import tokens
from portal.vault.lookup import lookup

Step = Literal[
    "email", "code", "which", "question", "birth", "factor", "password",
    "nobody", "staff", "locked", "closed",
]  # fmt: skip

CODE_LIFE = timedelta(minutes=10)
AGAIN_AFTER = timedelta(minutes=1)
BEGUN_LIFE = timedelta(hours=1)
PROOF_LIFE = timedelta(minutes=30)
MOST_WRONG = 5


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One of several accounts with the same email address, by first name."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Standing:
    """The step a browser is at and what its page shows; nothing about an account before the code is shown.

    `wait` is seconds until another code may be asked for, `questions` that new ones must be chosen.
    """

    step: Step = "email"
    email: str = ""
    wait: int = 0
    question: str = ""
    username: str = ""
    questions: bool = False
    accounts: list[AccountRow] = field(default_factory=list)


@dataclass(frozen=True)
class Way:
    """One browser's way back in, with the account it leads to once that is known."""

    db: Session
    practice: Practice
    row: Recovery
    contents: RecoveryContents
    account: Account | None

    def owner(self) -> Account:
        """The account. Raises: Conflict when it is not known yet."""
        if self.account is None:
            raise gone()
        return self.account

    def note(self, deed: Deed) -> None:
        """Write it down: for the practice, and for the patient whose account it is."""
        if self.account is None:
            self.practice.note(deed)
            return
        account, address = self.account, self.practice.actor.address
        name = contents_of(self.practice, account).name
        as_owner = open_front_door(self.db, Actor(Role.PERSON, name, account.id, address=address))
        as_owner.note(replace(deed, subject_id=account.id))
        if (patient_id := own_patient(self.db, account.id)) is not None:
            as_owner.note_about(patient_id, replace(deed, relation="self" if deed.allowed else ""))


def look(*, visit: str, source: From) -> Standing:
    """Where this browser stands."""
    with reading() as db:
        return standing(find(db, visit, source))


def find(db: Session, visit: str, source: From) -> Way | None:
    """This browser's way back in, while it counts."""
    if not tokens.looks_like_token(visit):
        return None
    query = select(Recovery).where(
        Recovery.visit_hash == tokens.token_hash(visit),
        col(Recovery.ended_at).is_(None),
        col(Recovery.done_at).is_(None),
    )
    row = db.exec(query.order_by(col(Recovery.begun_at).desc()).limit(1)).first()
    return None if row is None or is_over(row) else open_way(db, row, source)


def open_way(db: Session, row: Recovery, source: From) -> Way:
    """The way that this row stands for."""
    practice = open_front_door(db, Actor(Role.PERSON, "", address=source.address))
    account = db.get(Account, row.account_id) if row.account_id else None
    return Way(db, practice, row, practice.unseal(row, RecoveryContents), account)


def at(db: Session, visit: str, *steps: Step, source: From) -> Way:
    """This browser's way, which must be at one of these steps. Raises: Conflict."""
    way = find(db, visit, source)
    if way is None or step_of(way) not in steps:
        raise gone()
    return way


def is_over(row: Recovery) -> bool:
    """Whether too much time has gone by since something was last shown or sent."""
    if row.proved_at is not None:
        return clock.now() - row.proved_at >= PROOF_LIFE
    return clock.now() - (row.sent_at or row.begun_at) >= BEGUN_LIFE


def step_of(way: Way) -> Step:
    """What must be shown next."""
    row, account = way.row, way.account
    if row.proved_at is None:
        return "code"
    if account is None:
        return _whose(way)
    if account.locked_at is not None or account.disabled_at is not None:
        return "locked"
    if row.answered_at is None and row.reset_id is not None:
        return "birth"
    if row.answered_at is None and asked(way.db, account) is not None:
        return "closed" if account.wrong_answers >= MOST_WRONG else "question"
    if second_factor.wanted(account) and row.factored_at is None:
        return "factor"
    return "password"


def standing(way: Way | None) -> Standing:
    """What the page shows at this step."""
    if way is None:
        return Standing()
    step, email = step_of(way), way.contents.email
    if step == "code":
        return Standing(step, email, wait=wait_of(way.row))
    if step == "which":
        return Standing(step, email, accounts=_rows(way.practice, candidates(way)))
    if step == "question":
        return Standing(step, email, question=_words(asked(way.db, way.owner())))
    if step == "password":
        username = contents_of(way.practice, way.owner()).username
        return Standing(step, email, username=username, questions=wants_questions(way))
    return Standing(step, email)


def candidates(way: Way) -> list[Account]:
    """The patients' side accounts with the address that was shown to be theirs, oldest first."""
    return [account for account in _with_email(way) if account.role == Role.PERSON]


def asked(db: Session, account: Account) -> SecurityAnswer | None:
    """The one question that is asked: the same at every try, another one after each new password.

    None when the practice asks no questions, or this account has none.
    """
    if not get_settings().security_questions:
        return None
    found = db.exec(select(SecurityAnswer).where(SecurityAnswer.account_id == account.id))
    answers = sorted(found, key=lambda answer: answer.id.bytes)
    if not answers:
        return None
    drawn = lookup("recovery-question", f"{account.id.hex}:{account.password_hash}")
    return answers[int.from_bytes(drawn[:4]) % len(answers)]


def wants_questions(way: Way) -> bool:
    """Whether new security questions are chosen with the new password: forgotten, or never chosen."""
    if not get_settings().security_questions:
        return False
    return way.row.reset_id is not None or asked(way.db, way.owner()) is None


def contents_of(practice: Practice, account: Account) -> AccountContents:
    """What is private in an account."""
    return practice.unseal(account, AccountContents)


def wait_of(row: Recovery) -> int:
    """Seconds until another code may be asked for."""
    since = clock.now() - row.sent_at if row.sent_at else AGAIN_AFTER
    return max(0, int((AGAIN_AFTER - since).total_seconds() + 0.999))


def checked_visit(visit: str) -> bytes:
    """The hash of a browser's visit cookie. Raises: Invalid for a browser that keeps none."""
    if not tokens.looks_like_token(visit):
        raise Invalid(t("Your browser keeps no cookies for this page. Allow them, then load the page again."))
    return tokens.token_hash(visit)


def gone() -> Conflict:
    """The refusal of everything that comes too late or out of turn."""
    words = t("That took too long, or you went on in another window. Nothing was changed.")
    return Conflict(words)


def _whose(way: Way) -> Step:
    """No account was settled on: there are several, none, or only those of people who work here."""
    if candidates(way):
        return "which"
    return "staff" if _with_email(way) else "nobody"


def _with_email(way: Way) -> list[Account]:
    query = select(Account).where(Account.email_key == way.row.email_key, col(Account.email_key).is_not(None))
    return list(way.db.exec(query.order_by(col(Account.created_at))))


def _rows(practice: Practice, accounts: Sequence[Account]) -> list[AccountRow]:
    """First names; where two are the same, with the day each account was made."""
    names: dict[UUID, str] = {}
    for account in accounts:
        names[account.id] = contents_of(practice, account).name.split(" ")[0]
    rows = []
    for account in accounts:
        label = names[account.id]
        if list(names.values()).count(label) > 1:
            label = t("{name}, account made {day}", name=label, day=day(account.created_at))
        rows.append(AccountRow(str(account.id), label))
    return rows


def _words(answer: SecurityAnswer | None) -> str:
    known = dict(credentials.questions())
    return known.get(answer.question, answer.question) if answer else ""
