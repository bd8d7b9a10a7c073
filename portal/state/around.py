"""Who else has the conversation of this page open, and who is writing in it."""

from uuid import UUID

import reflex as rx

from portal.access import bell, presence
from portal.access.presence import Person
from portal.i18n import t
from portal.state.base import PortalState
from portal.state.live import TABS


class AroundState(PortalState, mixin=True):
    """`around` says which colleagues are here too, `writing` who types; both are empty when nobody does.

    The patient side is told who writes, and not who else looks; nobody is told that the patient side looks.
    """

    around: str = ""
    writing: str = ""

    @rx.event
    def look_around(self):
        """Who is there now."""
        self.around = self.writing = ""
        mine = TABS.account_of(self.router.session.client_token)
        if mine is None or getattr(self, "status", "") != "ready":
            return
        here = presence.beside(self.router.session.client_token)
        self.writing = _said(
            [one.person.name for one in here if one.is_writing],
            one=t("{names} is writing…"),
            many=t("{names} are writing…"),
        )
        if self._side() == "staff":
            others = [one.person.name for one in here if one.person.side == "staff" and not one.is_writing]
            self.around = _said(
                others,
                one=t("{names} has this conversation open too."),
                many=t("{names} have this conversation open too."),
            )

    @rx.event
    def types(self, on: bool):
        """Someone types here, or has stopped."""
        if getattr(self, "status", "") == "ready":
            presence.writes(self.router.session.client_token, bool(on))

    def _come(self, place: UUID, name: str) -> None:
        """This page shows a conversation that its person has just been let into."""
        token = self.router.session.client_token
        mine = TABS.account_of(token)
        if mine is not None:
            presence.came(token, place, Person(mine, name, self._side()))
            self._follow_topic(type(self).look_around, bell.place(place))

    def _side(self) -> str:
        raise NotImplementedError


def _said(names: list[str], *, one: str, many: str) -> str:
    if not names:
        return ""
    said = (
        names[0] if len(names) == 1 else t("{names} and {name}", names=", ".join(names[:-1]), name=names[-1])
    )
    return (one if len(names) == 1 else many).format(names=said)
