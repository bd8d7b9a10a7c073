"""What the written part of a document says at the places its coded part points to."""

from portal.integrations.ccda.reading.elements import Node, attr, kid, words
from portal.integrations.ccda.reading.xml import NAMESPACE

LONGEST = 400


class Narrative:
    """The texts of one document by their IDs."""

    def __init__(self, root: Node) -> None:
        self._by_id: dict[str, Node] = {}
        self._said: dict[str, str] = {}
        for text in root.iter(f"{{{NAMESPACE}}}text"):
            for node in text.iter():
                name = attr(node, "ID") or attr(node, "id")
                if name:
                    self._by_id.setdefault(name, node)

    def said(self, node: Node | None) -> str:
        """What an originalText, text or value says: its own words, or those it refers to; empty when long."""
        if node is None:
            return ""
        found = words(node) or self._at(attr(kid(node, "reference"), "value").removeprefix("#"))
        return found if len(found) <= LONGEST else ""

    def _at(self, name: str) -> str:
        """The words of one place, gathered once however many entries point at it."""
        if name not in self._said:
            found = words(self._by_id.get(name))
            self._said[name] = found if len(found) <= LONGEST else ""
        return self._said[name]
