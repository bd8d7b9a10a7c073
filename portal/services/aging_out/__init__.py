"""Turning 18: access of parents and guardians ends by itself, by the sealed birth date, at every event.

What is here happens around it: notices before, the end written down that night, an invitation for the new
adult, and what staff and the people themselves are told. It can be run at any time, twice, or a week late.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from portal import clock
from portal.logs import where
from portal.services.aging_out import ending, notices
from portal.services.aging_out.finding import grown_up, nearly_grown_up
from portal.services.aging_out.telling import coming

__all__ = ["Done", "coming", "nightly", "run"]
log = logging.getLogger("portal.aging")
Result = TypeVar("Result")
_done_for: list[object] = []


@dataclass(frozen=True, slots=True)
class Done:
    """How many accesses were written down as ended, how many emails went out, how many were invited."""

    ended: int = 0
    told: int = 0
    invited: int = 0


def run() -> Done:
    """End what is over and tell of what is coming; what was done before is not done again."""
    ended = told = invited = 0
    for found in _each(grown_up(), ending.end):
        ended, told, invited = ended + found.ended, told + found.told, invited + found.invited
    told += sum(_each(nearly_grown_up(), notices.tell))
    return Done(ended, told, invited)


def nightly() -> None:
    """Run once a day of the practice's, as soon as it has begun; and when the portal starts."""
    today = clock.today()
    if _done_for == [today]:
        return
    run()
    _done_for[:] = [today]


def _each(ids: Iterable[UUID], work: Callable[[UUID], Result]) -> Iterator[Result]:
    """Each patient in a unit of work of their own: one that cannot be read does not stop the others."""
    for patient_id in ids:
        try:
            yield work(patient_id)
        except Exception as fault:
            log.error("patient %s could not be looked at: %s", patient_id, where(fault))
