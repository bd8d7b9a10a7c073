"""The way from a request to a service: one unit of work, the session resolved, the door opened, committed.

States, HTTP routes and the `portal` command all come through here, so what holds here holds everywhere.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, TypeVar
from uuid import UUID

from sqlmodel import Session

from portal.access import bell, sessions
from portal.access.actor import DUTIES, Actor, Duty, Scope
from portal.access.audit import Deed
from portal.access.charts import Chart, audit_refusal, open_chart
from portal.access.grants import find_relation, may
from portal.access.needs import Need, need_of
from portal.access.own import Own, open_own
from portal.access.practice import open_front_door, open_practice
from portal.access.sessions import Holding
from portal.db import reading, unit_of_work
from portal.errors import NotFound, NotPermitted, ProofWanted

Result = TypeVar("Result")
_SUBJECTS = ("change_id", "correction_id", "record_id", "session_id", "share_id", "patient_id")


def in_chart(
    token: str,
    service: Callable[..., Result],
    *args: Any,
    address: str = "",
    patient_id: UUID | None = None,
    touch: bool = True,
    **kwargs: Any,
) -> Result:
    """Run a chart service for whoever holds `token`.

    The chart is the one the session looks at, or for staff `patient_id`. A service that only looks runs
    after its audit entry is committed, on a connection that cannot keep anyone else from writing. `touch`
    False is for what no person asked for just now: it keeps no session alive.

    Raises:
        SignedOut, NotPermitted (audited), NotFound, ProofWanted, and whatever the service refuses with.
    """
    need = need_of(service)
    actor: Actor | None = None
    wanted = patient_id
    try:
        with unit_of_work(durable=need.writes) as db:
            actor = sessions.resolve(db, token, address=address, touch=touch)
            wanted = patient_id or actor.patient_id
            chart = _opened(db, actor, wanted, need, kwargs)
            _ask_for_proof(actor, need, args, kwargs)
            if need.writes:
                return service(chart, *args, **kwargs)
        with reading() as db:
            return service(replace(chart, db=db), *args, **kwargs)
    except NotPermitted:
        if actor is not None:
            _audit_refusal(actor, wanted, need)
        raise


def in_practice(
    token: str,
    service: Callable[..., Result],
    *args: Any,
    address: str = "",
    touch: bool = True,
    **kwargs: Any,
) -> Result:
    """Run a practice-wide service for the staff member who holds `token`; `touch` as in `in_chart`.

    Raises:
        SignedOut, NotPermitted (audited), ProofWanted, and whatever the service refuses with.
    """
    need = need_of(service)
    actor: Actor | None = None
    try:
        with unit_of_work(durable=need.acting) as db:
            actor = sessions.resolve(db, token, address=address, touch=touch)
            return _run_in_practice(db, actor, service, args, kwargs)
    except NotPermitted:
        if actor is not None:
            _audit_refusal(actor, None, need)
        raise


def in_account(
    token: str,
    service: Callable[..., Result],
    *args: Any,
    address: str = "",
    **kwargs: Any,
) -> Result:
    """Run a service about the own account of whoever holds `token`.

    Raises:
        SignedOut, ProofWanted, and whatever the service refuses with.
    """
    need = need_of(service)
    if not need.own:
        raise TypeError(f"{need.action} is not about one's own account")
    with unit_of_work(durable=need.acting) as db:
        own = _own(db, sessions.resolve(db, token, address=address), need, args, kwargs)
        if need.acting:
            return service(own, *args, **kwargs)
    with reading() as db:
        return service(replace(own, db=db), *args, **kwargs)


def as_actor(
    actor: Actor,
    service: Callable[..., Result],
    *args: Any,
    patient_id: UUID | None = None,
    **kwargs: Any,
) -> Result:
    """Run a service for an actor who needs no session: the operator's command, a job."""
    need = need_of(service)
    with unit_of_work() as db:
        if need.scope is not None:
            return service(_opened(db, actor, patient_id, need, kwargs), *args, **kwargs)
        if patient_id is not None:
            kwargs["patient_id"] = patient_id
        return _run_in_practice(db, actor, service, args, kwargs)


def holding(token: str) -> Holding:
    """What the session of this token gives now. Does not extend it. Raises: SignedOut when it is over."""
    with reading() as db:
        return sessions.holding(db, token)


def admit(token: str, held: Holding) -> None:
    """Let an event go on to its end that was let in with this token (`sessions.admit`)."""
    sessions.admit(token, held.session_id)


def may_in(token: str, patient_id: UUID) -> frozenset[str]:
    """What whoever holds this token may do in one patient's record now, a word each. Raises: SignedOut."""
    with reading() as db:
        return may(db, sessions.live(db, token).account_id, patient_id)


def holdings(session_ids: Iterable[UUID]) -> dict[UUID, Holding]:
    """The same for many sessions, by their ids; those that are over are left out."""
    with reading() as db:
        return sessions.holdings(db, session_ids)


def chart_topic(token: str, scope: Scope, *, address: str = "", patient_id: UUID | None = None) -> str:
    """What the bell says of the chart this session looks at. Raises: SignedOut, NotPermitted, NotFound."""
    with reading() as db:
        actor = sessions.resolve(db, token, address=address, touch=False)
        wanted = patient_id or actor.patient_id
        if wanted is None:
            raise NotFound
        if find_relation(db, actor, wanted, scope, acting=False) is None:
            raise NotPermitted
    return bell.chart(wanted, scope)


def duty_topic(token: str, duty: Duty, *, address: str = "") -> str:
    """What the bell says of what waits for one duty. Raises: SignedOut, NotPermitted."""
    with reading() as db:
        actor = sessions.resolve(db, token, address=address, touch=False)
    if duty not in DUTIES[actor.role]:
        raise NotPermitted
    return bell.duty(duty)


def own_topic(token: str, what: str, *, address: str = "") -> str:
    """What the bell says of something of this account's own. Raises: SignedOut."""
    with reading() as db:
        actor = sessions.resolve(db, token, address=address, touch=False)
    if actor.account_id is None:
        raise NotPermitted
    return bell.own(actor.account_id, what)


def _opened(db: Session, actor: Actor, patient_id: UUID | None, need: Need, kwargs: dict[str, Any]) -> Chart:
    if need.scope is None:
        raise TypeError(f"{need.action} does not take a chart")
    if patient_id is None:
        raise NotPermitted if actor.is_staff else NotFound
    if need.staff is not None and actor.is_staff and need.staff not in DUTIES[actor.role]:
        raise NotPermitted
    deed = Deed(need.action, subject_id=_subject(kwargs), subject=_what(kwargs))
    return open_chart(db, actor, patient_id, need.scope, deed=deed, acting=need.acting)


def _run_in_practice(
    db: Session,
    actor: Actor,
    service: Callable[..., Result],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> Result:
    need = need_of(service)
    if need.duty is None:
        raise TypeError(f"{need.action} does not take the practice")
    practice = open_practice(db, actor, need.duty, deed=Deed(need.action, subject_id=_subject(kwargs)))
    _ask_for_proof(actor, need, args, kwargs)
    return service(practice, *args, **kwargs)


def _own(db: Session, actor: Actor, need: Need, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Own:
    own = open_own(db, actor, hold=need.acting)
    _ask_for_proof(actor, need, args, kwargs)
    deed = Deed(need.action, subject_id=_subject(kwargs))
    if need.acting:
        own.note(deed)
    else:
        own.note_view(deed)
    return own


def _ask_for_proof(actor: Actor, need: Need, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """Who acts without a session (the operator, a job) has nothing to show.

    Nobody shows it for something that cannot be done as typed. Raises: Invalid, ProofWanted.
    """
    if not need.proof or actor.session_id is None or sessions.is_proved(actor):
        return
    if need.typed is not None:
        need.typed(*args, **kwargs)
    raise ProofWanted


def _subject(kwargs: dict[str, Any]) -> UUID | None:
    found = next((kwargs[name] for name in _SUBJECTS if kwargs.get(name)), None)
    return found if isinstance(found, UUID) else None


def _what(kwargs: dict[str, Any]) -> str:
    """Which kind of record it is about; the trail has words for those there are."""
    found = kwargs.get("kind", "")
    return found[:40] if isinstance(found, str) else ""


def _audit_refusal(actor: Actor, patient_id: UUID | None, need: Need) -> None:
    with unit_of_work() as db:
        deed = Deed(need.action, allowed=False)
        if patient_id is None or not audit_refusal(db, actor, patient_id, deed):
            open_front_door(db, actor).note(deed)
