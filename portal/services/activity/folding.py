"""Entries that follow one another and say the same of one person on one day, folded into one row; of the
reader's own deeds also different ones, as long as nobody else's lie between.

Only what an entry shows unsealed is looked at, a bounded number at a time, so that a long trail costs no more
than a short one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

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
_OUT = ("sharing.", "contact.", "holds.", "guardians.", "aging_out.")
"""Own deeds that let something out or change who may do what stand alone all the same."""
_WITHOUT_ACCOUNT = ("sign_in.refused", "importing.imported")


@dataclass(slots=True)
class Fold:
    """Some entries in a row: how many, how many of them looks, and the newest and the oldest of them.

    `deeds` counts what else the reader did, by action.
    """

    key: Key
    newest: Mark
    oldest: Mark
    count: int = 0
    looks: int = 0
    deeds: dict[str, int] = field(default_factory=dict)

    def take(self, mark: Mark) -> None:
        """Count one more in, from either end."""
        self.newest = max(self.newest, mark, key=lambda one: one.seq)
        self.oldest = min(self.oldest, mark, key=lambda one: one.seq)
        self.count += 1
        group = audit_words.group_of(mark.action)
        self.looks += group == "looked"
        if group == "changed":
            self.deeds[mark.action] = self.deeds.get(mark.action, 0) + 1


@dataclass(frozen=True, slots=True)
class Folds:
    """One page of folds, and whether there is more in the direction it was read."""

    folds: list[Fold] = field(default_factory=list)
    is_more: bool = False


def fold_page(read: Callable[[int], list[Mark]], *, reader: UUID | None = None, size: int = PAGE) -> Folds:
    """The first `size` folds of what `read` gives; it gets the place to go on from, 0 at the start.

    `reader` is the account of whoever reads.
    """
    folds: list[Fold] = []
    for n, mark in enumerate(_each(read)):
        key = _key(mark, reader)
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


def _key(mark: Mark, reader: UUID | None) -> Key:
    """What must be the same to be folded: who looked, or what was tried or brought in without an account.

    Another's change is never folded, nor a download, nor the opening of a shared link: no account says whose
    it was.
    """
    group, day = audit_words.group_of(mark.action), mark.at.astimezone(clock.zone()).date()
    is_step = group == "changed" and mark.account_id == reader and not mark.action.startswith(_OUT)
    is_folded = is_step or (group in _FOLDED and not mark.action.startswith(_ALONE))
    if mark.account_id is not None and is_folded:
        return (mark.account_id, day, mark.allowed)
    if mark.account_id is None and mark.action in _WITHOUT_ACCOUNT:
        return (mark.action, day, mark.allowed)
    return ("alone", mark.seq)
