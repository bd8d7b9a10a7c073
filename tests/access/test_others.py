"""Two processes serve one practice. What rings in one is heard in the other, by way of a real Redis."""

import logging
import queue
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
import redis

from portal.access import bell, others, presence
from portal.access.presence import Person
from portal.integrations.relay import Relay
from portal.vault.lookup import lookup
from tests.conftest import live_in
from tests.redis_server import RedisServer, find_binary

SOON = 10
TOPIC = "chart of somebody"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RedisServer]:
    if not find_binary():
        pytest.skip("Redis: no redis-server found")
    with RedisServer(tmp_path) as server:
        yield server


@pytest.fixture
def here(home: Path, server: RedisServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[others.Joined]:
    """This process, joined."""
    with live_in(home, monkeypatch, PORTAL_REDIS_URL=server.url):
        joined = others.join()
        assert joined.relay is not None and joined.relay.is_heard.wait(SOON)
        yield joined
        joined.leave()


class Far:
    """The other process's end, in this one: what it heard, and a way to say something."""

    def __init__(self, url: str, key: bytes) -> None:
        self.heard: queue.Queue[bytes] = queue.Queue()
        self.missed = threading.Event()
        self.relay = Relay(url, key, self.heard.put, self.missed.set)
        self.relay.start()
        assert self.relay.is_heard.wait(SOON)


@pytest.fixture
def far(home: Path, server: RedisServer) -> Iterator[Far]:
    far = Far(server.url, lookup("relay", "key"))
    yield far
    far.relay.close()


@pytest.fixture
def rings() -> Iterator[queue.Queue[frozenset[str]]]:
    heard: queue.Queue[frozenset[str]] = queue.Queue()
    bell.answer(heard.put)
    yield heard
    bell.hang_up(heard.put)


def soon(what: Callable[[], bool]) -> bool:
    until = time.monotonic() + SOON
    while not what():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def until(heard: "queue.Queue[frozenset[str]]", topic: str) -> bool:
    """Whether this topic rings soon, whatever else rings before."""
    while topic not in heard.get(timeout=SOON):
        pass
    return True


def test_what_rings_here_is_heard_there_and_the_other_way_round(
    here: others.Joined, far: Far, rings: "queue.Queue[frozenset[str]]"
) -> None:
    bell.ring_now(TOPIC)
    assert far.heard.get(timeout=SOON) == b'{"rang": ["%s"]}' % TOPIC.encode()
    far.relay.send(b'{"rang": ["from afar"]}')
    assert until(rings, "from afar")


def test_what_came_from_there_is_not_carried_back(
    here: others.Joined, far: Far, rings: "queue.Queue[frozenset[str]]"
) -> None:
    far.relay.send(b'{"rang": ["from afar"]}')
    assert until(rings, "from afar")
    bell.ring_now("the next one")
    assert b"the next one" in far.heard.get(timeout=SOON)


def test_who_is_there_and_types_is_known_in_both(here: others.Joined, far: Far) -> None:
    place = uuid4()
    presence.came("alice", place, Person(uuid4(), "Alice Ames", "patient"))
    said = far.heard.get(timeout=SOON)
    assert b"Alice Ames" in said
    nia = said.replace(b"Alice Ames", b"Nia Novak").replace(b'"alice"', b'"nia"')
    other = uuid4().hex.encode()
    mine = presence._here["alice"].person.account_id.hex.encode()
    far.relay.send(nia.replace(mine, other).replace(b'"patient"', b'"staff"'))
    assert soon(lambda: [one.person.name for one in presence.beside("alice")] == ["Nia Novak"])
    far.relay.send(b'{"page": "nia", "stands": null}')
    assert soon(lambda: presence.beside("alice") == [])
    presence.left("alice")


def test_nothing_on_the_way_can_be_read_and_nothing_made_up_is_believed(
    here: others.Joined, far: Far, server: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    assert here.relay is not None
    channel = here.relay._channel
    with redis.Redis.from_url(server.url) as client, client.pubsub(ignore_subscribe_messages=True) as ears:
        ears.subscribe(channel)
        ears.get_message(timeout=SOON)
        bell.ring_now(TOPIC)
        assert far.heard.get(timeout=SOON)
        wires: list[bytes] = []

        def overheard() -> bool:
            got = ears.get_message(timeout=0.2)
            wires.extend([got["data"]] if got else [])
            return bool(wires)

        assert soon(overheard)
        assert TOPIC.encode() not in wires[0] and b"rang" not in wires[0]
        with caplog.at_level(logging.ERROR, "portal.relay"):
            for made_up in (b"", b"x", b'{"rang": ["everything"]}', bytes(200), wires[0][:-1] + b"?"):
                client.publish(channel, made_up)
            assert soon(lambda: caplog.text.count("not from one of ours") >= 5)
    assert far.heard.empty()


def test_another_practice_on_the_same_redis_hears_nothing(
    here: others.Joined, far: Far, server: RedisServer
) -> None:
    stranger = Far(server.url, bytes(32))
    bell.ring_now(TOPIC)
    assert far.heard.get(timeout=SOON)
    assert stranger.heard.empty()
    stranger.relay.close()


@pytest.mark.parametrize(
    "note", [b"[]", b"no json", b'{"page": 1}', b'{"page": "x", "stands": {"place": "?"}}', b'{"rang": 5}']
)
def test_a_process_of_another_version_breaks_nothing(
    here: others.Joined, far: Far, rings: "queue.Queue[frozenset[str]]", note: bytes
) -> None:
    far.relay.send(note)
    far.relay.send(b'{"rang": ["still there"]}')
    assert until(rings, "still there")


def test_when_redis_was_away_every_page_looks_again(
    rings: "queue.Queue[frozenset[str]]", here: others.Joined, server: RedisServer
) -> None:
    assert here.relay is not None
    assert until(rings, bell.EVERYTHING)  # at the beginning, too: nobody knows what was missed
    server.stop()
    assert soon(lambda: not here.relay.is_heard.is_set())
    bell.ring_now("rings here all the same")
    assert until(rings, "rings here all the same")
    server.start()
    assert until(rings, bell.EVERYTHING)


def test_without_an_address_a_process_is_alone(home: Path, rings: "queue.Queue[frozenset[str]]") -> None:
    joined = others.join()
    assert joined.relay is None
    bell.ring_now(TOPIC)
    assert until(rings, TOPIC)
    joined.leave()


def test_what_a_command_changes_is_heard_by_the_processes_that_serve(
    home: Path, server: RedisServer, far: Far, monkeypatch: pytest.MonkeyPatch
) -> None:
    with live_in(home, monkeypatch, PORTAL_REDIS_URL=server.url):
        with others.telling():
            bell.ring_now("one")
            bell.ring_now("two")
        assert far.heard.get(timeout=SOON) == b'{"rang": ["one", "two"]}'
        with others.telling():
            pass
    assert far.heard.empty()


def test_a_command_ends_well_when_redis_is_away(
    home: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with live_in(home, monkeypatch, PORTAL_REDIS_URL="redis://127.0.0.1:1/0"), others.telling():
        bell.ring_now(TOPIC)
    assert "Redis does not take notes" in caplog.text
