"""Rows of lists: what it is, one line of why it matters, a status, a way in. Made lean: lists have many."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from portal.i18n import t
from portal.integrations.fhir.wording.origin import is_from_document
from portal.integrations.fhir.wording.people import LookUp, nothing
from portal.services.records.kinds import KINDS
from portal.services.records.shelf import Held
from portal.services.records.telling import TELL, Told, day_of, dotted, result, unopened


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list. `heading` stands above the first of a group, `under` is the same for the rest of it.

    `news` says that it is new.
    """

    title: str
    line: str = ""
    tag: str = ""
    tone: str = "plain"
    icon: str = "document"
    href: str = ""
    news: str = ""
    heading: str = ""
    under: str = ""


class RowMaker:
    """Makes rows of any kind; `grouped` puts headings over them.

    `since` is the sign-in before this one: what came after it is new. `asks` keeps results' values back, for
    those who want to be asked before each opens.
    """

    def __init__(
        self,
        *,
        tones: dict[bytes, list[str]] | None = None,
        look_up: LookUp = nothing,
        since: datetime | None = None,
        grouped: bool = False,
        asks: bool = False,
    ) -> None:
        self._tones = tones or {}
        self._look_up = look_up
        self._since = since
        self._grouped = grouped
        self._asks = asks

    def rows(self, helds: Sequence[Held]) -> list[Row]:
        """A row for each, a heading only where it changes."""
        made: list[Row] = []
        before = ""
        for held in helds:
            told = self._tell(held)
            own = told.heading if self._grouped else ""
            made.append(self._row(held, told, own, is_first=own != before))
            before = own
        return made

    def _tell(self, held: Held) -> Told:
        if held.kind == "results" and self._asks:
            return unopened(held)
        if held.kind == "results":
            return result(held, self._tones.get(held.source_key, []))
        return TELL[held.kind](held.data, self._look_up)

    def _row(self, held: Held, told: Told, heading: str, *, is_first: bool) -> Row:
        kind = KINDS[held.kind]
        if held.on_hold:
            told = replace(told, tag=t("On hold"), tone="attention")
        href = f"{kind.home}/{held.id}"
        line = dotted(day_of(held.data), told.line) if told.heading and not self._grouped else told.line
        outside = t("from an outside document") if is_from_document(held.data) else ""
        line = dotted(line, outside)
        above, under = (heading, "") if is_first else ("", heading)
        return Row(told.title, line, told.tag, told.tone, kind.icon, href, self._news(held), above, under)

    def _news(self, held: Held) -> str:
        if self._since is None:
            return ""
        if held.arrived_at > self._since:
            return t("New")
        return t("Changed") if held.updated_at and held.updated_at > self._since else ""
