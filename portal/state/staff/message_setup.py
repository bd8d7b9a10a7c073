"""Settings of messages: groups, topics, quick replies, and the words that show the 911 page."""

from collections.abc import Callable
from typing import Any

import reflex as rx

from portal.errors import Conflict, Invalid
from portal.i18n import t
from portal.services.staff.messages import quick, setup
from portal.services.staff.messages.quick import Reply
from portal.services.staff.messages.setup import GroupRow, Setup, TopicRow
from portal.state.opening import OpenedState
from portal.state.refusals import NoticeState
from portal.state.typed import typed

MOST = 20_000


class MessageSetupState(OpenedState, rx.State):
    """The lists, and what is being changed: `asking` is "group", "topic", "quick", "retire" or nothing.

    `key` is the row that is changed, empty for a new one; `kind` and `name` are of a row to take out of use.
    """

    one: Setup = Setup()
    quick: list[Reply] = []
    group: GroupRow = GroupRow("", "", "", [], "")
    topic: TopicRow = TopicRow("", "", "", "", "")
    reply: Reply = Reply("", "", "")
    asking: str = ""
    asked: int = 0
    kind: str = ""
    key: str = ""
    name: str = ""
    errors: dict[str, str] = {}
    form_error: str = ""
    attempt: int = 0

    @rx.event
    async def load(self):
        """Read the lists."""
        return await self._open(self._fill)

    @rx.event
    def change(self, kind: str, key: str):
        """Change a row, or make a new one for no key."""
        if self.status != "ready" or kind not in ("group", "topic", "quick"):
            return
        self._ask(kind, key)
        self.group = next((row for row in self.one.groups if row.key == key), GroupRow("", "", "", [], ""))
        self.topic = next((row for row in self.one.topics if row.key == key), TopicRow("", "", "", "", ""))
        self.reply = next((row for row in self.quick if row.key == key), Reply("", "", ""))

    @rx.event
    def ask_to_retire(self, kind: str, key: str):
        """Ask first, before a row is taken out of use."""
        rows = {"group": self.one.groups, "topic": self.one.topics, "quick": self.quick}.get(kind, [])
        found = next((row for row in rows if row.key == key), None)
        if found is not None:
            self._ask("retire", key)
            self.kind, self.name = kind, found.name

    @rx.event
    def stay(self):
        """Close the question."""
        self._ask("", "")

    @rx.event
    async def save_group(self, form: dict[str, Any]):
        """Keep a group."""
        roles = [role for role, _ in self.one.roles if form.get(f"role_{role}")]
        given = {"name": typed(form, "group_name", most=MOST), "handles": typed(form, "handles", most=MOST)}
        self.group = GroupRow(self.key, given["name"], given["handles"], roles, "")
        return await self._keep(setup.save_group, key=self.key, roles=roles, **given)

    @rx.event
    async def save_topic(self, form: dict[str, Any]):
        """Keep a topic."""
        given = {
            "name": typed(form, "topic_name", most=MOST),
            "questions": typed(form, "questions", most=MOST),
            "group": typed(form, "group", most=100),
        }
        self.topic = TopicRow(self.key, given["name"], given["questions"], given["group"], "")
        return await self._keep(setup.save_topic, key=self.key, **given)

    @rx.event
    async def save_quick(self, form: dict[str, Any]):
        """Keep a quick reply."""
        given = {"name": typed(form, "quick_name", most=MOST), "words": typed(form, "quick_words", most=MOST)}
        self.reply = Reply(self.key, given["name"], given["words"])
        return await self._keep(quick.save_quick, key=self.key, **given)

    @rx.event
    async def save_words(self, form: dict[str, Any]):
        """Keep the words that show the 911 page."""
        self.key = ""
        return await self._keep(setup.save_words, words=typed(form, "words", most=MOST))

    @rx.event
    async def retire(self):
        """Take the row out of use that was asked about."""
        services: dict[str, Callable[..., Any]] = {
            "group": setup.retire_group,
            "topic": setup.retire_topic,
            "quick": quick.retire_quick,
        }
        if self.asking != "retire" or self.kind not in services:
            return None
        return await self._keep(services[self.kind], key=self.key)

    async def _keep(self, service: Callable[..., Any], **given: Any) -> Any:
        self.errors, self.form_error = {}, ""
        try:
            found = await self._in_practice(service, **given)
        except Invalid as refusal:
            self.errors, self.attempt = refusal.fields, self.attempt + 1
            return None
        except Conflict as refusal:
            self.form_error = refusal.message
            return None
        if isinstance(found, Setup):
            self.one = found
        else:
            self.quick = found
        self._ask("", "")
        return NoticeState.show(t("Saved."), "good")

    def _ask(self, what: str, key: str) -> None:
        self.asking, self.key, self.errors, self.form_error = what, key, {}, ""
        self.asked += 1

    async def _fill(self) -> None:
        self.one = await self._in_practice(setup.show_setup)
        self.quick = await self._in_practice(quick.list_quick)
