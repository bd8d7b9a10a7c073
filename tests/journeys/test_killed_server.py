"""SECURITY.md 11: the served portal is killed at any moment of adding a picture, sending, answering.

Alice and Nia write as fast as they can, over HTTP and a websocket as their browsers would. Whatever they were
told is done is there, once; what they were not told of may be there once, and never in part.
"""

import asyncio
import io
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
import socketio
from PIL import Image
from reflex_base.utils.format import format_event_handler
from sqlmodel import select

from portal import build
from portal.access.actor import Scope
from portal.access.needs import needs
from portal.db import reading
from portal.models.message import FileContents, Message, MessageContents, MessageFile
from portal.services import door
from portal.services.audit import verify
from portal.services.cookie import cookie_name
from portal.services.messages import files, keeping
from portal.state.messages import ThreadState
from portal.state.messages_writing import NewMessageState, ReplyState
from portal.state.staff.answering import AnswerState
from portal.state.staff.messages import DeskState
from portal.vault import keyring
from tests import people
from tests.conftest import live_in
from tests.journeys.serving import Site, free_port, serving
from tests.loops import run
from tests.messages import group, wrote
from tests.people import Person
from tests.wire import Wire

pytestmark = pytest.mark.browser
ROUNDS = 8
NEW, REPLY, ANSWER = NewMessageState.get_full_name(), ReplyState.get_full_name(), AnswerState.get_full_name()
THREAD, DESK = ThreadState.get_full_name(), DeskState.get_full_name()
GONE = (OSError, TimeoutError, httpx.HTTPError, socketio.exceptions.SocketIOError)


@dataclass
class Told:
    """What was tried, and what the two were told is done: words that were sent, marks of added files."""

    sent: list[str] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


@pytest.fixture
def home(tmp_path: Path, migrated: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    (home / "portal.db").write_bytes(migrated.read_bytes())
    with live_in(home, monkeypatch):
        keyring.make()
        build.ensure()
        yield home


def photo() -> bytes:
    kept = io.BytesIO()
    Image.effect_noise((900, 700), 80).convert("RGB").save(kept, "JPEG")
    return kept.getvalue()


PHOTO = photo()


async def add_a_picture(site: Site, alice: Person, once: str, told: Told) -> None:
    cookies = {cookie_name(): alice.token}
    headers = {"X-Once": once, "X-File-Name": "knee.jpg", "Origin": site.origin}
    async with httpx.AsyncClient(cookies=cookies, headers=headers, timeout=10) as client:
        url = f"{site.origin}/api/messages/files?patient={alice.patient_id}"
        answer = await client.post(url, content=PHOTO)
        if answer.status_code == 200 and answer.json().get("ok"):
            told.files.append(once)


async def alice_writes(site: Site, alice: Person, told: Told, words: str) -> None:
    """She opens the page, adds a picture, and sends; perhaps what she began before is still there."""
    async with Wire(site.origin, alice.token) as tab:
        await tab.open("/messages/new")
        await tab.until(lambda: tab.var(NEW, "status") == "ready")
        await add_a_picture(site, alice, tab.var(NEW, "form")["once"], told)
        told.tried.append(words)
        form = {"topic": "question", "to": f"group:{group()}", "subject": "My knee", "body": words}
        await tab.send(format_event_handler(NewMessageState.send), form=form)
        await tab.until(lambda: tab.var(NEW, "status") == "sent")
        told.sent.append(words)


async def nia_answers(site: Site, nia: Person, thread: UUID, told: Told, words: str) -> None:
    async with Wire(site.origin, nia.token) as tab:
        await tab.open(f"/staff/messages/{thread}", thread_id=str(thread))
        await tab.until(lambda: tab.var(ANSWER, "status") == "ready")
        told.tried.append(words)
        await tab.send(format_event_handler(AnswerState.send), form={"body": words})
        await tab.until(lambda: words in str(tab.var(DESK, "one")))
        told.sent.append(words)


async def alice_replies(site: Site, alice: Person, thread: UUID, told: Told, words: str) -> None:
    async with Wire(site.origin, alice.token) as tab:
        await tab.open(f"/messages/{thread}", thread_id=str(thread))
        await tab.until(lambda: tab.var(REPLY, "status") == "ready")
        told.tried.append(words)
        await tab.send(format_event_handler(ReplyState.send), form={"body": words})
        await tab.until(lambda: words in str(tab.var(THREAD, "one")))
        told.sent.append(words)


async def until_killed(site: Site, after: float, *doing: Any) -> None:
    """All of them at once; the server is killed after so many seconds. Each does as much as it can."""

    async def kill() -> None:
        await asyncio.sleep(after)
        await asyncio.to_thread(site.kill)

    done = await asyncio.gather(kill(), *doing, return_exceptions=True)
    for fault in done:
        if isinstance(fault, BaseException) and not isinstance(fault, GONE):
            raise fault


async def over_and_over(do: Any, *given: Any, name: str) -> None:
    for number in range(1_000):
        await do(*given, f"zyqword {name} {number:03}")


@needs(Scope.MESSAGES)
def on_file(chart: Any) -> tuple[list[str], int]:
    """Every word that was said, and how many files of what was sent open."""
    rows = chart.db.exec(select(Message).where(Message.patient_id == chart.patient_id)).all()
    sent = keeping.files_of(chart, (row.id for row in rows))
    opened = 0
    for file in (one for many in sent.values() for one in many):
        size = chart.unseal(file, FileContents).size
        opened += len(b"".join(files.open_one(chart, file.id).pieces)) == size
    assert opened == sum(map(len, sent.values()))
    return [chart.unseal(row, MessageContents).body for row in rows], opened


@pytest.mark.timeout(600)
def test_whatever_they_were_told_is_there_once_however_often_the_server_is_killed(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance, told, port = random.Random(7), Told(), free_port()
    alice, nia = people.alice(), people.nia()
    thread = wrote(alice, "zyqword first")
    told.sent.append("zyqword first")
    for number in range(ROUNDS):
        with serving(home, port=port) as site, live_in(home, monkeypatch, **site.settings):
            doing = (
                over_and_over(alice_writes, site, alice, told, name=f"question {number}"),
                over_and_over(nia_answers, site, nia, thread, told, name=f"answer {number}"),
                over_and_over(alice_replies, site, alice, thread, told, name=f"reply {number}"),
            )
            run(until_killed(site, chance.uniform(2.0, 4.5), *doing))
    said, opened = door.in_chart(alice.token, on_file)
    twice = [words for words, n in Counter(said).items() if n > 1]
    assert twice == []
    assert set(told.sent) <= set(said) and set(said) <= {*told.tried, "zyqword first"}
    assert len(told.sent) > ROUNDS and opened > 0
    with reading() as db:
        kept = len(db.exec(select(MessageFile)).all())
    assert kept >= len(told.files)
    assert verify().faults == []
