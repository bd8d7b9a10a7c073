"""Warming up in the background while the server already answers.

Reflex imports its database layer when the first form arrives, a third of a second that nobody needs to wait.
"""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module

from anyio import to_thread

from portal.services import warming

log = logging.getLogger("portal.state")


@asynccontextmanager
async def lifespan() -> AsyncIterator[None]:
    """Begin to warm up; the server serves meanwhile."""
    task = asyncio.create_task(_warm_up())
    yield
    await task


async def _warm_up() -> None:
    """A fault here costs the first person a moment, and nothing else."""
    try:
        await to_thread.run_sync(import_module, "reflex.model")
        await to_thread.run_sync(warming.warm_up)
        gc.freeze()  # what was imported stays: looking through it again and again stops everyone for 0.2 s
    except Exception as fault:
        log.warning("not warmed up (%s)", type(fault).__name__)
