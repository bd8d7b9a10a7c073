"""Entries that follow one another and say the same of one person on one day, folded into one row.

Only what an entry shows unsealed is looked at, a bounded number at a time, so that a long trail costs no more
than a short one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from portal import clock
from portal.access.trail import Mark
from portal.services import audit_words

PAGE = 25
CHUNK = 400
FURTHEST = 4_000
"""So many entries are read for one page at most; a fold that is longer goes on on the next page."""

Key = tuple[object, ...]
_FOLDED = ("looked", "signed-in")
_TAKEN_AWAY = ("papers.", "records.read_file", "activity.download")
"""What leaves the portal is never folded in among looks."""
_ALONE = (*_TAKEN_AWAY, "emergency.opened", "emergency.ended", "emergency.found")
"""Nor is what was opened in an emergency, and what was found of it."""
_WITHOUT_ACCOUNT = ("sign_in.refused", "importing.imported")


@dataclass(slots=True)
class Fold:
    """Some entries in a row: how many, how many of them looks, and the newest and the oldest of them."""

    key: Key
    newest: Mark
    oldest: Mark
    count: int = 0
    looks: int = 0

    def take(self, mark: Mark) -> None:
        """Count one more in, from either end."""
        self.newest = max(self.newest, mark, key=lambda one: one.seq)
        self.oldest = min(self.oldest, mark, key=lambda one: one.seq)
        self.count += 1
        self.looks += audit_words.group_of(mark.action) == "looked"


@dataclass(frozen=True, slots=True)
class Folds:
    """One page of folds, and whether there is more in the direction it was read."""

    folds: list[Fold] = field(default_factory=list)
    is_more: bool = False


def fold_page(read: Callable[[int], list[Mark]], *, size: int = PAGE) -> Folds:
    """The first `size` folds of what `read` gives; it gets the place to go on from, 0 at the start."""
    folds: list[Fold] = []
    for n, mark in enumerate(_each(read)):
        key = _key(mark)
        if n >= FURTHEST:
            return Folds(folds, is_more=True)
        if not folds or folds[-1].key != key:
            if len(folds) == size:
                return Folds(folds, is_more=True)
            folds.append(Fold(key, mark, mark))
        folds[-1].take(mark)
    return Folds(folds)


def _each(read: Callable[[int], list[Mark]]) -> Iterator[Mark]:
    place = 0
    while found := read(place):
        yield from found
        if len(found) < CHUNK:
            return
        place = found[-1].seq


def _key(mark: Mark) -> Key:
    """What must be the same to be folded: who looked, or what was tried or brought in without an account.

    A change is never folded, nor a download, nor the opening of a shared link: no account says whose it was.
    """
    group, day = audit_words.group_of(mark.action), mark.at.astimezone(clock.zone()).date()
    if mark.account_id is not None and group in _FOLDED and not mark.action.startswith(_ALONE):
        return (mark.account_id, day, mark.allowed)
    if mark.account_id is None and mark.action in _WITHOUT_ACCOUNT:
        return (mark.action, day, mark.allowed)
    return ("alone", mark.seq)
