"""Many ring at once: each page is told at once, and once more for all that came right after."""

import asyncio
from uuid import UUID, uuid4

import pytest

from portal.access import bell
from portal.access.sessions import Holding
from portal.state import live
from portal.state.live import Teller
from tests.loops import run

PAGE, EVENT = "a-page", "state.look"


@pytest.fixture
def apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "APART", 0.02)
    monkeypatch.setattr(live, "MANY_APART", 0.2)


def rung(topic: str, times: int, *, wait: float) -> list[tuple[str, str]]:
    """What a page that follows the topic is sent when it rings so many times, until `wait` seconds after."""
    sent: list[tuple[str, str]] = []

    async def send(token: str, event: str) -> None:
        sent.append((token, event))

    async def ring() -> list[tuple[str, str]]:
        teller = Teller(send)
        for _ in range(times):
            await teller.tell(frozenset({topic}))
        first = list(sent)
        await asyncio.sleep(wait)
        assert first == [(PAGE, EVENT)]
        return sent

    live.TABS.seen(PAGE, Holding(uuid4(), uuid4(), None, frozenset()), "/here")
    live.TABS.follow(PAGE, frozenset({topic}), EVENT)
    try:
        return run(ring())
    finally:
        live.TABS.gone(PAGE)


@pytest.mark.usefixtures("apart")
@pytest.mark.parametrize("topic", [bell.desk(), bell.desk(UUID(int=7))])
def test_a_hundred_rings_are_two_looks(topic: str) -> None:
    assert rung(topic, 100, wait=0.6) == [(PAGE, EVENT)] * 2


@pytest.mark.usefixtures("apart")
def test_what_concerns_many_waits_longer_than_what_concerns_one() -> None:
    assert len(rung(bell.desk(uuid4()), 3, wait=0.1)) == 2
    assert len(rung(bell.desk(), 3, wait=0.1)) == 1


def test_a_page_hears_of_what_it_follows_now_and_keeps_nothing_when_it_is_closed() -> None:
    tabs, me = live.Tabs(), Holding(uuid4(), uuid4(), None, frozenset())
    one, other = bell.place(uuid4()), bell.place(uuid4())

    async def told(*topics: str) -> set[tuple[str, str]]:
        return set(tabs.told_of(frozenset(topics)))

    tabs.seen(PAGE, me, "/here")
    tabs.follow(PAGE, frozenset({one}), EVENT)
    assert run(told(one)) == {(PAGE, EVENT)}
    assert run(told(bell.account(me.account_id), other)) == {(PAGE, live.LOOK_AGAIN)}
    assert run(told(bell.EVERYTHING)) == {(PAGE, EVENT), (PAGE, live.LOOK_AGAIN)}
    tabs.follow(PAGE, frozenset({other}), EVENT)
    assert run(told(one)) == set()
    assert run(told(other)) == {(PAGE, EVENT)}
    tabs.seen(PAGE, me, "/there")
    assert run(told(other)) == set()
    tabs.gone(PAGE)
    assert tabs._open == {} and tabs._by_topic == {}
