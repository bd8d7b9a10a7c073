"""Short notes between the processes that serve one practice, over Redis publish/subscribe.

A note is sealed (AES-256-GCM) before it leaves the process: whoever runs or overhears Redis reads nothing,
and what they make up is thrown away. A note is not kept: whoever is not connected misses it, and is told so.
"""

import hashlib
import logging
import os
import queue
import struct
import threading
import time
from collections.abc import Callable
from typing import Any

import redis
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

AGAIN_SECONDS = 1.0
"""Between two tries to connect."""
FRESH_SECONDS = 300
"""A note from longer ago is somebody's copy."""
WAITING = 10_000
_ABOUT = b"portal relay 1"
_HEAD = struct.Struct(">16sd")
log = logging.getLogger("portal.relay")


def answers(url: str) -> bool:
    """Whether Redis answers at this address."""
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=3, socket_timeout=5) as client:
            return bool(client.ping())
    except (redis.RedisError, ValueError):
        return False


class Relay:
    """One process's end. `hear` gets what others say; `missed` is called when notes may have been missed.

    `key` is 32 bytes, the same in every process. Both are called in a thread of the relay's own.
    """

    def __init__(
        self, url: str, key: bytes, hear: Callable[[bytes], None], missed: Callable[[], None]
    ) -> None:
        self._redis: Any = redis.Redis.from_url(
            url, socket_connect_timeout=3, socket_timeout=5, health_check_interval=10, socket_keepalive=True
        )
        self._aead, self._me = AESGCM(key), os.urandom(16)
        self._channel = "portal-" + hashlib.sha256(_ABOUT + key).hexdigest()[:24]
        self._hear, self._missed = hear, missed
        self._out: queue.Queue[bytes | None] = queue.Queue(WAITING)
        self._over = threading.Event()
        self.is_heard = threading.Event()
        self._threads = [
            threading.Thread(target=work, name=f"relay-{name}", daemon=True)
            for name, work in (("out", self._send_all), ("in", self._listen))
        ]

    def send_and_close(self, note: bytes) -> None:
        """Say one thing, for a process that does not listen and is about to end; a failure is logged."""
        try:
            self._redis.publish(self._channel, self._sealed(note))
        except redis.RedisError as fault:
            log.error("Redis does not take notes (%s)", type(fault).__name__)
        self._redis.close()

    def start(self) -> None:
        """Begin to send and to listen; Redis need not be there yet."""
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """Send what waits, for two seconds at most, and stop."""
        self._over.set()
        self._out.put(None)
        for thread in self._threads:
            thread.join(2)
        self._redis.close()

    def send(self, note: bytes) -> None:
        """Say something to the others; never waits. When too much waits already, it is lost."""
        try:
            self._out.put_nowait(note)
        except queue.Full:
            log.error("a note to the other processes was lost: too many wait")

    def _send_all(self) -> None:
        has_failed = False
        while (note := self._out.get()) is not None:
            try:
                self._redis.publish(self._channel, self._sealed(note))
                if has_failed:
                    self._redis.publish(self._channel, self._sealed(b""))  # others have missed something
                has_failed = False
            except redis.RedisError as fault:
                if not has_failed:
                    log.error("Redis does not take notes (%s)", type(fault).__name__)
                has_failed = True

    def _listen(self) -> None:
        was_lost = False
        while not self._over.is_set():
            try:
                with self._redis.pubsub(ignore_subscribe_messages=False) as ears:
                    ears.subscribe(self._channel)
                    self._listen_to(ears)
            except redis.RedisError as fault:
                self.is_heard.clear()
                if not was_lost:
                    log.error("Redis does not answer (%s)", type(fault).__name__)
                was_lost = True
                self._over.wait(AGAIN_SECONDS)
                continue
            was_lost = False

    def _listen_to(self, ears: Any) -> None:
        while not self._over.is_set():
            got = ears.get_message(timeout=0.5)
            if got is None:
                continue
            if got["type"] == "subscribe":
                self.is_heard.set()
                self._missed()
            elif got["type"] == "message" and (note := self._opened(got["data"])) is not None:
                if note:
                    self._hear(note)
                else:
                    self._missed()

    def _sealed(self, note: bytes) -> bytes:
        nonce = os.urandom(12)
        return nonce + self._aead.encrypt(nonce, _HEAD.pack(self._me, time.time()) + note, _ABOUT)

    def _opened(self, data: bytes) -> bytes | None:
        """What another process said; None for one's own words, and for what nobody of ours said just now."""
        try:
            text = self._aead.decrypt(data[:12], data[12:], _ABOUT)
            who, at = _HEAD.unpack_from(text)
        except (InvalidTag, ValueError, struct.error):
            log.error("a note was not from one of ours")
            return None
        if who == self._me or abs(time.time() - at) > FRESH_SECONDS:
            return None
        return text[_HEAD.size :]
