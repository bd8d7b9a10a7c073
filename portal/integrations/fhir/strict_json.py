"""JSON read strictly and by place, so that a resource keeps the exact text it came in."""

from collections.abc import Callable
from dataclasses import dataclass
from json import JSONDecodeError, JSONDecoder
from json.decoder import scanstring  # type: ignore[attr-defined]  # the C scanner, untyped
from re import compile as pattern
from typing import Any

from portal.i18n import t

_blank = pattern(r"[ \t\n\r]*").match
_Read = Callable[[str, int], tuple[Any, int]]


class Malformed(ValueError):
    """Text that is not JSON we can take; the message is one plain sentence."""


class ExtraText(Malformed):
    """A whole JSON value, then more text at `end`."""

    def __init__(self, end: int) -> None:
        super().__init__(t("This is not JSON: there is more text after its end."))
        self.end = end


@dataclass(frozen=True, slots=True)
class Slice:
    """A value and where it stands in the text: `text[start:end]`."""

    value: Any
    start: int
    end: int


def parse(text: str) -> Any:
    """The value in `text`, which must be one JSON value and nothing else.

    Raises:
        Malformed: not JSON, a name given twice, NaN or Infinity, or nested too deeply to read.
    """
    value, end = read_value(text, start_of(text))
    expect_end(text, end)
    return value


def parse_object(text: str, special: dict[str, _Read]) -> dict[str, Any]:
    """Like `parse` for one object, its `special` members read by their own function.

    Raises:
        Malformed: as `parse`, or when the text is not an object.
    """
    data, end = read_object(text, start_of(text), special)
    expect_end(text, end)
    return data


def start_of(text: str) -> int:
    """Where the first thing that is not white space stands."""
    return _skip(text, 0)


def expect_end(text: str, at: int) -> None:
    """Refuse anything but white space from `at` on."""
    if _skip(text, at) != len(text):
        raise ExtraText(at)


def read_value(text: str, at: int) -> tuple[Any, int]:
    """One value and where it ends; its numbers as Python's, its names unique."""
    try:
        found: tuple[Any, int] = _scan(text, at)
        return found
    except StopIteration:
        raise _broken(text, at) from None
    except JSONDecodeError as error:
        raise _broken(text, error.pos) from None
    except RecursionError:
        raise Malformed(t("The file is nested too deeply.")) from None
    except Malformed:
        raise
    except ValueError:
        raise Malformed(t("A number in the file has too many digits.")) from None


def read_slice(text: str, at: int) -> tuple[Slice, int]:
    """One value with its place."""
    value, end = read_value(text, at)
    return Slice(value, at, end), end


def read_object(text: str, at: int, special: dict[str, _Read]) -> tuple[dict[str, Any], int]:
    """One object, walked member by member, and where it ends."""
    if text[at : at + 1] != "{":
        raise _broken(text, at)
    found: dict[str, Any] = {}
    at = _skip(text, at + 1)
    while text[at : at + 1] != "}":
        name, at = _name(text, at)
        if name in found:
            raise _twice(name)
        found[name], at = special.get(name, read_value)(text, at)
        at = _next(text, at, "}")
    return found, at + 1


def read_list(text: str, at: int, read_item: _Read) -> tuple[list[Any], int]:
    """One list, each item read by `read_item`, and where it ends."""
    found: list[Any] = []
    at = _skip(text, at + 1)
    while text[at : at + 1] != "]":
        item, at = read_item(text, at)
        found.append(item)
        at = _next(text, at, "]")
    return found, at + 1


def depth(value: Any) -> int:
    """How many objects and lists stand one inside another; 0 for a plain value."""
    level = [value] if type(value) in (dict, list) else []
    deep = 0
    while level:
        deep += 1
        level = [
            child
            for node in level
            for child in (node.values() if type(node) is dict else node)
            if type(child) is dict or type(child) is list
        ]
    return deep


def fold(text: bytes) -> bytes:
    """Valid JSON text without the white space that means nothing: same members, order and literals."""
    held = text
    escaped = b"\\" in text
    if escaped:  # raw control characters cannot stand in JSON, so they can stand in for escapes
        held = text.replace(b"\\\\", b"\x00").replace(b'\\"', b"\x01")
    parts = held.split(b'"')
    parts[::2] = b'"'.join(parts[::2]).translate(None, b" \t\r\n").split(b'"')
    folded = b'"'.join(parts)
    if escaped:
        folded = folded.replace(b"\x01", b'\\"').replace(b"\x00", b"\\\\")
    return folded


def _skip(text: str, at: int) -> int:
    found = _blank(text, at)
    return found.end() if found else at


def _name(text: str, at: int) -> tuple[str, int]:
    if text[at : at + 1] != '"':
        raise _broken(text, at)
    try:
        name, at = scanstring(text, at + 1, True)
    except JSONDecodeError as error:
        raise _broken(text, error.pos) from None
    at = _skip(text, at)
    if text[at : at + 1] != ":":
        raise _broken(text, at)
    return name, _skip(text, at + 1)


def _next(text: str, at: int, closing: str) -> int:
    """Where the next item starts, or the closing sign; a comma before the closing sign is refused."""
    at = _skip(text, at)
    if text[at : at + 1] == closing:
        return at
    if text[at : at + 1] != ",":
        raise _broken(text, at)
    at = _skip(text, at + 1)
    if text[at : at + 1] in (closing, ""):
        raise _broken(text, at)
    return at


def _broken(text: str, at: int) -> Malformed:
    if not text.strip(" \t\r\n"):
        return Malformed(t("The file is empty."))
    line = text.count("\n", 0, at) + 1
    column = at - text.rfind("\n", 0, at)
    return Malformed(
        t("This is not JSON: it breaks at line {line}, column {column}.", line=line, column=column)
    )


def _twice(name: str) -> Malformed:
    shown = name[:64].encode("ascii", "backslashreplace").decode()
    return Malformed(t('The name "{name}" is given twice in one object, so it is unclear.', name=shown))


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    seen: set[str] = set()
    for name, _ in pairs:
        if name in seen:
            raise _twice(name)
        seen.add(name)
    return found


def _not_a_number(literal: str) -> Any:
    raise Malformed(t("{literal} is not a number that JSON knows.", literal=literal))


_scan = JSONDecoder(object_pairs_hook=_unique, parse_constant=_not_a_number).scan_once  # type: ignore[attr-defined]
