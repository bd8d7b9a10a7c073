"""Logs without private data: of what others log only the place is kept.

Reflex logs event arguments, cookie headers and tracebacks; so may any library. Every record of a logger that
is not ours is stripped as it is made, whichever logger, handler or level it is for and however late the
logger was created. Ours (`portal.…`) say only what may be said.
"""

import logging
import traceback
from typing import Any

NOISY = ("reflex", "reflex_base", "engineio", "socketio", "_granian", "huey", "emails")
OURS = "portal"


def quiet_logs() -> None:
    """From here on nothing that people typed or that is on file reaches a log. Safe to call again."""
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.setLogRecordFactory(_plain_record)


def _plain_record(*details: Any, **more: Any) -> logging.LogRecord:
    record = logging.LogRecord(*details, **more)
    if record.name != OURS and not record.name.startswith(f"{OURS}."):
        _strip(record)
    return record


def _strip(record: logging.LogRecord) -> None:
    """Keep where it was said, and of a fault its kind and where it was raised; words may hold anything."""
    fault = record.exc_info[1] if record.exc_info else None
    said = f"{record.module}:{record.lineno}"
    record.msg = f"{said} {where(fault)}" if fault is not None else said
    record.args, record.exc_info, record.exc_text, record.stack_info = (), None, None, None


def where(fault: BaseException) -> str:
    """The kind of a fault and where it was raised, without its message: that may hold private data."""
    frames = traceback.extract_tb(fault.__traceback__)[-6:]
    steps = " < ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in reversed(frames))
    return f"{type(fault).__name__} at {steps}"
