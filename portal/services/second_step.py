"""The second step of a patient's sign-in: after the right password, the second factor.

Whoever stands here has a half-session (`second_factor.half_session`). What does not fit is answered in the
same words whatever it was, and slows the next try down.
"""

from sqlmodel import Session

from portal.access import throttle
from portal.access.audit import Deed
from portal.db import reading, unit_of_work
from portal.errors import Conflict, Invalid
from portal.i18n import t
from portal.models.account import Account
from portal.services import second_factor, sign_in
from portal.services.guesses import From
from portal.services.second_factor import half_session, passkeys
from portal.services.second_factor.guessing import count_guess, forget_guesses, refuse_too_many
from portal.services.second_factor.overview import Ways, ways_of
from portal.services.second_factor.passkeys import Purpose


def ways(step: str, *, visit: str) -> Ways | None:
    """What a half-session can go on with; None when it does not count (any more)."""
    with reading() as db:
        account = half_session.whose(db, step, visit=visit)
        return None if account is None else ways_of(db, account)


def show_code(step: str, code: str, *, visit: str, source: From) -> str:
    """A code from the app or off the list; returns the token of a new session.

    Raises:
        Conflict: the half-session does not count any more.
        Invalid: the code does not fit.
        TooMany: tries from here, or at this account, must wait.
    """
    with unit_of_work() as db:
        account = _account(db, step, visit)
        refuse_too_many(db, account, source)
        if second_factor.fits(db, account, code[:100]):
            forget_guesses(db, account, source)
            return _enter(db, account, step, visit, source)
        count_guess(db, account, source)
        sign_in.note(db, account, source, Deed("second_step.refused", allowed=False))
    raise Invalid(fields={"code": t("That code does not fit. Check it and try again, or use the next one.")})


def begin_passkey(step: str, *, visit: str) -> str:
    """What the browser is asked to show, as JSON. Raises: Conflict."""
    with unit_of_work() as db:
        account = _account(db, step, visit)
        return passkeys.ask(db, Purpose.SECOND_STEP, visit=visit, account=account)


def show_passkey(step: str, answer: str, *, visit: str, source: From) -> str:
    """A passkey; returns the token of a new session. Raises: Conflict, Invalid, TooMany."""
    shown = passkeys.take(answer, Purpose.SECOND_STEP, visit=visit)
    with unit_of_work() as db:
        account = _account(db, step, visit)
        throttle.check(db, throttle.ADDRESS, source.place)
        if passkeys.owner(db, shown, account_id=account.id) is not None:
            return _enter(db, account, step, visit, source)
        throttle.count(db, throttle.ADDRESS, source.place)
        sign_in.note(db, account, source, Deed("second_step.refused", allowed=False))
    raise Invalid(passkeys.not_good())


def leave(step: str, *, visit: str) -> None:
    """Start again: the half-session ends."""
    with unit_of_work() as db:
        half_session.use(db, step, visit=visit)


def _account(db: Session, step: str, visit: str) -> Account:
    account = half_session.whose(db, step, visit=visit)
    if account is None:
        raise _over()
    return account


def _enter(db: Session, account: Account, step: str, visit: str, source: From) -> str:
    if not half_session.use(db, step, visit=visit):
        raise _over()
    return sign_in.enter(db, account, source, who=(account.username_key or b"").hex(), how="two-steps")


def _over() -> Conflict:
    return Conflict(t("That took too long. Nothing was lost. Please enter your username and password again."))
