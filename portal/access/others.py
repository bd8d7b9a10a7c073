"""The other processes that serve the same practice: they hear what rings here, and the other way round.

With `PORTAL_REDIS_URL`; without it a process is alone, and nothing of this happens. What goes between them
are topics, and who has which conversation open: sealed, and kept nowhere.
"""

import json
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from portal.access import bell, presence
from portal.access.presence import Person, Standing
from portal.integrations.relay import Relay
from portal.settings import get_settings
from portal.vault.lookup import lookup

log = logging.getLogger("portal.access")


class Joined:
    """That this process and the others hear each other, until `leave`."""

    def __init__(self, relay: Relay | None) -> None:
        self.relay = relay
        if relay is not None:
            relay.start()
            bell.carry(self._carry)
            presence.tell(self._tell)

    def leave(self) -> None:
        """Hear each other no longer."""
        if self.relay is not None:
            bell.carry_no_more(self._carry)
            presence.tell_no_more(self._tell)
            self.relay.close()

    def _carry(self, topics: frozenset[str]) -> None:
        if self.relay is not None:
            self.relay.send(_rang(topics))

    def _tell(self, token: str, standing: Standing | None) -> None:
        if self.relay is not None:
            stands = _as_json(standing) if standing else None
            self.relay.send(json.dumps({"page": token, "stands": stands}).encode())


def join() -> Joined:
    """Hear the other processes, and be heard, where the practice has several."""
    url = get_settings().redis_url
    return Joined(Relay(url, lookup("relay", "key"), _hear, _missed) if url else None)


@contextmanager
def telling() -> Iterator[None]:
    """What rings within the block is carried to the processes that serve: for a command, which ends soon."""
    rung: set[str] = set()
    carrier = rung.update
    bell.carry(carrier)
    try:
        yield
    finally:
        bell.carry_no_more(carrier)
        if rung and (url := get_settings().redis_url):
            relay = Relay(url, lookup("relay", "key"), _hear, _missed)
            relay.send_and_close(_rang(rung))


def _hear(note: bytes) -> None:
    try:
        what = json.loads(note)
        if "rang" in what:
            bell.rang_elsewhere(str(topic) for topic in what["rang"])
        else:
            presence.heard(str(what["page"]), _from_json(what["stands"]))
    except (ValueError, KeyError, TypeError) as fault:  # a process of another version
        log.error("a note was not understood (%s)", type(fault).__name__)


def _rang(topics: Iterable[str]) -> bytes:
    return json.dumps({"rang": sorted(topics)}).encode()


def _missed() -> None:
    bell.rang_elsewhere([bell.EVERYTHING])


def _as_json(standing: Standing) -> dict[str, str]:
    who = standing.person
    until = standing.writes_until.isoformat() if standing.writes_until else ""
    return {
        "place": standing.place.hex,
        "account": who.account_id.hex,
        "name": who.name,
        "side": who.side,
        "until": until,
    }


def _from_json(said: dict[str, str] | None) -> Standing | None:
    if said is None:
        return None
    person = Person(UUID(said["account"]), str(said["name"]), str(said["side"]))
    until = datetime.fromisoformat(said["until"]) if said["until"] else None
    return Standing(UUID(said["place"]), person, until)
