"""The people who work here, as an administrator sees to them. A set-up link goes by email to its owner alone.

Nobody changes their own account, so whoever takes someone's access away still has theirs: the practice is
never left without an administrator.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from sqlmodel import Session, col, func, select

from portal import clock
from portal.access import sessions
from portal.access.actor import Duty
from portal.access.audit import Deed
from portal.access.needs import needs
from portal.access.practice import Practice
from portal.errors import Conflict, Invalid
from portal.i18n import day, moment, nt, t
from portal.integrations.email import staff_words as letters
from portal.models.account import Account, AccountContents, AccountSession, Role, Ticket
from portal.models.invitation import OutboxMail
from portal.services import outbox, second_factor
from portal.services.staff import members
from portal.services.staff.roles import role_name
from portal.settings import get_settings

HOME = "/staff/settings"


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One of the people who work here, in a list."""

    title: str
    line: str
    tag: str
    tone: str
    href: str
    icon: str = "person"


@dataclass(frozen=True, slots=True)
class People:
    """Everyone who works or worked here: those who can sign in first, then by name."""

    rows: list[PersonRow] = field(default_factory=list)
    count: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """One of them, whole. `standing` is invited, active, locked or disabled."""

    name: str = ""
    email: str = ""
    role: str = ""
    role_name: str = ""
    standing: str = ""
    tag: str = ""
    tone: str = "plain"
    line: str = ""
    factor: str = ""
    factors: str = ""
    last_sign_in: str = ""
    signed_in: str = ""
    is_me: bool = False


@needs(Duty.STAFF)
def list_people(practice: Practice) -> People:
    """Everyone who works here or did."""
    found = practice.db.exec(select(Account).where(col(Account.role).in_(members.ROLES))).all()
    told = [(account, practice.unseal(account, AccountContents)) for account in found]
    told.sort(key=lambda one: (one[0].disabled_at is not None, one[1].name.casefold()))
    working = sum(account.disabled_at is None for account, _ in told)
    count = nt("{n} person", "{n} people", working)
    return People([_row(practice, account, said) for account, said in told], count)


@needs(Duty.STAFF)
def show_person(practice: Practice, *, person_id: UUID) -> Person:
    """One of them. Raises: NotFound."""
    return _person(practice, members.find(practice, person_id))


def _typed(*, name: str, email: str, role: str) -> None:
    members.check(email.strip(), role, " ".join(name.split()))


@needs(Duty.STAFF, acting=True, proof=True, typed=_typed)
def invite(practice: Practice, *, name: str, email: str, role: str) -> str:
    """Make an account and send its owner a link to set it up; returns where to see them.

    Raises: Invalid, also when there is an account for that address already.
    """
    try:
        account = members.add(practice, email, role, name)
    except Conflict as refusal:
        raise Invalid(fields={"email": refusal.message}) from None
    _send_link(practice, account)
    return f"{HOME}/people/{account.id}"


@needs(Duty.STAFF, acting=True, proof=True)
def resend(practice: Practice, *, person_id: UUID) -> Person:
    """Send a new link to someone who has not set up their account; the earlier one stops working.

    Raises: NotFound, Conflict.
    """
    account = _held(practice, person_id)
    if standing_of(account) != "invited":
        raise Conflict(t("They have set up their account already, or it is disabled. Nothing was sent."))
    _send_link(practice, account)
    practice.note(Deed("accounts.staff_link_sent", subject_id=account.id, subject=_name(practice, account)))
    return _person(practice, account)


@needs(Duty.STAFF, acting=True, proof=True)
def change_role(practice: Practice, *, person_id: UUID, role: str) -> Person:
    """Give someone another role. They are signed out, and may do what it may from the next sign-in.

    Raises: NotFound, Invalid; Conflict for one's own account.
    """
    account = _held(practice, person_id)
    if role not in members.ROLES:
        raise Invalid(fields={"role": t("Choose a role.")})
    if role != account.role:
        members.give_role(practice, account, Role(role))
    return _person(practice, account)


@needs(Duty.STAFF, acting=True, proof=True)
def disable(practice: Practice, *, person_id: UUID) -> Person:
    """Shut someone out at once. Raises: NotFound; Conflict for one's own account."""
    account = _held(practice, person_id)
    if account.disabled_at is None:
        members.shut_out(practice, account)
    return _person(practice, account)


@needs(Duty.STAFF, acting=True, proof=True)
def enable(practice: Practice, *, person_id: UUID) -> Person:
    """Let someone in again who was disabled or locked. Raises: NotFound; Conflict for one's own account."""
    account = _held(practice, person_id)
    if standing_of(account) in ("disabled", "locked"):
        members.let_in(practice, account)
    return _person(practice, account)


@needs(Duty.STAFF, acting=True, proof=True)
def start_over(practice: Practice, *, person_id: UUID) -> Person:
    """For a lost phone: password and second factor are gone now, and a link to set up new ones is sent.

    Raises: NotFound; Conflict for one's own account, and for one that is disabled.
    """
    account = _held(practice, person_id)
    if account.disabled_at is not None:
        raise Conflict(t("This account is disabled. Enable it first. Nothing was changed."))
    members.start_over(practice, account)
    _send_link(practice, account)
    return _person(practice, account)


@needs(Duty.STAFF, acting=True, proof=True)
def end_sessions(practice: Practice, *, person_id: UUID) -> Person:
    """Sign someone out everywhere. Raises: NotFound; Conflict for one's own account."""
    account = _held(practice, person_id)
    sessions.end_all(practice.db, account.id, why="ended by an administrator")
    practice.note(Deed("accounts.sessions_ended", subject_id=account.id, subject=_name(practice, account)))
    return _person(practice, account)


def standing_of(account: Account) -> str:
    """Where an account stands: invited, active, locked or disabled."""
    if account.disabled_at is not None:
        return "disabled"
    if account.locked_at is not None:
        return "locked"
    return "active" if account.password_hash else "invited"


def _held(practice: Practice, person_id: UUID) -> Account:
    members.refuse_oneself(practice, person_id)
    return members.find(practice, person_id)


def _send_link(practice: Practice, account: Account) -> None:
    ticket, link = members.new_link(practice, account)
    to = practice.unseal(account, AccountContents).email
    ticket.mail_id = outbox.write(practice, "staff", to, letters.staff_set_up(link, ticket.expires_at))
    practice.db.add(ticket)


def _name(practice: Practice, account: Account) -> str:
    return members.name_of(practice, account)


def _row(practice: Practice, account: Account, said: AccountContents) -> PersonRow:
    tag, tone = _tag(account)
    me = t("you") if account.id == practice.actor.account_id else ""
    parts = (role_name(account.role), me, _factor(account), _last(account))
    return PersonRow(
        said.name, " · ".join(filter(None, parts)), tag, tone, f"{HOME}/people/{account.id}", _icon(account)
    )


def _person(practice: Practice, account: Account) -> Person:
    practice.db.flush()
    said, (tag, tone) = practice.unseal(account, AccountContents), _tag(account)
    return Person(
        name=said.name,
        email=said.email,
        role=str(account.role),
        role_name=role_name(account.role),
        standing=standing_of(account),
        tag=tag,
        tone=tone,
        line=_line(practice.db, account),
        factor=_factor(account),
        factors=_factors(practice.db, account, said),
        last_sign_in=moment(account.last_sign_in_at) or t("Never"),
        signed_in=_signed_in(practice.db, account),
        is_me=account.id == practice.actor.account_id,
    )


def _icon(account: Account) -> str:
    return "shield" if account.role == Role.ADMINISTRATOR else "person"


def _tag(account: Account) -> tuple[str, str]:
    return {
        "active": (t("Active"), "good"),
        "invited": (t("Invited"), "attention"),
        "locked": (t("Locked"), "danger"),
        "disabled": (t("Disabled"), "plain"),
    }[standing_of(account)]


def _factor(account: Account) -> str:
    if not account.password_hash:
        return ""
    return t("Second factor on") if account.has_second_factor else t("No second factor")


def _factors(db: Session, account: Account, said: AccountContents) -> str:
    """What they can show besides the password: "Authenticator app, 2 passkeys"."""
    n = second_factor.passkeys_of(db, account)
    app = t("Authenticator app") if said.totp_secret else ""
    keys = nt("{n} passkey", "{n} passkeys", n) if n else ""
    return ", ".join(filter(None, (app, keys)))


def _last(account: Account) -> str:
    if account.last_sign_in_at is None:
        return t("Never signed in") if account.password_hash else ""
    return t("Last signed in {day}", day=day(account.last_sign_in_at))


def _line(db: Session, account: Account) -> str:
    """What the standing means now, and what to do about it."""
    return {
        "active": t("Can sign in."),
        "invited": _link_words(db, account),
        "locked": t("Cannot sign in until someone unlocks the account."),
        "disabled": t("Cannot sign in since {day}. The name stays in the audit trail.",
                      day=day(account.disabled_at)),
    }[standing_of(account)]  # fmt: skip


def _link_words(db: Session, account: Account) -> str:
    """What became of the link and its email."""
    query = select(Ticket).where(Ticket.account_id == account.id, Ticket.purpose == members.SET_UP)
    ticket = db.exec(query.order_by(col(Ticket.expires_at).desc()).limit(1)).first()
    if ticket is None or ticket.used_at is not None or ticket.expires_at <= clock.now():
        return t("The link to set the account up no longer works. Send a new one.")
    mail = db.get(OutboxMail, ticket.mail_id) if ticket.mail_id else None
    status = outbox.status_of(mail) if mail else "sent"
    until = moment(ticket.expires_at)
    if status in ("bounced", "failed"):
        return t("The email could not be delivered. Disable this account and invite them at another address.")
    if status == "waiting":
        return t("The email with the link is on its way. The link works until {until}.", until=until)
    return t("Has a link to set the account up. It works until {until}.", until=until)


def _signed_in(db: Session, account: Account) -> str:
    """How many sessions are open now, in words."""
    at, settings = clock.now(), get_settings()
    query = select(func.count(col(AccountSession.id))).where(
        AccountSession.account_id == account.id,
        col(AccountSession.ended_at).is_(None),
        col(AccountSession.seen_at) > at - timedelta(minutes=settings.idle_minutes),
        col(AccountSession.started_at) > at - timedelta(hours=settings.session_hours),
    )
    n = db.exec(query).one()
    return nt("On {n} device", "On {n} devices", n) if n else t("Not signed in now")
