"""A document to read: its header and the narrative of its sections as clean HTML, nothing in it that acts."""

from html import escape

import nh3

from portal.i18n import t
from portal.integrations.ccda.reading.elements import Node, attr, kid, kids, words
from portal.integrations.ccda.reading.header import Header, header
from portal.integrations.ccda.reading.markup import inside
from portal.integrations.ccda.reading.narrative import Narrative
from portal.integrations.ccda.reading.people import patient
from portal.integrations.ccda.reading.xml import parse
from portal.integrations.fhir.views.demographics import demographics
from portal.integrations.fhir.wording.plain import clean
from portal.integrations.fhir.wording.when import moment_words, span_words

_DEEPEST_HEADING = 6
_TAGS = {
    "article", "header", "section", "h1", "h2", "h3", "h4", "h5", "h6", "dl", "dt", "dd", "div", "p", "span",
    "ul", "ol", "li", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "br", "sub", "sup",
    "em", "strong", "del", "ins", "a",
}  # fmt: skip
_ATTRIBUTES = {
    "*": {"id"},
    "a": {"href"},
    "article": {"lang"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}


def to_html(data: bytes) -> str:
    """One `<article>`, for a page of its own that allows no scripts; no styles, ids begin with "cda-".

    Raises:
        Invalid: not a CDA document, or one that is refused (see `xml.parse` and `header.header`).
    """
    root = parse(data)
    texts = Narrative(root)
    head = header(root, texts)
    body = kid(root, "component/structuredBody")
    parts = [_top(head, texts), *(_section(one, 2) for one in kids(body, "component/section"))]
    if body is None:
        parts.append(_file_words(kid(root, "component/nonXMLBody/text")))
    lang = f' lang="{escape(head.language)}"' if head.language else ""
    return nh3.clean(
        f"<article{lang}>{''.join(parts)}</article>",
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        tag_attribute_values={"th": {"scope": {"col", "row"}}},
        url_schemes={"http", "https", "mailto"},
        clean_content_tags={"script", "style"},
    )


def _top(head: Header, texts: Narrative) -> str:
    who = demographics(patient(head.patient_role, texts))
    born = t("born {day}", day=who.born) if who.born else ""
    facts = (
        (t("Patient"), ", ".join(part for part in (who.name, born) if part)),
        (t("Date"), moment_words(head.written)),
        (t("Covers"), span_words(head.covers)),
        (t("Written by"), ", ".join(head.authors)),
        (t("From"), head.custodian),
    )
    listed = "".join(f"<dt>{escape(name)}</dt><dd>{escape(clean(said))}</dd>" for name, said in facts if said)
    title = head.title or str(head.kind.get("display", "")) or t("Document")
    return f"<header><h1>{escape(clean(title))}</h1><dl>{listed}</dl></header>"


def _section(node: Node, level: int) -> str:
    title = clean(words(kid(node, "title"))) or t("Section")
    heading = f"h{min(level, _DEEPEST_HEADING)}"
    text = kid(node, "text")
    inner = inside(text) if text is not None else ""
    nested = "".join(_section(one, level + 1) for one in kids(node, "component/section"))
    return f"<section><{heading}>{escape(title)}</{heading}><div>{inner}</div>{nested}</section>"


def _file_words(text: Node | None) -> str:
    """What to say of a document whose body is a file of another kind."""
    if text is None:
        return ""
    kind = attr(text, "mediaType") or t("unknown")
    said = t(
        "The content of this document is a file of another kind ({kind}). Download it to open it.", kind=kind
    )
    return f"<p>{escape(said)}</p>"
