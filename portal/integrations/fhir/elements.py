"""Reaching into a resource without trusting its shape: the wrong type reads as absent."""

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]


def obj(value: Any) -> Json:
    """The value when it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def objs(value: Any) -> list[Json]:
    """The objects of a list; a lone object counts as a list of one."""
    if isinstance(value, dict):
        return [value]
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def text(value: Any) -> str:
    """The value when it is text, trimmed, else empty."""
    return value.strip() if isinstance(value, str) else ""


def texts(value: Any) -> list[str]:
    """The non-empty texts of a list."""
    return (
        [item.strip() for item in value if isinstance(item, str) and item.strip()]
        if isinstance(value, list)
        else []
    )


def first(value: Any) -> Json:
    """The first object of a list, else an empty one."""
    return next(iter(objs(value)), {})


def at(data: Any, path: str) -> Any:
    """What stands at a dotted path, taking the first of every list; None when nothing does."""
    for name in path.split("."):
        data = first(data).get(name) if isinstance(data, list) else obj(data).get(name)
    return data


def codings(concept: Any) -> list[Json]:
    """The codings of one CodeableConcept, of a list of them, or a lone Coding."""
    found: list[Json] = []
    for one in objs(concept):
        found.extend(objs(one.get("coding")) if "coding" in one else [one] if "code" in one else [])
    return found


def codes(concept: Any) -> list[str]:
    """The bare codes of a concept or of a list of concepts."""
    return [text(coding.get("code")) for coding in codings(concept) if text(coding.get("code"))]


def contained(data: Json, reference: Any) -> Json:
    """The contained resource that "#id" names, else an empty object."""
    name = text(reference).removeprefix("#")
    if not name or not text(reference).startswith("#"):
        return {}
    return next((inner for inner in objs(data.get("contained")) if inner.get("id") == name), {})


def walk(value: Any) -> Iterator[Json]:
    """Every object in a value, in no set order, however deep."""
    left = [value]
    while left:
        node = left.pop()
        if isinstance(node, dict):
            yield node
            left.extend(node.values())
        elif isinstance(node, list):
            left.extend(node)
