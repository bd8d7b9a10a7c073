"""What is done when someone has signed in: the browser is remembered, and the owner hears of what is unusual.

Never at the first sign-in of an account, which follows its making.
"""

from datetime import datetime, timedelta

from sqlmodel import col, delete, select
from sqlmodel.sql.expression import SelectOfScalar

from portal import clock
from portal.access import trail
from portal.access.practice import Practice
from portal.integrations.email import account_words as words
from portal.models.account import Account, AccountContents, KnownDevice, Role
from portal.models.base import PRACTICE
from portal.services import outbox
from portal.services.account.browsers import browser_words
from portal.services.guesses import From
from portal.settings import get_settings
from portal.vault import lookup
from portal.vault.tokens import looks_like_token

REMEMBERED = 20
"""How many browsers of one account are remembered; the ones used last."""
FORGOTTEN = timedelta(days=400)
SEVERAL = 5
"""Refusals since the last sign-in that make the next one unusual."""


def welcome(practice: Practice, account: Account, source: From, *, before: datetime | None) -> None:
    """Remember this browser, and write to the account's owner when it is new or when others were refused.

    `before` is when they signed in last; None for the first time.
    """
    is_known = _remember(practice, account, source)
    if before is None:
        return
    refused = trail.count_since(practice.db, PRACTICE, account.id, "sign_in.refused", before, most=SEVERAL)
    if is_known and refused < SEVERAL:
        return
    to = practice.unseal(account, AccountContents).email
    if not to:
        return
    told = words.new_device if not is_known else words.after_refusals
    draft = told(clock.now(), browser_words(source.device), security_page(account))
    outbox.write(practice, "sign-in", to, draft)


def security_page(account: Account) -> str:
    """The address of the page where the owner of this account acts."""
    path = "/profile/security" if account.role == Role.PERSON else "/staff/profile"
    return f"{get_settings().origin}{path}"


def _remember(practice: Practice, account: Account, source: From) -> bool:
    """Keep this browser for this account; whether it was kept before.

    Accounts from before browsers were remembered know none yet: their next one is taken as theirs.
    """
    if not looks_like_token(source.browser):
        return False
    db, at = practice.db, clock.now()
    key = lookup.lookup("device", f"{account.id.hex}:{source.browser}")
    known = list(db.exec(_of(account).with_for_update()))
    mine = next((one for one in known if one.device_key == key), None)
    if mine is not None and at - mine.last_seen_at < FORGOTTEN:
        mine.last_seen_at = at
        db.add(mine)
        return True
    if mine is None:
        mine = KnownDevice(account_id=account.id, device_key=key, first_seen_at=at, last_seen_at=at)
    mine.last_seen_at = at
    db.add(mine)
    stale = [one.id for one in known if one is not mine][REMEMBERED - 1 :]
    db.exec(delete(KnownDevice).where(col(KnownDevice.id).in_(stale)))
    return not known


def _of(account: Account) -> SelectOfScalar[KnownDevice]:
    query = select(KnownDevice).where(KnownDevice.account_id == account.id)
    return query.order_by(col(KnownDevice.last_seen_at).desc())
