"""Text as a person may read it: no markup, no hidden signs."""

import html
import re
from typing import Any

import nh3

from portal.integrations.fhir.elements import Json, obj, text

_hidden = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_BLANKS = "\u115f\u1160\u2800\u3164\uffa0"
_BLOCKS = {"br", "dd", "div", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "li", "p", "td", "th", "tr"}
_openings = re.compile(r"<li>")
_breaks = re.compile(r"<br>|</?(?:dd|div|dt|h[1-6]|li|p|tr)>")
_cells = re.compile(r"</t[dh]>")


def clean(value: Any) -> str:
    """A text without control signs or signs that turn the writing direction; empty when it is no text."""
    found = text(value)
    return found if found.isprintable() else _hidden.sub("", found.replace("\r\n", "\n"))


def is_seen(words: str) -> bool:
    """Whether there is anything to see in a text: some letters of Hangul and Braille are blanks."""
    return any(one.isprintable() and not one.isspace() and one not in _BLANKS for one in clean(words))


def from_html(markup: Any) -> str:
    """The words of some HTML, its blocks and list items on lines of their own."""
    flat = re.sub(r"\s+", " ", text(markup))
    kept = nh3.clean(flat, tags=_BLOCKS, attributes={})
    lined = _cells.sub("  ", _breaks.sub("\n", _openings.sub("\n• ", kept)))
    words = html.unescape(nh3.clean(lined, tags=set()))
    lines = (re.sub(r"[ \xa0]+", " ", line).strip() for line in clean(words).split("\n"))
    return "\n".join(line for line in lines if line and line != "•")


def narrative(data: Json) -> str:
    """The resource's own narrative (`text.div`) as plain text; empty when there is none."""
    return from_html(obj(data.get("text")).get("div"))


def joined(*parts: str, sign: str = ", ") -> str:
    """The parts that are not empty, each once, with a sign between."""
    return sign.join(dict.fromkeys(part for part in parts if part))


def sentence(words: str) -> str:
    """With a capital letter first."""
    return words[:1].upper() + words[1:]
