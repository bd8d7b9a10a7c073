"""How a result lies to its usual range, at a glance: a list of panels looks at hundreds to show a count.

Most laboratories say it in one code, which is read off the text as it stands; whatever is not that plain is
parsed and judged as on its own page.
"""

import re

from pydantic_core import from_json

from portal.integrations.fhir.elements import Json
from portal.integrations.fhir.wording.flags import FLAG_TONES, flag_of
from portal.integrations.fhir.wording.values import parts_of

UNJUDGED = ""
OUTSIDE = ("high", "low", "attention", "danger")
_said = re.compile(
    rb'"interpretation"\s*:\s*\[\s*\{[^\[\]{}]*"coding"\s*:\s*\[\s*\{[^\[\]{}]*"code"\s*:\s*"([^"\\]+)"'
)
_TELLING = (b'"interpretation"', b'"referenceRange"', b'"component"')


def tone_at_a_glance(text: bytes) -> str:
    """The tone of a result (see `flags.TONES`) from its JSON; `UNJUDGED` when nothing says how it lies."""
    is_plain = b"\\u" not in text and b'"contained"' not in text
    if is_plain:
        if not any(word in text for word in _TELLING):
            return UNJUDGED
        said = _said.search(text)
        tone = FLAG_TONES.get(said[1].decode("utf-8", "replace")) if said else None
        if tone is not None and b'"component"' not in text:
            return tone
    return tone_of(from_json(text))


def tone_of(data: Json) -> str:
    """The tone of a parsed result: its own flag, or that of its part that most needs a look."""
    flag = flag_of(data, data.get("valueQuantity"))
    if flag.words:
        return flag.tone
    tones = [part.tone for part in parts_of(data) if part.flag]
    return next((tone for tone in tones if tone in OUTSIDE), tones[0] if tones else UNJUDGED)
