"""Sessions (ASVS 7, NIST 800-63B 7): opened at sign-in, resolved at every event, ended on the server."""

from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, sql
from sqlmodel import Session, col, select, update

from portal import clock
from portal.access import bell, grants
from portal.access.actor import Actor
from portal.access.charts import binding, row_binding
from portal.access.practice import practice_key
from portal.errors import SignedOut
from portal.models.account import Account, AccountContents, AccountSession, Role, SessionContents
from portal.models.base import PRACTICE, table
from portal.settings import get_settings
from portal.vault import sealing, tokens

TOUCH_EVERY = timedelta(seconds=20)
PROVED_FOR = timedelta(minutes=5)
"""How long it counts that someone has shown again that it is them."""

_session, _account = table(AccountSession).c, table(Account).c
_FOUND = sql.select(
    _session.id.label("session_id"),
    *(_session.account_id, _session.patient_id, _session.started_at, _session.seen_at, _session.ended_at),
    *(_account.role, _account.locked_at, _account.disabled_at, _account.sealed),
    *(_session.proved_at, _account.previous_sign_in_at),
).join_from(table(AccountSession), table(Account))
LIVE = _FOUND.where(_session.token_hash == sql.bindparam("token_hash"))
LIVE_BY_ID = _FOUND.where(_session.id == sql.bindparam("session", type_=_session.id.type))
TOUCH = (
    sql.update(table(AccountSession))
    .where(_session.id == sql.bindparam("session"))
    .values(seen_at=sql.bindparam("at"))
)
_admitted: ContextVar[tuple[str, UUID] | None] = ContextVar("admitted", default=None)


@dataclass(frozen=True, slots=True)
class Holding:
    """What a session gives: whose it is, which record it looks at, and what may be opened with it now."""

    session_id: UUID
    account_id: UUID
    patient_id: UUID | None
    may: frozenset[str]


def start(db: Session, account: Account, *, address: str, device: str, patient_id: UUID | None) -> str:
    """Open a session; returns its token, which only the browser's cookie keeps."""
    token, at = tokens.new_token(), clock.now()
    session = AccountSession(
        token_hash=tokens.token_hash(token),
        account_id=account.id,
        started_at=at,
        seen_at=at,
        patient_id=patient_id,
        sealed=b"",
    )
    contents = SessionContents(address=address[:64], device=device[:300])
    session.sealed = sealing.seal(
        practice_key(db), contents.model_dump_json().encode(), row_binding(session, PRACTICE)
    )
    db.add(session)
    return token


def resolve(db: Session, token: str, *, address: str = "", touch: bool = True) -> Actor:
    """Who holds this token now. `touch` counts as activity against the idle limit.

    Raises:
        SignedOut: no session, ended, idle for too long, too old, or the account is locked or disabled.
    """
    found, at = live(db, token), clock.now()
    if touch and at - found.seen_at > TOUCH_EVERY:
        db.connection().execute(TOUCH, {"session": found.session_id, "at": at})
    sealed = sealing.unseal(practice_key(db), found.sealed, binding("account", found.account_id, PRACTICE))
    return Actor(
        role=Role(found.role),
        name=AccountContents.model_validate_json(sealed).name,
        account_id=found.account_id,
        session_id=found.session_id,
        address=address,
        patient_id=found.patient_id,
        here_before=found.previous_sign_in_at,
        proved_at=found.proved_at,
    )


def admit(token: str, session_id: UUID) -> None:
    """An event was let in with this token. Should its session get a new one before the event is done, it
    goes on as that session, which is asked for as ever; any later event needs the new token.
    """
    _admitted.set((token, session_id))


def touch(db: Session, token: str) -> Any:
    """Count as activity, now; returns the session as `live` does. Raises: SignedOut."""
    found = live(db, token)
    db.connection().execute(TOUCH, {"session": found.session_id, "at": clock.now()})
    return live(db, token)


def live(db: Session, token: str) -> Any:
    """The live session of a token with its account, as a row. Raises: SignedOut with its reason."""
    if not tokens.looks_like_token(token):
        raise SignedOut
    found = db.connection().execute(LIVE, {"token_hash": tokens.token_hash(token)}).first()
    admitted = _admitted.get()
    if found is None and admitted is not None and admitted[0] == token:
        found = db.connection().execute(LIVE_BY_ID, {"session": admitted[1]}).first()
    if found is None:
        raise SignedOut
    if reason := why_over(found):
        raise SignedOut(reason=reason)
    return found


def is_proved(actor: Actor) -> bool:
    """True while it counts that they have shown again that it is them."""
    return actor.proved_at is not None and clock.now() - actor.proved_at < PROVED_FOR


def renew(db: Session, session_id: UUID, *, proved: bool) -> str:
    """Give a session a new token, which ends the one before; returns it. `proved` notes when that was."""
    token = tokens.new_token()
    session = db.get_one(AccountSession, session_id, populate_existing=True)
    session.token_hash = tokens.token_hash(token)
    if proved:
        session.proved_at = clock.now()
    db.add(session)
    return token


def holding(db: Session, token: str) -> Holding:
    """What the session of this token gives now; looking does not extend it. Raises: SignedOut."""
    return _holding(db, live(db, token))


def holdings(db: Session, session_ids: Iterable[UUID]) -> dict[UUID, Holding]:
    """The same for many sessions, by their ids; those that are over are left out."""
    found = (db.connection().execute(LIVE_BY_ID, {"session": one}).first() for one in session_ids)
    live_ones = [_holding(db, row) for row in found if row is not None and not why_over(row)]
    return {one.session_id: one for one in live_ones}


def why_over(session: Any) -> str:
    """Why a session no longer counts: ended, age or idle; empty while it does."""
    at, settings = clock.now(), get_settings()
    if session.ended_at is not None or session.locked_at or session.disabled_at:
        return "ended"
    if at - session.started_at >= timedelta(hours=settings.session_hours):
        return "age"
    if at - session.seen_at >= timedelta(minutes=settings.idle_minutes):
        return "idle"
    return ""


def look_at(db: Session, session_id: UUID, patient_id: UUID | None) -> None:
    """Whose record a session wishes to look at. Whether it may is asked at every event."""
    this = update(AccountSession).where(col(AccountSession.id) == session_id)
    db.exec(this.values(patient_id=patient_id))
    bell.ring(db, bell.session(session_id))


def end(db: Session, token: str, *, why: str = "signed out") -> AccountSession | None:
    """End the session of a token; None when there was none to end."""
    if not tokens.looks_like_token(token):
        return None
    query = select(AccountSession).where(AccountSession.token_hash == tokens.token_hash(token))
    session = db.exec(query).first()
    if session is None or session.ended_at is not None:
        return None
    session.ended_at, session.ended_why = clock.now(), why
    db.add(session)
    bell.ring(db, bell.session(session.id))
    return session


def end_all(db: Session, account_id: UUID, *, why: str, but: UUID | None = None) -> None:
    """End every session of an account, at once, `but` perhaps one."""
    for session in live_of(db, account_id):
        if session.id != but:
            bell.ring(db, bell.session(session.id))
    _end(db, account_id, col(AccountSession.id) != but, why=why)


def end_one(db: Session, account_id: UUID, session_id: UUID, *, why: str) -> bool:
    """End one session of an account; False when there is no such session to end."""
    bell.ring(db, bell.session(session_id))
    return _end(db, account_id, col(AccountSession.id) == session_id, why=why) == 1


def live_of(db: Session, account_id: UUID) -> list[AccountSession]:
    """The sessions of an account that count now, the one used last first."""
    query = select(AccountSession).where(
        AccountSession.account_id == account_id, col(AccountSession.ended_at).is_(None)
    )
    at, settings = clock.now(), get_settings()
    since = at - timedelta(hours=settings.session_hours), at - timedelta(minutes=settings.idle_minutes)
    query = query.where(AccountSession.started_at > since[0], AccountSession.seen_at > since[1])
    return list(db.exec(query.order_by(col(AccountSession.seen_at).desc())))


def _end(db: Session, account_id: UUID, *which: ColumnElement[bool], why: str) -> int:
    open_ones = update(AccountSession).where(
        col(AccountSession.account_id) == account_id, col(AccountSession.ended_at).is_(None), *which
    )
    return int(db.exec(open_ones.values(ended_at=clock.now(), ended_why=why)).rowcount)


def _holding(db: Session, found: Any) -> Holding:
    may = grants.may(db, found.account_id, found.patient_id) | {f"role {found.role}"}
    return Holding(found.session_id, found.account_id, found.patient_id, may)
