"""What is read out of a document, each thing once, under an id that stays the same in its next version."""

import hashlib
from decimal import Decimal
from json import dumps
from json.encoder import encode_basestring
from typing import Any

from lxml import etree

from portal.integrations.ccda.reading.coded import Json
from portal.integrations.ccda.reading.elements import Node, attr, kids, related
from portal.integrations.ccda.reading.header import Header
from portal.integrations.ccda.reading.narrative import Narrative


class Findings:
    """Collects FHIR resources about one patient from one document."""

    def __init__(self, head: Header, texts: Narrative, patient_id: str) -> None:
        self.head, self.texts = head, texts
        self.subject = {"reference": f"Patient/{patient_id}"}
        self.resources: list[Json] = []
        self._held: dict[tuple[str, str], dict[str, int]] = {}

    def add(self, kind: str, entry: Node, said: Json) -> str:
        """Take what an entry says as a resource of this type; returns its id. Said twice, it is one.

        The id is made of the document, the type and the entry's own id (or its content when it has none).
        Entries that share an id and differ are told apart by their order.
        """
        said = {name: value for name, value in said.items() if value not in ("", None, [], {})}
        key, content = entry_key(entry), written(said)
        before = self._held.setdefault((kind, key), {})
        number = before.get(content, len(before))
        own = self.head.id_of(kind, key, *([str(number)] if number else []))
        if content not in before:
            before[content] = number
            self.resources.append({"resourceType": kind, "id": own, "meta": self.meta(), **said})
        return own

    def meta(self) -> Json:
        """Where a resource comes from: the document as `source`, its kind and its keeper as tags."""
        head = self.head
        kind = {**head.kind, "display": head.kind.get("display") or head.type.get("text") or head.title}
        giver = {"system": head.custodian_id["system"]} if head.custodian_id.get("system") else {}
        keeper = {**giver, "code": head.custodian_id.get("value", "unknown"), "display": head.custodian}
        return {
            **({"versionId": head.version} if head.version else {}),
            **({"lastUpdated": head.moment} if head.moment else {}),
            "source": head.urn,
            "tag": [tag for tag in (kind, keeper) if tag["display"]],
        }

    def notes(self, entry: Node) -> list[Json]:
        """The comments on an entry."""
        said = (self.texts.said(next(iter(kids(one, "text")), None)) for one in related(entry, "64"))
        return [{"text": words} for words in said if words]


def entry_key(entry: Node) -> str:
    """What tells an entry from the others of its document."""
    for one in kids(entry, "id"):
        if attr(one, "root") and not attr(one, "nullFlavor"):
            return f"{attr(one, 'root')}^{attr(one, 'extension')}"
    plain = etree.tostring(entry, method="c14n", with_comments=False)
    return hashlib.sha256(b" ".join(plain.split())).hexdigest()


def written(value: Any) -> str:
    """A value as JSON, its numbers exactly as they were written."""
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, dict):
        return "{" + ",".join([f"{written(name)}:{written(inner)}" for name, inner in value.items()]) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(written, value)) + "]"
    return str(value) if isinstance(value, Decimal) else dumps(value)
