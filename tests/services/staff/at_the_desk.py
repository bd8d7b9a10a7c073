"""What tests of the desk share: services as someone who works here, and what each side sees."""

from typing import Any
from uuid import UUID

from portal.models.account import Role
from portal.services import door
from portal.services.messages import thread
from portal.services.staff.messages import queues
from tests import people
from tests.people import Person


def do(who: Person, service: Any, **given: Any) -> Any:
    """Run a service of the practice as this person."""
    return door.in_practice(who.token, service, **given)


def admin() -> Person:
    """Someone who keeps the practice's lists."""
    return people.staff("Olga Orr", role=Role.ADMINISTRATOR)


def titles(who: Person, key: str = "") -> list[str]:
    """The subjects in one queue, as this person sees it."""
    return [row.title for row in do(who, queues.list_queue, queue=key).rows]


def shown(who: Person, one: UUID) -> Any:
    """A conversation as someone of the patient's side sees it."""
    return door.in_chart(who.token, thread.show_thread, thread_id=one)
