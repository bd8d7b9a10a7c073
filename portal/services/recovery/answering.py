"""What is shown after the code: the answer to a security question, and the second factor."""

from uuid import UUID

from sqlmodel import Session, col, update

from portal import clock
from portal.access.audit import Deed
from portal.db import unit_of_work
from portal.errors import Invalid
from portal.i18n import nt, t
from portal.models.account import Account
from portal.models.recovery import Recovery
from portal.services import second_factor
from portal.services.aside import hashes
from portal.services.guesses import From
from portal.services.recovery.standing import (
    MOST_WRONG,
    Standing,
    Way,
    asked,
    at,
    gone,
    look,
    open_way,
    standing,
)
from portal.services.second_factor.guessing import count_guess, forget_guesses, refuse_too_many
from portal.vault import passwords


@hashes
def answer(words: str, *, visit: str, source: From) -> Standing:
    """Take the answer to the security question. Five wrong ones in all, ever, and only the practice can help.

    A guess counts before it is looked at, so that guesses made together are not more than five either.

    Raises:
        Invalid: it is not the answer; says how many more guesses there are.
        Conflict: it is not the time for an answer, or it was the fifth wrong one.
    """
    if not words.strip():
        raise Invalid(fields={"answer": t("Type your answer.")})
    with unit_of_work() as db:
        way = at(db, visit, "question", source=source)
        row_id, chosen = way.row.id, asked(db, way.owner())
        if chosen is None or not _claim(db, way.owner().id):
            raise gone()
    right = passwords.verify_answer(words[:1000], chosen.answer_hash)
    with unit_of_work() as db:
        way = open_way(db, db.get_one(Recovery, row_id), source)
        if right:
            _answered(way)
        else:
            way.note(Deed("recovery.answered", allowed=False))
        left = MOST_WRONG - way.owner().wrong_answers
    if right or left <= 0:
        return look(visit=visit, source=source)
    raise Invalid(fields={"answer": _not_it(left)})


def factor(code: str, *, visit: str, source: From) -> Standing:
    """Take a code from the app or off the list: getting back in never goes around the second factor.

    Raises:
        Invalid: the code does not fit.
        TooMany: tries from here, or at this account, must wait.
        Conflict: it is not the time for it.
    """
    with unit_of_work() as db:
        way = at(db, visit, "factor", source=source)
        refuse_too_many(db, way.owner(), source)
        if second_factor.fits(db, way.owner(), code[:100]):
            forget_guesses(db, way.owner(), source)
            way.row.factored_at = clock.now()
            db.add(way.row)
            way.note(Deed("recovery.factor_shown"))
            return standing(way)
        count_guess(db, way.owner(), source)
        way.note(Deed("recovery.factor_shown", allowed=False))
    raise Invalid(
        fields={"factor": t("That code does not fit. Check it and try again, or use the next one.")}
    )


def _claim(db: Session, account_id: UUID) -> bool:
    """Take one of the guesses that are left."""
    mine = (col(Account.id) == account_id, col(Account.wrong_answers) < MOST_WRONG)
    taken = update(Account).where(*mine).values(wrong_answers=Account.wrong_answers + 1)
    return db.exec(taken).rowcount == 1


def _answered(way: Way) -> None:
    """The answer was right, and the guess is given back; it leads nowhere if all this was ended meanwhile."""
    mine, this = col(Account.id) == way.row.account_id, col(Recovery.id) == way.row.id
    way.db.exec(update(Account).where(mine).values(wrong_answers=Account.wrong_answers - 1))
    way.db.exec(
        update(Recovery).where(this, col(Recovery.ended_at).is_(None)).values(answered_at=clock.now())
    )
    way.db.expire_all()
    way.note(Deed("recovery.answered"))


def _not_it(left: int) -> str:
    return nt(
        "That is not the answer we have. You have {n} try left, then only we can help you.",
        "That is not the answer we have. You have {n} tries left, then only we can help you.",
        left,
    )
