"""The authenticator app: shown, confirmed by a code before it counts, turned off."""

from dataclasses import dataclass
from datetime import timedelta

import segno

from portal import clock
from portal.access.needs import OWN, needs
from portal.access.own import Own
from portal.errors import Conflict, Invalid
from portal.i18n import t
from portal.integrations.email import factor_words
from portal.models.account import AccountContents, TotpDraft
from portal.services.second_factor import recovery_codes, telling, wanting
from portal.settings import get_settings
from portal.vault import totp

DRAFT_LIFE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class AppSetUp:
    """What an authenticator app is told: the secret, for typing, and the same as a QR picture."""

    secret: str
    qr: str


@needs(OWN, acting=True, proof=True)
def begin_app(own: Own) -> AppSetUp:
    """Show a new key for an authenticator app. Nothing changes until a code from it is typed.

    Begun again within half an hour the same key is shown, so that one scanned already is good.
    """
    contents = own.unseal(own.account, AccountContents)
    draft, at = contents.totp_draft, clock.now()
    if draft is None or at - draft.made_at > DRAFT_LIFE:
        draft = TotpDraft(secret=totp.new_secret(), made_at=at)
        contents.totp_draft = draft
        own.seal(own.account, contents)
        own.db.add(own.account)
    return set_up_of(draft.secret, contents.username)


def _typed_code(code: str) -> None:
    if sum(one.isdigit() for one in str(code)) != totp.DIGITS:
        raise Invalid(fields={"code": t("The code has 6 digits. Look at your app and type all of them.")})


@needs(OWN, acting=True, proof=True, typed=_typed_code)
def confirm_app(own: Own, code: str) -> tuple[str, ...]:
    """From now on the app's codes are asked for. Returns recovery codes if there were none, to show once.

    Raises:
        Invalid: it is not the code that the app shows now.
        Conflict: nothing was begun, or too long ago.
    """
    _typed_code(code)
    contents = own.unseal(own.account, AccountContents)
    draft = contents.totp_draft
    if draft is None or clock.now() - draft.made_at > DRAFT_LIFE:
        raise Conflict(t("This took too long. Please start again: we show you a new picture to scan."))
    step = totp.step_of(draft.secret, str(code))
    if step is None:
        raise Invalid(fields={"code": wrong_code()})
    contents.totp_secret, contents.totp_draft = draft.secret, None
    own.account.last_totp_step = step
    own.seal(own.account, contents)
    wanting.settle(own.db, own.account, contents)
    telling.tell(own.db, own.account, factor_words.APP_ADDED)
    return recovery_codes.make_if_none(own.db, own.account)


@needs(OWN, acting=True, proof=True)
def turn_off_app(own: Own) -> None:
    """The app's codes are no longer asked for, nor taken.

    Raises:
        Conflict: it is the last way in of somebody who works here.
    """
    contents = own.unseal(own.account, AccountContents)
    if not contents.totp_secret:
        return
    contents.totp_secret, contents.totp_draft = "", None
    own.seal(own.account, contents)
    wanting.settle(own.db, own.account, contents)
    telling.tell(own.db, own.account, factor_words.APP_REMOVED)


def set_up_of(secret: str, username: str) -> AppSetUp:
    """A secret as an app takes it."""
    address = totp.address(secret, account=username, issuer=get_settings().practice_name)
    picture = segno.make(address, micro=False, error="m").svg_data_uri(scale=5, light="#fff", border=3)
    return AppSetUp(secret, picture)


def in_fours(secret: str) -> str:
    """A secret in groups of four, as one types it."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def wrong_code() -> str:
    """What to say of a code that is not the app's."""
    return t("That is not the code shown now. Wait for the next one and try again.")
