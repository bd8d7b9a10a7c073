"""Anchoring the audit trail once a minute, and when the server starts and stops."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from anyio import to_thread

from portal.services import audit

EVERY_SECONDS = 60
log = logging.getLogger("portal.jobs")


@asynccontextmanager
async def lifespan() -> AsyncIterator[None]:
    """The trail is anchored for as long as the server runs."""
    await _anchor()
    task = asyncio.create_task(_keep_anchoring())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await _anchor()


async def _keep_anchoring() -> None:
    while True:
        await asyncio.sleep(EVERY_SECONDS)
        await _anchor()


async def _anchor() -> None:
    """Anchor now; a busy database or a full disk is said, and tried again a minute later."""
    try:
        await to_thread.run_sync(audit.anchor)
    except Exception as fault:
        log.error("the audit trail could not be anchored (%s)", type(fault).__name__)
