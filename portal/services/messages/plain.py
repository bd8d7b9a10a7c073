"""What people type, as it is kept: plain line ends, nothing around it, nothing that turns other words."""

import re

_unseen = re.compile("[\0\u202d\u202e]")
"""NUL, and the two marks that override the direction of what follows: they make "gnp.exe" of "exe.png".
Letters that run from right to left need neither (Unicode UAX 9).
"""


def text(typed: str) -> str:
    """Words of several lines."""
    return _unseen.sub("", typed.replace("\r\n", "\n")).strip()


def line(typed: str) -> str:
    """Words of one line."""
    return " ".join(_unseen.sub("", typed).split())
