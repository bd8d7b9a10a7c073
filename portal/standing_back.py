"""Threads that stand back: whatever else wants the processor goes first, so that clicks do not wait for them.

Only work that holds no lock belongs there: who waits for a lock that such a thread holds would wait with it.
"""

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

NICE = 5
"""A third of what others get of a processor that all of them want; at 19, signing in would starve."""


def threads(count: int, name: str) -> ThreadPoolExecutor:
    """So many threads of this name that stand back."""
    return ThreadPoolExecutor(count, thread_name_prefix=name, initializer=_stand_back)


def _stand_back() -> None:
    """On Linux a thread has a niceness of its own; elsewhere it would be the whole process's."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)
