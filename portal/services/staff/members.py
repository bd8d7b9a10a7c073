"""Whoever works here: the rules on their accounts that the settings page and the operator's command share."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select, update

from portal import clock
from portal.access import sessions
from portal.access.audit import Deed
from portal.access.grants import STAFF_SCOPES, grant_staff
from portal.access.practice import Practice
from portal.errors import Conflict, Invalid, NotFound
from portal.i18n import t
from portal.integrations.email.address import checked_email
from portal.models.account import Account, AccountContents, Grant, Role, Ticket
from portal.services import outbox, second_factor
from portal.services.staff import openings
from portal.settings import get_settings
from portal.vault import lookup, tokens

SET_UP = "staff-setup"
SET_UP_LIFE = timedelta(hours=24)
LONGEST_NAME = 100
ROLES = tuple(STAFF_SCOPES)


def find(practice: Practice, account_id: UUID) -> Account:
    """The account of someone who works here, held until this unit of work ends. Raises: NotFound."""
    query = select(Account).where(Account.id == account_id).with_for_update()
    return _of_staff(practice.db.exec(query.execution_options(populate_existing=True)).first())


def find_by_email(practice: Practice, email: str) -> Account:
    """The same by their email address, which is their username. Raises: NotFound."""
    key = lookup.username_key(email)
    return _of_staff(practice.db.exec(select(Account).where(Account.username_key == key)).first())


def add(practice: Practice, email: str, role: str, name: str) -> Account:
    """Make an account without a password: its owner chooses one.

    Raises:
        Invalid: the address, role or name cannot be taken.
        Conflict: there is an account with this username already.
    """
    email, name = email.strip(), " ".join(name.split())
    check(email, role, name)
    account = Account(
        role=Role(role),
        username_key=lookup.username_key(email),
        email_key=lookup.email_key(email),
        created_at=clock.now(),
        sealed=b"",
    )
    practice.seal(account, AccountContents(name=name, username=email, email=email))
    try:
        with practice.db.begin_nested():
            practice.db.add(account)
    except IntegrityError:
        raise Conflict(t("There is an account for that email address already.")) from None
    grant_staff(practice.db, account.id, Role(role))
    practice.note(Deed("accounts.staff_added", subject_id=account.id, subject=name))
    return account


def new_link(practice: Practice, account: Account) -> tuple[Ticket, str]:
    """A link, good once and for 24 hours, to set the account up with; earlier ones stop working."""
    close_links(practice, account)
    token = tokens.new_token()
    ticket = Ticket(
        purpose=SET_UP,
        token_hash=tokens.token_hash(token),
        account_id=account.id,
        expires_at=clock.now() + SET_UP_LIFE,
    )
    practice.db.add(ticket)
    return ticket, f"{get_settings().origin}/staff/set-up#{token}"


def close_links(practice: Practice, account: Account) -> None:
    """No link sets this account up any more; an email with one that waits to go out does not go."""
    mine = (Ticket.account_id == account.id, col(Ticket.used_at).is_(None))
    for ticket in practice.db.exec(select(Ticket).where(*mine)):
        ticket.used_at = clock.now()
        practice.db.add(ticket)
        if ticket.mail_id is not None:
            outbox.withdraw(practice, ticket.mail_id)


def start_over(practice: Practice, account: Account) -> None:
    """For a lost phone or a forgotten password: password and second factor are gone, sessions end."""
    contents = practice.unseal(account, AccountContents)
    second_factor.take_away(practice, account, contents)
    account.password_hash = None
    practice.db.add(account)
    end_everything(practice, account, why="set up again")
    practice.note(Deed("accounts.staff_set_up_again", subject_id=account.id, subject=contents.name))


def shut_out(practice: Practice, account: Account) -> None:
    """Their sessions and set-up links end now."""
    account.disabled_at = clock.now()
    practice.db.add(account)
    end_everything(practice, account, why="disabled")
    practice.note(Deed("accounts.staff_disabled", subject_id=account.id, subject=name_of(practice, account)))


def let_in(practice: Practice, account: Account) -> None:
    """They may sign in again, whether disabled or locked; ended sessions stay ended."""
    account.disabled_at = account.locked_at = None
    practice.db.add(account)
    practice.note(Deed("accounts.staff_enabled", subject_id=account.id, subject=name_of(practice, account)))


def give_role(practice: Practice, account: Account, role: Role) -> None:
    """From the next event on they may do what this role may; they sign in again for it."""
    at = clock.now()
    staff = (col(Grant.account_id) == account.id, col(Grant.patient_id).is_(None))
    ended = {"ended_at": at, "ended_why": "role changed"}
    practice.db.exec(update(Grant).where(*staff, col(Grant.ended_at).is_(None)).values(**ended))
    grant_staff(practice.db, account.id, role)
    account.role = role
    practice.db.add(account)
    end_everything(practice, account, why="role changed", keep_links=True)
    subject = f"{name_of(practice, account)}: {role}"
    practice.note(Deed("accounts.role_changed", subject_id=account.id, subject=subject))


def end_everything(practice: Practice, account: Account, *, why: str, keep_links: bool = False) -> None:
    """End their sessions, what is open to them in an emergency and, unless kept, their set-up links, now."""
    sessions.end_all(practice.db, account.id, why=why)
    openings.close_all(practice, account.id)
    if not keep_links:
        close_links(practice, account)


def refuse_oneself(practice: Practice, account_id: UUID) -> None:
    """Whoever changes an account is an administrator while they do, and it is not their own: so one is left.

    Administrators are held, so that of two who take each other's access away at once the second is refused.

    Raises: Conflict for one's own account, and when whoever acts is no administrator any more.
    """
    if account_id == practice.actor.account_id:
        raise Conflict(t("You cannot change your own account here. Ask another administrator."))
    if practice.actor.account_id is not None and practice.actor.account_id not in administrators(practice):
        raise Conflict(t("You are no longer an administrator. Nothing was changed."))


def administrators(practice: Practice) -> set[UUID]:
    """The administrators who can sign in, held until this unit of work ends."""
    query = (
        select(Account.id)
        .where(
            Account.role == Role.ADMINISTRATOR,
            col(Account.password_hash).is_not(None),
            col(Account.disabled_at).is_(None),
            col(Account.locked_at).is_(None),
        )
        .order_by(col(Account.id))
        .with_for_update()
    )
    return set(practice.db.exec(query))


def name_of(practice: Practice, account: Account) -> str:
    """What they are called."""
    return practice.unseal(account, AccountContents).name


def _of_staff(account: Account | None) -> Account:
    if account is None or account.role not in ROLES:
        raise NotFound(t("Nobody who works here has that email address."))
    return account


def check(email: str, role: str, name: str) -> None:
    wrong: dict[str, str] = {}
    try:
        checked_email(email)
    except Invalid as refusal:
        wrong |= refusal.fields
    if role not in ROLES:
        wrong["role"] = t("Choose one of these roles: {roles}.", roles=", ".join(ROLES))
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        wrong["name"] = t("Enter a name of up to 100 characters.")
    if wrong:
        raise Invalid(fields=wrong)
