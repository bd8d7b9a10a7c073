"""Who has a conversation open and who is writing in it: known while it is so, in memory, and kept nowhere.

A page says that it is there and that someone types; the other pages of the same conversation hear of it
through the bell. Processes that serve the same practice tell each other (`portal/access/others.py`); what one
of them has not said again for a while is forgotten, so that one which dies leaves nobody standing there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import RLock
from uuid import UUID

from portal import clock
from portal.access import bell

WRITES_FOR = timedelta(seconds=8)
"""Who has not typed for so long is not writing any more."""
REMEMBERED = timedelta(seconds=45)
"""How long another process is believed; it says again what it knows every ten seconds."""


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who has a conversation open; `side` is "patient" or "staff"."""

    account_id: UUID
    name: str
    side: str


@dataclass(frozen=True, slots=True)
class Beside:
    """Someone else who has the same conversation open."""

    person: Person
    is_writing: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """One page that is open: where, whose, until when they count as writing."""

    place: UUID
    person: Person
    writes_until: datetime | None = None


Teller = Callable[[str, Standing | None], None]
"""Called with a page's token and where it stands now; None when it is gone. It must not wait for anything."""

_here: dict[str, Standing] = {}
_elsewhere: dict[str, tuple[Standing, datetime]] = {}
_tellers: list[Teller] = []
_lock = RLock()


def came(token: str, place: UUID, person: Person) -> None:
    """A page of this process shows a conversation now."""
    _stand(token, Standing(place, person))


def writes(token: str, on: bool) -> None:
    """Someone types on a page of this process, or has stopped."""
    with _lock:
        was = _here.get(token)
    if was is None or (not on and was.writes_until is None):
        return
    _stand(token, Standing(was.place, was.person, clock.now() + WRITES_FOR if on else None))


def left(token: str) -> None:
    """The page is closed, or shows something else."""
    with _lock:
        was = _here.pop(token, None)
    if was is not None:
        _tell(token, None)
        bell.ring_now(bell.place(was.place))


def beside(token: str) -> list[Beside]:
    """Everyone else at the conversation that this page shows, once each, those who write first."""
    with _lock:
        mine = _here.get(token)
        standing = [*_here.values(), *(one for one, _ in _elsewhere.values())]
    if mine is None:
        return []
    at = clock.now()
    found: dict[Person, bool] = {}
    for one in standing:
        if one.place == mine.place and one.person.account_id != mine.person.account_id:
            is_writing = one.writes_until is not None and one.writes_until > at
            found[one.person] = found.get(one.person, False) or is_writing
    rows = [Beside(person, is_writing) for person, is_writing in found.items()]
    return sorted(rows, key=lambda row: (not row.is_writing, row.person.name.casefold()))


def look_round() -> None:
    """Say again what this process knows; forget what others have not said again, and who stopped typing."""
    at = clock.now()
    with _lock:
        gone = [token for token, (_, heard_at) in _elsewhere.items() if heard_at < at - REMEMBERED]
        places = {_elsewhere.pop(token)[0].place for token in gone}
        mine = dict(_here)
        everyone = [*mine.values(), *(one for one, _ in _elsewhere.values())]
        places |= {one.place for one in everyone if one.writes_until and one.writes_until <= at}
    for token, standing in mine.items():
        _tell(token, standing)
    if places:
        bell.ring_now(*(bell.place(place) for place in places))


def heard(token: str, standing: Standing | None) -> None:
    """Another process says where one of its pages stands."""
    with _lock:
        was = _elsewhere.pop(token, None)
        if standing is not None:
            _elsewhere[token] = (standing, clock.now())
    if (was[0] if was else None) != standing:
        places = {one.place for one in (was[0] if was else None, standing) if one}
        bell.rang_elsewhere(bell.place(place) for place in places)


def tell(teller: Teller) -> None:
    """Call this for everything that changes here, from now on."""
    _tellers.append(teller)


def tell_no_more(teller: Teller) -> None:
    """No longer."""
    _tellers.remove(teller)


def _stand(token: str, standing: Standing) -> None:
    with _lock:
        was = _here.get(token)
        _here[token] = standing
    if was == standing:
        return
    _tell(token, standing)
    places = {one.place for one in (was, standing) if one}
    bell.ring_now(*(bell.place(place) for place in places))


def _tell(token: str, standing: Standing | None) -> None:
    for teller in list(_tellers):
        teller(token, standing)
