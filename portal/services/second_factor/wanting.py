"""Whether somebody must show a second factor."""

from portal.models.account import Account, Role
from portal.settings import get_settings


def wanted(account: Account) -> bool:
    """True when a password alone does not let this person in."""
    is_required = account.role != Role.PERSON and get_settings().staff_second_factor
    return account.has_second_factor or is_required
