"""Where a record comes from, when it was read out of a document that another practice wrote."""

from portal.i18n import t
from portal.integrations.fhir.elements import Json, at, objs, text
from portal.integrations.fhir.wording.plain import clean
from portal.integrations.fhir.wording.when import day_words

FROM_DOCUMENT = "cda-"
"""How the id of everything begins that was read out of a C-CDA document."""


def is_from_document(data: Json) -> bool:
    """Whether a resource was read out of an outside document; the document itself was not."""
    is_document = data.get("resourceType") == "DocumentReference"
    return not is_document and text(data.get("id")).startswith(FROM_DOCUMENT)


def source_words(data: Json) -> str:
    """The document a resource was read out of: "Summary from Community Health, Nov 3, 2025"; else empty."""
    if not is_from_document(data):
        return ""
    tags = [clean(tag.get("display")) for tag in objs(at(data, "meta.tag"))]
    document = next(iter(tags), "") or t("Outside document")
    keeper, day = next(iter(tags[1:]), ""), day_words(at(data, "meta.lastUpdated"))
    if keeper and day:
        return t("{document} from {organization}, {day}", document=document, organization=keeper, day=day)
    if keeper:
        return t("{document} from {organization}", document=document, organization=keeper)
    return ", ".join(part for part in (document, day) if part)
