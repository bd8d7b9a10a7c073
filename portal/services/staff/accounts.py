"""Staff accounts as the operator's command sees to them: by email address, links handed over by hand."""

from portal.access.actor import Duty
from portal.access.needs import needs
from portal.access.practice import Practice
from portal.models.account import Role
from portal.services.staff import members


@needs(Duty.STAFF, acting=True)
def add_staff(practice: Practice, email: str, role: str, name: str) -> str:
    """Make an account for someone who works here; returns a link, good for 24 hours, to set it up with.

    The email address is the username. There is no password until its owner chooses one.

    Raises:
        Invalid: the address, role or name cannot be taken.
        Conflict: there is an account with this username already.
    """
    return members.new_link(practice, members.add(practice, email, role, name))[1]


@needs(Duty.STAFF, acting=True)
def set_up_again(practice: Practice, email: str) -> str:
    """A new set-up link, for a lost phone or a forgotten password; the old ones stop working at once.

    Raises:
        NotFound: nobody who works here has this email address.
        Conflict: it is one's own account.
    """
    account = members.find_by_email(practice, email)
    members.refuse_oneself(practice, account.id)
    members.start_over(practice, account)
    return members.new_link(practice, account)[1]


@needs(Duty.STAFF, acting=True)
def disable(practice: Practice, email: str) -> bool:
    """Shut someone out: their sessions and set-up links end now. True when no administrator is left.

    The operator may do that: a stolen account must end at once, and the command makes the next one.

    Raises:
        NotFound: nobody who works here has this email address.
        Conflict: it is one's own account.
    """
    account = members.find_by_email(practice, email)
    members.refuse_oneself(practice, account.id)
    members.shut_out(practice, account)
    return account.role == Role.ADMINISTRATOR and not members.administrators(practice)


@needs(Duty.STAFF, acting=True)
def enable(practice: Practice, email: str) -> None:
    """Let someone sign in again; ended sessions stay ended. Raises: NotFound."""
    members.let_in(practice, members.find_by_email(practice, email))
