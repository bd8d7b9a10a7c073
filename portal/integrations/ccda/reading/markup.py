"""CDA's narrative markup (CDA R2, 4.3.5) as HTML: what has no counterpart gives its words only."""

import re
from collections.abc import Callable
from html import escape

from portal.i18n import t
from portal.integrations.ccda.reading.elements import Node, attr, kid, local, words
from portal.integrations.fhir.wording.plain import clean

_PLAIN = {"sub": "sub", "sup": "sup", "thead": "thead", "tbody": "tbody", "tfoot": "tfoot", "tr": "tr"}
_STYLES = {"Bold": "strong", "Italics": "em", "Emphasis": "em"}
_REVISED = {"insert": "ins", "delete": "del"}
_BLOCKS = {"paragraph", "list", "table"}
_LEFT_OUT = {"colgroup", "col", "caption"}
_name = re.compile(r"[\w.:-]{1,200}").fullmatch
_span = re.compile(r"[1-9]\d{0,2}").fullmatch


def inside(node: Node) -> str:
    """What an element of the narrative holds, as HTML. All text is escaped."""
    parts = [_text(node.text)]
    for child in node:
        if isinstance(child.tag, str):
            parts.append(_element(child))
        parts.append(_text(child.tail))
    return "".join(parts)


def _text(said: str | None) -> str:
    if not said or not said.strip():
        return " " if said else ""
    start, end = " " if said[0].isspace() else "", " " if said[-1].isspace() else ""
    return escape(f"{start}{clean(' '.join(said.split()))}{end}")


def _element(node: Node) -> str:
    name = local(node)
    if name in _LEFT_OUT:
        return ""
    if name == "br":
        return "<br>"
    if name in _PLAIN:
        return _wrapped(_PLAIN[name], node, inside(node))
    write = _WRITERS.get(name)
    return write(node) if write else inside(node)


def _wrapped(tag: str, node: Node, inner: str, more: str = "") -> str:
    return f"<{tag}{_id(node)}{more}>{inner}</{tag}>"


def _id(node: Node) -> str:
    own = attr(node, "ID") or attr(node, "id")
    return f' id="cda-{escape(own)}"' if _name(own) else ""


def _paragraph(node: Node) -> str:
    has_blocks = any(isinstance(one.tag, str) and local(one) in _BLOCKS for one in node.iterdescendants())
    return _caption(node) + _wrapped("div" if has_blocks else "p", node, inside(node))


def _caption(node: Node) -> str:
    caption = kid(node, "caption")
    return _wrapped("p", caption, inside(caption)) if caption is not None else ""


def _list(node: Node) -> str:
    tag = "ol" if attr(node, "listType") == "ordered" else "ul"
    items = [one for one in node if isinstance(one.tag, str) and local(one) == "item"]
    inner = "".join(_wrapped("li", one, _caption(one) + inside(one)) for one in items)
    return _caption(node) + _wrapped(tag, node, inner)


def _table(node: Node) -> str:
    caption = kid(node, "caption")
    title = _wrapped("caption", caption, inside(caption)) if caption is not None else ""
    return _wrapped("table", node, title + inside(node))


def _cell(node: Node) -> str:
    spans = ((name, attr(node, name)) for name in ("colspan", "rowspan"))
    more = "".join(f' {name}="{value}"' for name, value in spans if _span(value))
    tag = local(node)
    return _wrapped(tag, node, inside(node), more + (f' scope="{_scope(node)}"' if tag == "th" else ""))


def _scope(node: Node) -> str:
    """What a header is of: as written, else its column when it stands among headers only, else its row."""
    said = attr(node, "scope")
    if said in ("col", "row"):
        return said
    row = node.getparent()
    cells = [local(one) for one in row if isinstance(one.tag, str)] if row is not None else []
    above = row.getparent() if row is not None else None
    is_head = above is not None and local(above) == "thead"
    return "col" if is_head or (len(cells) > 1 and set(cells) == {"th"}) else "row"


def _content(node: Node) -> str:
    inner = inside(node)
    tags = [_STYLES[style] for style in attr(node, "styleCode").split() if style in _STYLES]
    if attr(node, "revised") in _REVISED:
        tags.append(_REVISED[attr(node, "revised")])
    for tag in dict.fromkeys(tags):
        inner = f"<{tag}>{inner}</{tag}>"
    return _wrapped("span", node, inner) if _id(node) else inner


def _link(node: Node) -> str:
    """A link to a page, an address or a place in this document; any other kind is only its words."""
    href, inner = attr(node, "href"), inside(node)
    if href.startswith("#") and _name(href[1:]):
        href = f"#cda-{href[1:]}"
    elif not href.lower().startswith(("http://", "https://", "mailto:")):
        return inner
    return _wrapped("a", node, inner if words(node) else escape(href), f' href="{escape(href)}"')


def _footnote(node: Node) -> str:
    return _wrapped("em", node, f" ({inside(node)})")


def _reference(node: Node) -> str:
    target = attr(node, "IDREF")
    return f' <a href="#cda-{escape(target)}">{escape(t("Note"))}</a>' if _name(target) else ""


def _picture(node: Node) -> str:
    caption = kid(node, "caption")
    said = f" ({inside(caption)})" if caption is not None else ""
    return f"<em>{escape(t('A picture or sound is not shown here.'))}</em>{said}"


_WRITERS: dict[str, Callable[[Node], str]] = {
    "paragraph": _paragraph,
    "list": _list,
    "table": _table,
    "td": _cell,
    "th": _cell,
    "content": _content,
    "linkHtml": _link,
    "footnote": _footnote,
    "footnoteRef": _reference,
    "renderMultiMedia": _picture,
}
