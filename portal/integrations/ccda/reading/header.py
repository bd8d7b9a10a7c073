"""What a document says about itself: which it is, of whom, from whom, when (CDA R2 header)."""

import re
from dataclasses import dataclass

from portal.errors import Invalid
from portal.i18n import t
from portal.integrations.ccda.reading.coded import Json, coding, concept
from portal.integrations.ccda.reading.elements import Node, attr, kid, kids, value, words
from portal.integrations.ccda.reading.narrative import Narrative
from portal.integrations.ccda.reading.people import actor, digest, identifier
from portal.integrations.ccda.reading.systems import instance_urn
from portal.integrations.ccda.reading.times import moment, period, when


@dataclass(frozen=True, slots=True)
class Header:
    """A document's own facts.

    `urn` names this version, `base` all versions of it (its setId, else its own id), `version` is its number
    among them or empty. `written` is a FHIR
    dateTime as exact as it came, `moment` the same as an instant.
    """

    urn: str
    base: str
    version: str
    title: str
    type: Json
    kind: Json
    written: str
    moment: str
    authors: list[str]
    custodian: str
    custodian_id: Json
    covers: dict[str, str]
    language: str
    patient_role: Node

    def id_of(self, *parts: str) -> str:
        """The id of something this document says, the same in all its versions."""
        return digest(self.base, *parts)


def header(root: Node, texts: Narrative) -> Header:
    """The facts of a document.

    Raises:
        Invalid: it has no id, or is about nobody or about several patients.
    """
    own, role = _own_id(root), _patient_role(root)
    code, keeper = (
        kid(root, "code"),
        kid(root, "custodian/assignedCustodian/representedCustodianOrganization"),
    )
    written = value(root, "effectiveTime")
    keeper_ids = [found for one in kids(keeper, "id") if (found := identifier(one))]
    return Header(
        urn=own,
        base=_instance(kid(root, "setId")) or own,
        version=_version(value(root, "versionNumber")),
        title=words(kid(root, "title")),
        type=concept(code, texts),
        kind=coding(code),
        written=when(written),
        moment=moment(written),
        authors=list(dict.fromkeys(name for one in kids(root, "author") if (name := actor(one)))),
        custodian=words(kid(keeper, "name")),
        custodian_id=next(iter(keeper_ids), {}),
        covers=period(kid(root, "documentationOf/serviceEvent/effectiveTime")),
        language=value(root, "languageCode", "code"),
        patient_role=role,
    )


def _own_id(root: Node) -> str:
    own = _instance(kid(root, "id"))
    if not own:
        raise Invalid(t("The document has no id of its own, so it could not be found again."))
    return own


def _patient_role(root: Node) -> Node:
    roles = kids(root, "recordTarget/patientRole")
    if len(roles) != 1:
        raise Invalid(t("The document must be about exactly one patient; it names {n}.", n=len(roles)))
    return roles[0]


def _version(said: str) -> str:
    return said if re.fullmatch(r"[1-9]\d{0,8}", said) else ""


def _instance(node: Node | None) -> str:
    root = attr(node, "root")
    return instance_urn(root, attr(node, "extension")) if root else ""
