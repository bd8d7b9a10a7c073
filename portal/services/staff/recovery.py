"""Helping someone back in: a code by email or on paper, lock and unlock, another email address.

Nobody here sees or chooses a password or an answer, and a code never goes around a second factor: it only
stands for the security question. How staff made sure whom they have before them is written down.
"""

from dataclasses import dataclass
from uuid import UUID

from portal import clock
from portal.access import sessions
from portal.access.actor import Duty
from portal.access.audit import Deed
from portal.access.folder import open_folder
from portal.access.needs import needs
from portal.access.practice import Practice
from portal.errors import Conflict, Invalid
from portal.i18n import moment, t
from portal.integrations.email import recovery_words
from portal.integrations.email.address import checked_email
from portal.integrations.email.compose import Draft
from portal.models.account import Account, AccountContents
from portal.models.recovery import AccountReset, ResetContents
from portal.services import outbox, recovery, second_factor, ticket
from portal.services.recovery import desk
from portal.services.staff import identity
from portal.services.staff.account_cards import AccountCard, account_of, cards_of, open_reset
from portal.services.staff.identity import Identity
from portal.settings import get_settings
from portal.vault import codes, lookup

SHORTEST_REASON, LONGEST_REASON = 5, 300


@dataclass(frozen=True, slots=True)
class Slip:
    """What is printed and handed over, once; nothing of it can be read again."""

    username: str = ""
    code: str = ""
    until: str = ""
    where: str = ""


def _typed_remote(*, shown: Identity, **_rest: object) -> None:
    identity.checked(shown, in_person=False)


def _typed_here(*, shown: Identity, **_rest: object) -> None:
    identity.checked(shown, in_person=True)


def _typed_reason(*, why: str, **_rest: object) -> None:
    _checked_reason(why)


def _typed_change(*, email: str, shown: Identity, **_rest: object) -> None:
    _checked_change(email, shown)


@needs(Duty.RECOVER)
def accounts_of(practice: Practice, *, patient_id: UUID) -> list[AccountCard]:
    """Who can sign in to this patient's record, and how that stands. Raises: NotFound."""
    open_folder(practice, patient_id, deed=Deed("recovery.accounts_of", relation="staff"))
    return cards_of(practice, patient_id)


@needs(Duty.RECOVER, acting=True, proof=True, typed=_typed_remote)
def send_code(
    practice: Practice, *, patient_id: UUID, account_id: UUID | str, shown: Identity
) -> list[AccountCard]:
    """Send a code for 24 hours to the account's email address; an earlier one stops working.

    Raises:
        NotFound: no such account here.
        Invalid: it is not said how they made sure who it is.
        Conflict: the account is locked, or has no email address.
    """
    proof = identity.checked(shown, in_person=False)
    account, relation = account_of(practice, patient_id, account_id)
    contents = practice.unseal(account, AccountContents)
    if not contents.email:
        raise Conflict(t("This account has no email address. Print a code instead."))
    reset, digits = _new_reset(practice, account, "emailed", proof)
    draft = recovery_words.practice_code(codes.spaced(digits), reset.expires_at)
    reset.mail_id = outbox.write(practice, "practice-code", contents.email, draft)
    deed = Deed("recovery.send_code", relation="staff", reason=proof)
    _note(practice, patient_id, relation, contents.name, deed)
    return cards_of(practice, patient_id)


@needs(Duty.RECOVER, acting=True, proof=True, typed=_typed_here)
def print_code(practice: Practice, *, patient_id: UUID, account_id: UUID | str, shown: Identity) -> Slip:
    """Make a code for 24 hours to hand over to whoever has shown a photo ID; an earlier one stops working.

    Raises:
        NotFound, Invalid: as `send_code`.
        Conflict: the account is locked.
    """
    proof = identity.checked(shown, in_person=True)
    account, relation = account_of(practice, patient_id, account_id)
    contents = practice.unseal(account, AccountContents)
    reset, digits = _new_reset(practice, account, "printed", proof)
    if contents.email:
        outbox.write(practice, "code-printed", contents.email, recovery_words.code_printed())
    deed = Deed("recovery.print_code", relation="staff", reason=proof)
    _note(practice, patient_id, relation, contents.name, deed)
    where = f"{get_settings().origin}/recover"
    return Slip(contents.username, codes.spaced(digits), moment(reset.expires_at), where)


@needs(Duty.RECOVER, acting=True)
def take_back(practice: Practice, *, patient_id: UUID, account_id: UUID | str) -> list[AccountCard]:
    """The code that was given stops working. Raises: NotFound, also when there is none."""
    account, relation = account_of(practice, patient_id, account_id)
    reset = open_reset(practice.db, account.id)
    if reset is None:
        raise Conflict(t("There is no code to take back. It was used, or its time is over."))
    _end_reset(practice, account)
    name = practice.unseal(account, AccountContents).name
    _note(practice, patient_id, relation, name, Deed("recovery.take_back", relation="staff"))
    return cards_of(practice, patient_id)


@needs(Duty.RECOVER, acting=True)
def lock(practice: Practice, *, patient_id: UUID, account_id: UUID | str, why: str) -> list[AccountCard]:
    """Nobody can sign in to this account from now on; whoever is signed in is out, pending codes are over.

    Raises:
        NotFound: no such account here.
        Invalid: no reason.
        Conflict: it is locked already.
    """
    why = _checked_reason(why)
    account, relation = account_of(practice, patient_id, account_id)
    if account.locked_at is not None:
        raise Conflict(t("This account is locked already."))
    contents = practice.unseal(account, AccountContents)
    contents.locked_by, contents.locked_why = practice.actor.name, why
    practice.seal(account, contents)
    account.locked_at = clock.now()
    practice.db.add(account)
    sessions.end_all(practice.db, account.id, why="locked")
    _end_reset(practice, account)
    recovery.end_pending(practice.db, account)
    _tell(practice, contents.email, "account-locked", recovery_words.locked())
    deed = Deed("recovery.lock", relation="staff", reason=why)
    _note(practice, patient_id, relation, contents.name, deed)
    return cards_of(practice, patient_id)


@needs(Duty.RECOVER, acting=True, proof=True, typed=_typed_reason)
def unlock(practice: Practice, *, patient_id: UUID, account_id: UUID | str, why: str) -> list[AccountCard]:
    """The account's owner can sign in again, with the password they have.

    Raises:
        NotFound, Invalid: as `lock`.
        Conflict: it is not locked.
    """
    why = _checked_reason(why)
    account, relation = account_of(practice, patient_id, account_id)
    if account.locked_at is None:
        raise Conflict(t("This account is not locked."))
    contents = practice.unseal(account, AccountContents)
    contents.locked_by = contents.locked_why = ""
    practice.seal(account, contents)
    account.locked_at = None
    practice.db.add(account)
    _tell(practice, contents.email, "account-unlocked", recovery_words.unlocked())
    deed = Deed("recovery.unlock", relation="staff", reason=why)
    _note(practice, patient_id, relation, contents.name, deed)
    return cards_of(practice, patient_id)


@needs(Duty.RECOVER, acting=True, proof=True, typed=_typed_change)
def change_email(
    practice: Practice, *, patient_id: UUID, account_id: UUID | str, email: str, shown: Identity
) -> list[AccountCard]:
    """Write to another address from now on; both are told. Codes on their way to the old one are over.

    Raises:
        NotFound: no such account here.
        Invalid: not an address, the same as before, or it is not said how they made sure who it is.
        Conflict: the account is locked.
    """
    address, proof = _checked_change(email, shown)
    account, relation = account_of(practice, patient_id, account_id)
    _refuse_locked(account)
    contents = practice.unseal(account, AccountContents)
    before = contents.email
    if before.casefold() == address.casefold():
        raise Invalid(fields={"email": t("This is the address we have already.")})
    _end_reset(practice, account)
    recovery.end_pending(practice.db, account)
    contents.email, account.email_key = address, lookup.email_key(address)
    practice.seal(account, contents)
    practice.db.add(account)
    _tell(practice, before, "email-changed", recovery_words.email_changed(is_old=True))
    _tell(practice, address, "email-changed", recovery_words.email_changed(is_old=False))
    deed = Deed("recovery.change_email", relation="staff", reason=proof)
    _note(practice, patient_id, relation, contents.name, deed)
    return cards_of(practice, patient_id)


@needs(Duty.STAFF, acting=True, proof=True, typed=_typed_here)
def turn_off_second_step(
    practice: Practice, *, patient_id: UUID, account_id: UUID | str, shown: Identity
) -> list[AccountCard]:
    """For someone who has lost their phone and their recovery codes, and has shown a photo ID.

    Whoever is signed in is out. No code does this by the way, and it is not the front desk's to do.

    Raises:
        NotFound, Invalid: as `print_code`.
        Conflict: the account is locked, or has no second step.
    """
    proof = identity.checked(shown, in_person=True)
    account, relation = account_of(practice, patient_id, account_id)
    _refuse_locked(account)
    if not account.has_second_factor:
        raise Conflict(t("This account has no second step."))
    contents = practice.unseal(account, AccountContents)
    second_factor.take_away(practice, account, contents)
    sessions.end_all(practice.db, account.id, why="second step off")
    ticket.end_open(practice.db, account.id)
    _tell(practice, contents.email, "second-step-off", recovery_words.second_step_off())
    deed = Deed("recovery.turn_off_second_step", relation="staff", reason=proof)
    _note(practice, patient_id, relation, contents.name, deed)
    return cards_of(practice, patient_id)


def _new_reset(practice: Practice, account: Account, kind: str, proof: str) -> tuple[AccountReset, str]:
    _refuse_locked(account)
    _end_reset(practice, account)
    digits, at = codes.new_code(desk.DIGITS), clock.now()
    reset = AccountReset(
        account_id=account.id,
        kind=kind,
        code_hash=desk.code_hash(account, digits),
        made_by=practice.actor.account_id,
        made_at=at,
        expires_at=at + desk.LIFE,
        sealed=b"",
    )
    practice.seal(reset, ResetContents(by=practice.actor.name, proof=proof))
    practice.db.add(reset)
    practice.db.flush()
    return reset, digits


def _end_reset(practice: Practice, account: Account) -> None:
    """A code that was given before is over, also for whoever has typed it already; unsent it is not sent."""
    reset = open_reset(practice.db, account.id)
    if reset is not None and reset.mail_id is not None:
        outbox.withdraw(practice, reset.mail_id)
    recovery.end_resets(practice.db, account.id)


def _refuse_locked(account: Account) -> None:
    if account.locked_at is not None or account.disabled_at is not None:
        raise Conflict(t("This account is locked. Unlock it first."))


def _checked_reason(why: str) -> str:
    reason = " ".join(why.split())
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        raise Invalid(fields={"why": t("Give a reason of 5 to 300 characters.")})
    return reason


def _checked_change(email: str, shown: Identity) -> tuple[str, str]:
    """The address and the proof. Raises: Invalid, naming each field that is wrong."""
    wrong: dict[str, str] = {}
    address = proof = ""
    try:
        address = checked_email(email[:300])
    except Invalid as refusal:
        wrong |= refusal.fields
    try:
        proof = identity.checked(shown, in_person=False)
    except Invalid as refusal:
        wrong |= refusal.fields
    if wrong:
        raise Invalid(fields=wrong)
    return address, proof


def _tell(practice: Practice, to: str, kind: str, draft: Draft) -> None:
    if to:
        outbox.write(practice, kind, to, draft)


def _note(practice: Practice, patient_id: UUID, relation: str, name: str, deed: Deed) -> None:
    """In the patient's trail; for somebody else's account it says whose."""
    subject = "" if relation == "self" else name
    open_folder(practice, patient_id, deed=Deed(
        deed.action, subject_id=deed.subject_id, subject=subject, relation=deed.relation, reason=deed.reason
    ))  # fmt: skip
