"""The work nobody waits for: queued, tried again, done by threads beside the server."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import to_thread

from portal.jobs.queue import Queue
from portal.settings import get_settings

__all__ = ["lifespan", "start", "stop"]


def start() -> Queue:
    """Start the queue of this process."""
    queue = Queue(get_settings().home / "queue.db")
    queue.start()
    return queue


def stop(queue: Queue) -> None:
    """Stop it, after what is in hand."""
    queue.stop()


@asynccontextmanager
async def lifespan() -> AsyncIterator[None]:
    """The queue runs as long as the server does."""
    queue = await to_thread.run_sync(start)
    try:
        yield
    finally:
        await to_thread.run_sync(stop, queue)
