"""Alice and Nia have the same conversation open. Each sees when the other types."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest

from portal.access import bell, presence
from portal.access.presence import REMEMBERED, WRITES_FOR, Person, Standing
from tests.conftest import Clock

PLACE, OTHER = uuid4(), uuid4()
ALICE, NIA, OLGA = (
    Person(uuid4(), name, side)
    for name, side in (("Alice Ames", "patient"), ("Nia Novak", "staff"), ("Olga Orr", "staff"))
)


@pytest.fixture(autouse=True)
def alone() -> Iterator[None]:
    yield
    for token in ("alice", "phone", "nia", "olga"):
        presence.left(token)
    for token in ("far", "away"):
        presence.heard(token, None)


@pytest.fixture
def rings() -> Iterator[list[frozenset[str]]]:
    heard: list[frozenset[str]] = []
    bell.answer(heard.append)
    yield heard
    bell.hang_up(heard.append)


def beside(token: str) -> list[tuple[str, bool]]:
    return [(one.person.name, one.is_writing) for one in presence.beside(token)]


def test_each_sees_the_others_and_who_types(rings: list[frozenset[str]]) -> None:
    presence.came("alice", PLACE, ALICE)
    presence.came("nia", PLACE, NIA)
    presence.came("olga", OTHER, OLGA)
    assert beside("alice") == [("Nia Novak", False)] and beside("olga") == []
    rings.clear()
    presence.writes("nia", True)
    assert beside("alice") == [("Nia Novak", True)] and rings == [frozenset({bell.place(PLACE)})]
    presence.writes("nia", False)
    assert beside("alice") == [("Nia Novak", False)]
    rings.clear()
    presence.writes("nia", False)
    assert rings == []


def test_another_window_of_the_same_person_is_not_someone_else() -> None:
    presence.came("alice", PLACE, ALICE)
    presence.came("phone", PLACE, ALICE)
    presence.came("nia", PLACE, NIA)
    presence.writes("phone", True)
    assert beside("alice") == [("Nia Novak", False)]
    assert beside("nia") == [("Alice Ames", True)]


def test_who_stopped_without_a_word_is_not_writing_for_ever(
    clock: Clock, rings: list[frozenset[str]]
) -> None:
    presence.came("alice", PLACE, ALICE)
    presence.came("nia", PLACE, NIA)
    presence.writes("nia", True)
    clock.forward(seconds=WRITES_FOR.total_seconds() + 1)
    assert beside("alice") == [("Nia Novak", False)]
    rings.clear()
    presence.look_round()
    assert rings == [frozenset({bell.place(PLACE)})]


def test_whoever_leaves_is_gone_at_once(rings: list[frozenset[str]]) -> None:
    presence.came("alice", PLACE, ALICE)
    presence.came("nia", PLACE, NIA)
    rings.clear()
    presence.left("nia")
    assert beside("alice") == [] and rings == [frozenset({bell.place(PLACE)})]
    assert beside("nia") == []


def test_another_process_is_believed_for_as_long_as_it_says_so(clock: Clock) -> None:
    presence.came("alice", PLACE, ALICE)
    presence.heard("far", Standing(PLACE, NIA))
    assert beside("alice") == [("Nia Novak", False)]
    clock.forward(seconds=REMEMBERED.total_seconds() - 1)
    presence.heard("far", Standing(PLACE, NIA))
    clock.forward(seconds=REMEMBERED.total_seconds() - 1)
    presence.look_round()
    assert beside("alice") == [("Nia Novak", False)]
    clock.forward(seconds=2)
    presence.look_round()
    assert beside("alice") == []


def test_what_changes_here_is_told_once_and_said_again_at_each_look() -> None:
    told: list[tuple[str, UUID | None]] = []

    def tell(token: str, standing: Standing | None) -> None:
        told.append((token, standing.place if standing else None))

    presence.tell(tell)
    try:
        presence.came("alice", PLACE, ALICE)
        presence.came("alice", PLACE, ALICE)
        presence.look_round()
        presence.left("alice")
    finally:
        presence.tell_no_more(tell)
    assert told == [("alice", PLACE), ("alice", PLACE), ("alice", None)]
