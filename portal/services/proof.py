"""Showing again that it is you, before something that must not happen on a computer left alone (ASVS 7.5).

It holds for five minutes, for this session only, and gives it a new token. A wrong password counts like one
at sign-in, so that this is no other way to guess.
"""

from portal.access import sessions
from portal.access.audit import Deed
from portal.access.own import Own, open_own
from portal.db import reading, unit_of_work
from portal.errors import Invalid, SignedOut
from portal.i18n import t
from portal.models.account import Account
from portal.services import guesses, second_factor
from portal.services.account.browsers import known_browser
from portal.services.aside import hashes
from portal.services.guesses import From
from portal.services.second_factor import passkeys
from portal.services.second_factor.passkeys import Purpose
from portal.vault import passwords


@hashes
def give(token: str, password: str, *, source: From) -> str:
    """Check the password of whoever holds this token; returns their session's new token.

    Raises:
        Invalid: it is not their password.
        TooMany: guesses from here, or at this account, must wait.
        SignedOut: there is no session.
    """
    with unit_of_work() as db:
        own = open_own(db, sessions.resolve(db, token, address=source.address))
        guesses.refuse_too_many(db, own.account, _who(own.account), source)
        stored = own.account.password_hash
    right = passwords.verify_password(password[:1000], stored)
    with unit_of_work() as db:
        own = open_own(db, sessions.resolve(db, token, address=source.address))
        guesses.refuse_too_many(db, own.account, _who(own.account), source)
        if right and own.account.password_hash == stored:
            return accept(own, source)
        guesses.count(db, _who(own.account), source)
        own.note(_refused(source))
    raise Invalid(fields={"password": t("That is not your password. Check it and try again.")})


def has_passkey(token: str) -> bool:
    """Whether whoever holds this token has a passkey to show. Raises: SignedOut."""
    with reading() as db:
        account = db.get_one(Account, sessions.live(db, token).account_id)
        return second_factor.passkeys_of(db, account) > 0


def ask_passkey(token: str, *, visit: str, source: From) -> str:
    """What the browser is asked to show, as JSON. Raises: Conflict when there is no passkey; SignedOut."""
    with unit_of_work() as db:
        own = open_own(db, sessions.resolve(db, token, address=source.address))
        return passkeys.ask(db, Purpose.PROVE, visit=visit, account=own.account)


def give_passkey(token: str, answer: str, *, visit: str, source: From) -> str:
    """Check a passkey of whoever holds this token; returns their session's new token.

    Raises:
        Conflict: it answers nothing that this browser was asked, or comes too late.
        Invalid: it is not a passkey of theirs.
        SignedOut: there is no session.
    """
    shown = passkeys.take(answer, Purpose.PROVE, visit=visit)
    with unit_of_work() as db:
        own = open_own(db, sessions.resolve(db, token, address=source.address))
        if passkeys.owner(db, shown, account_id=own.account.id) is not None:
            return accept(own, source)
        own.note(_refused(source))
    raise Invalid(passkeys.not_good())


def accept(own: Own, source: From) -> str:
    """It is them: note when, and give the session a new token, which it returns."""
    if own.actor.session_id is None:
        raise SignedOut
    guesses.forget(own.db, _who(own.account), source)
    own.note(Deed("proof.given"))
    return sessions.renew(own.db, own.actor.session_id, proved=True)


def _refused(source: From) -> Deed:
    return Deed("proof.refused", allowed=False, subject=known_browser(source.device))


def _who(account: Account) -> str:
    return (account.username_key or account.id.bytes).hex()
