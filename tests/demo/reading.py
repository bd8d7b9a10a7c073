"""Finds things in a made-up chart."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

TODAY = date(2026, 11, 22)


def resources(bundle: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    found = (entry["resource"] for entry in bundle["entry"])
    return [resource for resource in found if resource["resourceType"] == kind]


def every_value(within: Any) -> Iterator[tuple[str, Any]]:
    """Each pair of name and plain value, however deep."""
    if isinstance(within, dict):
        for name, inner in within.items():
            if isinstance(inner, dict | list):
                yield from every_value(inner)
            else:
                yield name, inner
    if isinstance(within, list):
        for inner in within:
            yield from every_value(inner)


def laboratory(bundle: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        one
        for one in resources(bundle, "Observation")
        if one["category"][0]["coding"][0]["code"] == "laboratory"
    ]


def measured(bundle: dict[str, Any], text: str) -> list[dict[str, Any]]:
    """The results of one test, oldest first."""
    found = [one for one in laboratory(bundle) if one["code"]["text"] == text]
    return sorted(found, key=lambda one: one["effectiveDateTime"])


def values(bundle: dict[str, Any], text: str) -> list[Decimal]:
    return [one["valueQuantity"]["value"] for one in measured(bundle, text)]
