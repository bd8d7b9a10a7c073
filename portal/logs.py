"""Logs without private data: lines about events, arguments and tracebacks keep only their kind and place."""

import logging
import re

LOUD = ("reflex", "reflex_base", "engineio", "socketio", "_granian", "huey", "emails")


class Plain(logging.Filter):
    """Keeps a line's kind and place; drops arguments, event data, headers and tracebacks."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record in place; it is always logged."""
        template = str(record.msg)
        record.args, record.exc_info, record.exc_text, record.stack_info = (), None, None, None
        words = re.split(r"[:{\[('\"]", template, maxsplit=1)[0].strip()
        record.msg = f"{words} ({record.module}:{record.lineno})"
        return True


def quiet_logs() -> None:
    """Put the filter on the loggers that would otherwise write what people typed."""
    for name in LOUD:
        logger = logging.getLogger(name)
        logger.setLevel(logging.WARNING)
        _guard(logger)
        for other in list(logging.root.manager.loggerDict):
            if other.startswith(f"{name}."):
                _guard(logging.getLogger(other))


def _guard(logger: logging.Logger) -> None:
    if not any(isinstance(existing, Plain) for existing in logger.filters):
        logger.addFilter(Plain())
