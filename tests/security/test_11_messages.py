"""SECURITY.md 11 for messages: killed at any moment of writing or answering, nothing that was acknowledged is
lost and nothing is there twice.

Every round, another process writes and answers as fast as it can. It says which mark a send has before it
sends, and what came of it after; then it is killed. Whatever it had begun is sent again with the same mark,
as a page does once it is connected again.
"""

import random
import time
from dataclasses import dataclass, field
from uuid import UUID

import pytest
from sqlmodel import func, select

from portal.access.actor import Scope
from portal.access.needs import needs
from portal.db import reading
from portal.models.message import Message, MessageContents, Thread
from portal.services import door
from portal.services.audit import verify
from portal.services.messages import keeping
from tests import people
from tests.messages import answered, wrote
from tests.processes import other

ROUNDS = 8
WORKING = """
import sys
from dataclasses import replace
from uuid import UUID
from tests import messages, people

def say(*words):
    print(*words, flush=True)

patient, alice, nia = UUID(sys.argv[1]), sys.argv[2], sys.argv[3]
mine = people.Person("Alice Ames", account_id=UUID(sys.argv[4]), patient_id=patient, token=alice)
hers = people.Person("Nia Novak", token=nia)
say("ready")
for number in range(10_000):
    mark = f"round-{sys.argv[5]}-question-{number:06}"
    say("begun", mark, "-")
    thread = messages.wrote(mine, f"zyqword {mark}", once=mark)
    say("sent", mark, thread)
    mark = f"round-{sys.argv[5]}-answer-{number:06}"
    say("begun", mark, thread)
    messages.answered(hers, thread, f"zyqword {mark}", patient_id=patient, once=mark)
    say("sent", mark, thread)
"""


@dataclass
class Account:
    """What a process said: the marks it was told are sent, with their threads, and the one it had begun."""

    sent: dict[str, str] = field(default_factory=dict)
    begun: tuple[str, str] | None = None

    def hear(self, lines: list[str]) -> None:
        for what, mark, thread in (line.split() for line in lines):
            if what == "sent":
                self.sent[mark], self.begun = thread, None
            else:
                self.begun = (mark, thread)


@needs(Scope.MESSAGES)
def bodies(chart) -> dict[str, list[str]]:
    """Every word on file, by thread."""
    found: dict[str, list[str]] = {}
    for thread in chart.db.exec(select(Thread).where(keeping.visible(chart))):
        said = keeping.messages_of(chart, thread.id)
        assert len(said) == thread.count
        found[str(thread.id)] = [chart.unseal(one, MessageContents).body for one in said]
    return found


def killed_at_some_moment(alice, nia, number: int, chance: random.Random) -> Account:
    given = (alice.patient_id, alice.token, nia.token, alice.account_id, number)
    told = Account()
    with other(WORKING, *map(str, given)) as worker:
        assert worker.line() == "ready"
        told.hear([worker.line() for _ in range(chance.randint(1, 12))])
        time.sleep(chance.uniform(0, 0.05))
        worker.kill()
        told.hear(worker.rest())
    return told


@pytest.mark.timeout(300)
def test_killed_at_any_moment_every_message_is_there_once(any_home):
    alice, nia, chance = people.alice(), people.nia(), random.Random(11)
    sent: dict[str, str] = {}
    for number in range(ROUNDS):
        told = killed_at_some_moment(alice, nia, number, chance)
        sent |= told.sent
        if told.begun is not None:  # it may be there or not: the page sends it again
            mark, thread = told.begun
            body = f"zyqword {mark}"
            if thread == "-":
                sent[mark] = str(wrote(alice, body, once=mark))
            else:
                answered(nia, UUID(thread), body, patient_id=alice.patient_id, once=mark)
                sent[mark] = thread
    found = door.in_chart(alice.token, bodies)
    every = [(body, thread) for thread, said in found.items() for body in said]
    assert sorted(every) == sorted((f"zyqword {mark}", thread) for mark, thread in sent.items())
    with reading() as db:
        assert db.exec(select(func.count()).select_from(Message)).one() == len(sent)
    assert verify().faults == []
