"""The code from the email, which shows who reads that mailbox; and which account when several share it."""

from uuid import UUID

from portal import clock
from portal.access import throttle
from portal.access.audit import Deed
from portal.access.throttle import Limit
from portal.db import unit_of_work
from portal.errors import Invalid
from portal.i18n import t
from portal.services.guesses import From
from portal.services.recovery.asking import DIGITS, HOUR, code_hash
from portal.services.recovery.standing import (
    MOST_WRONG,
    Standing,
    Way,
    at,
    candidates,
    gone,
    open_way,
    standing,
)
from portal.vault import codes

PLACE = Limit("recovery-code-address", 30, HOUR, HOUR)


def prove(code: str, *, visit: str, source: From) -> Standing:
    """Take the code from the email. Each works once, for ten minutes, in the browser that asked for it.

    Raises:
        Invalid: it is not the code, it has run out, or there were too many wrong ones.
        TooMany: too many wrong codes from this place.
        Conflict: there is nothing to go on with here.
    """
    digits = codes.typed(code)
    if len(digits) != DIGITS:
        raise Invalid(fields={"code": t("Type the 8 digits from the email.")})
    with unit_of_work() as db:
        throttle.check(db, PLACE, source.place)
        way = at(db, visit, "code", source=source)
        wrong = _wrong(way, digits)
        if not wrong:
            return standing(_proved(way, source))
        throttle.count(db, PLACE, source.place)
        way.note(Deed("recovery.proved", allowed=False))
    raise Invalid(fields={"code": wrong})


def choose(account_id: UUID | str, *, visit: str, source: From) -> Standing:
    """Say which of the accounts with this email address it is about.

    Raises:
        Conflict: there is nothing to choose here, or that is none of them.
    """
    with unit_of_work() as db:
        way = at(db, visit, "which", source=source)
        chosen = next((one for one in candidates(way) if str(one.id) == str(account_id)), None)
        if chosen is None:
            raise gone()
        way.row.account_id = chosen.id
        db.add(way.row)
        way = open_way(db, way.row, source)
        way.note(Deed("recovery.chosen"))
        return standing(way)


def _wrong(way: Way, digits: str) -> str:
    """What is wrong with a code; nothing when it is right. A wrong one counts against the code."""
    wanted = code_hash(way.row, digits)
    fitting = next((one for one in way.contents.codes if one.hash == wanted), None)
    if fitting is not None and clock.now() < fitting.until:
        return ""
    if fitting is not None:
        return t("This code has run out: it works for 10 minutes. Ask for a new one.")
    way.row.tries += 1
    way.db.add(way.row)
    if way.row.tries < MOST_WRONG:
        return t("That is not the code. Check it with the newest email from us.")
    way.contents.codes = []
    way.practice.seal(way.row, way.contents)
    return t("That was wrong too often. This code does not work any more: ask for a new one.")


def _proved(way: Way, source: From) -> Way:
    """The mailbox is theirs. No code sent so far works again."""
    row = way.row
    row.proved_at = clock.now()
    way.contents.codes = []
    way.practice.seal(row, way.contents)
    accounts = candidates(way)
    if len(accounts) == 1:
        row.account_id = accounts[0].id
    way.db.add(row)
    way.db.flush()
    way = open_way(way.db, row, source)
    way.note(Deed("recovery.proved"))
    return way
