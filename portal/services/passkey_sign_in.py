"""Signing in with a passkey and no password, for patients and staff: the device has checked who it is."""

from portal.access import throttle
from portal.access.throttle import ASKS
from portal.db import unit_of_work
from portal.errors import Invalid
from portal.i18n import t
from portal.models.account import Account, Role
from portal.services import sign_in
from portal.services.guesses import From
from portal.services.second_factor import passkeys
from portal.services.second_factor.passkeys import Purpose


def begin(*, staff: bool, visit: str, source: From) -> str:
    """What the browser is asked to show, as JSON: any passkey it has for this portal.

    Raises:
        Invalid: the browser has not loaded one of our pages.
        TooMany: too much was asked for, or tried, from here.
    """
    with unit_of_work() as db:
        throttle.check(db, throttle.ADDRESS, source.place)
        throttle.check(db, ASKS, source.place)
        throttle.count(db, ASKS, source.place)
        return passkeys.ask(db, _purpose(staff=staff), visit=visit)


def finish(answer: str, *, staff: bool, visit: str, source: From) -> str:
    """Check what the browser shows; returns the token of a new session.

    Raises:
        Conflict: it answers nothing that this browser was asked, or comes too late.
        Invalid: it is not genuine, or not for this door.
        TooMany: tries from here must wait.
    """
    shown = passkeys.take(answer, _purpose(staff=staff), visit=visit)
    with unit_of_work() as db:
        throttle.check(db, throttle.ADDRESS, source.place)
        account = passkeys.owner(db, shown)
        if account is not None and sign_in.may_enter(account) and sign_in.is_right_door(account, staff=staff):
            return sign_in.enter(db, account, source, how="passkey")
        throttle.count(db, throttle.ADDRESS, source.place)
        sign_in.note(db, account, source, sign_in.REFUSED)
    raise Invalid(_words(account, staff=staff))


def _words(account: Account | None, *, staff: bool) -> str:
    """Whoever showed a genuine passkey may know which door it is for."""
    if account is None or not sign_in.may_enter(account) or sign_in.is_right_door(account, staff=staff):
        return passkeys.not_good()
    if account.role == Role.PERSON:
        return t("That passkey is for a patient's account. Sign in on the page for patients.")
    return t("That passkey is for a staff account. Sign in on the page for staff.")


def _purpose(*, staff: bool) -> Purpose:
    return Purpose.STAFF_SIGN_IN if staff else Purpose.SIGN_IN
