"""The accounts that lead to one patient's record, as staff who help people back in see them."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, func, select

from portal import clock
from portal.access.actor import DUTIES, Duty
from portal.access.practice import Practice
from portal.errors import NotFound
from portal.i18n import day, moment, nt, t
from portal.models.account import Account, AccountContents, Grant, Role, SecurityAnswer
from portal.models.recovery import AccountReset, ResetContents
from portal.services import second_factor
from portal.services.notifications.wishes import came_back_words
from portal.services.notifications.wishes import of as wishes_of
from portal.services.recovery.standing import MOST_WRONG
from portal.settings import get_settings

RELATIONS = ("self", "representative", "guardian")


@dataclass(frozen=True, slots=True)
class AccountCard:
    """One account in words. Of the username only how it begins: all of it stands on the printed code alone.

    `lock` says who locked it and why, `reset` which code was given; both are empty when there is none.
    `came_back` says since when our emails to this address come back. `may_turn_off`: there is a second step,
    and whoever looks may turn it off.
    """

    id: str
    name: str
    relation: str
    tag: str
    tone: str
    username: str
    email: str
    signed_in: str
    second_step: str
    questions: str
    lock: str = ""
    reset: str = ""
    came_back: str = ""
    is_locked: bool = False
    may_turn_off: bool = False


def cards_of(practice: Practice, patient_id: UUID) -> list[AccountCard]:
    """The patient's own account first, then those of representatives and guardians."""
    found = _accounts(practice.db, patient_id)
    return [_card(practice, account, relation) for account, relation in found]


def account_of(practice: Practice, patient_id: UUID, account_id: UUID | str) -> tuple[Account, str]:
    """An account that leads to this patient's record, and as what. Raises: NotFound for any other."""
    for account, relation in _accounts(practice.db, patient_id):
        if str(account.id) == str(account_id):
            return account, relation
    raise NotFound


def open_reset(db: Session, account_id: UUID) -> AccountReset | None:
    """The code from the practice that still works for this account."""
    query = select(AccountReset).where(
        AccountReset.account_id == account_id,
        col(AccountReset.used_at).is_(None),
        col(AccountReset.ended_at).is_(None),
        col(AccountReset.expires_at) > clock.now(),
    )
    return db.exec(query.order_by(col(AccountReset.made_at).desc()).limit(1)).first()


def _accounts(db: Session, patient_id: UUID) -> list[tuple[Account, str]]:
    query = (
        select(Account, Grant.relation)
        .join(Grant, col(Grant.account_id) == col(Account.id))
        .where(
            Grant.patient_id == patient_id,
            col(Grant.relation).in_(RELATIONS),
            col(Grant.ended_at).is_(None),
            Account.role == Role.PERSON,
        )
    )
    found = {account.id: (account, relation) for account, relation in db.exec(query)}
    return sorted(found.values(), key=lambda one: (RELATIONS.index(one[1]), one[0].created_at))


def _card(practice: Practice, account: Account, relation: str) -> AccountCard:
    contents = practice.unseal(account, AccountContents)
    return AccountCard(
        id=str(account.id),
        name=contents.name,
        relation=_relation(relation),
        tag=_tag(account),
        tone="danger" if account.locked_at or account.disabled_at else "good",
        username=t("Begins with “{start}”", start=contents.username[:2]),
        email=contents.email or t("None"),
        signed_in=moment(account.last_sign_in_at) or t("Not yet"),
        second_step=_second_step(practice.db, account, contents),
        questions=_questions(practice.db, account),
        lock=_lock(account, contents),
        reset=_reset(practice, account),
        came_back=came_back_words(account, wishes_of(practice.db, account.id)),
        is_locked=account.locked_at is not None,
        may_turn_off=account.has_second_factor and Duty.STAFF in DUTIES[practice.actor.role],
    )


def _tag(account: Account) -> str:
    if account.disabled_at is not None:
        return t("Closed")
    return t("Can sign in") if account.locked_at is None else t("Locked")


def _second_step(db: Session, account: Account, contents: AccountContents) -> str:
    """What they show beside their password."""
    has_app, has_passkey = bool(contents.totp_secret), second_factor.passkeys_of(db, account) > 0
    if not account.has_second_factor:
        return t("Off")
    if has_app and has_passkey:
        return t("Authenticator app or passkey")
    return t("Passkey") if has_passkey else t("Authenticator app")


def _relation(relation: str) -> str:
    words = {"self": t("The patient"), "representative": t("Representative"), "guardian": t("Guardian")}
    return words.get(relation, relation)


def _questions(db: Session, account: Account) -> str:
    if not get_settings().security_questions:
        return t("Not asked here")
    query = select(func.count(col(SecurityAnswer.id))).where(SecurityAnswer.account_id == account.id)
    if not db.exec(query).one():
        return t("None chosen yet")
    if account.wrong_answers >= MOST_WRONG:
        return t("Five wrong answers: only you can help now")
    if not account.wrong_answers:
        return t("Chosen")
    return nt("{n} wrong answer of 5", "{n} wrong answers of 5", account.wrong_answers)


def _lock(account: Account, contents: AccountContents) -> str:
    if account.locked_at is None:
        return ""
    if not contents.locked_by:
        return t("Locked on {day}.", day=day(account.locked_at))
    return t(
        "Locked on {day} by {name}: {why}",
        day=day(account.locked_at), name=contents.locked_by, why=contents.locked_why,
    )  # fmt: skip


def _reset(practice: Practice, account: Account) -> str:
    reset = open_reset(practice.db, account.id)
    if reset is None:
        return ""
    said = practice.unseal(reset, ResetContents)
    values = {"name": said.by, "proof": said.proof, "until": moment(reset.expires_at)}
    if reset.kind == "printed":
        return t("{name} printed a code. It works until {until}. Seen: {proof}.", **values)
    return t("{name} sent a code by email. It works until {until}. Made sure by: {proof}.", **values)
