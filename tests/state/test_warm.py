"""Nobody waits for imports: the first form after a start is as quick as the second."""

import subprocess
import sys

from portal import build
from portal.state import warm
from tests.loops import run

FIRST_FORM = """
import asyncio, sys
import portal.portal
from portal.state import warm
from reflex_base.event.processor.base_state_processor import _transform_event_arg

async def start():
    async with warm.lifespan():
        pass

if sys.argv[1] == "warm":
    asyncio.run(start())
before = set(sys.modules)
assert _transform_event_arg({"name": "Alice"}, dict) == {"name": "Alice"}
print(sorted(name for name in set(sys.modules) - before if name.startswith("reflex")))
"""


def imported_at_first_form(how: str) -> str:
    command = [sys.executable, "-c", FIRST_FORM, how]
    said = subprocess.run(command, cwd=build.ROOT, capture_output=True, text=True, check=True)
    return said.stdout.splitlines()[-1]


def test_the_first_form_imports_nothing_of_reflex_any_more(home):
    assert "reflex.model" in imported_at_first_form("cold")
    assert imported_at_first_form("warm") == "[]"


def test_a_portal_that_cannot_warm_up_serves_all_the_same(home, caplog):
    (home / "keys" / "keyring.json").unlink()

    async def serve():
        async with warm.lifespan():
            return "serving"

    assert run(serve()) == "serving"
    assert "not warmed up (Unsafe)" in caplog.text
