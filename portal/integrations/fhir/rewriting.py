"""Changing a resource's text: what is not changed stays as it was written, numbers to their last zero."""

import json
import re
from collections.abc import Callable
from typing import Any

_NUMBER = "\x00number "
_number = re.compile(r'"\\u0000number ([^"]*)"')


def rewritten(text: bytes, change: Callable[[Any], Any]) -> bytes | None:
    """The text after a change to what it says; the very same when `change` gives back what it got.

    `change` sees decimals as text; it gives None when nothing is left to tell.
    """
    data = json.loads(text, parse_float=lambda digits: f"{_NUMBER}{digits}")
    changed = change(data)
    if changed is data:
        return text
    return None if changed is None else _number.sub(r"\1", json.dumps(changed, ensure_ascii=True)).encode()
