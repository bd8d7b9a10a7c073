"""How a result lies to its usual range, at a glance: a list of panels looks at hundreds to show a count.

Most laboratories say it in one code, which is read off the text as it stands; whatever is not that plain is
parsed and judged as on its own page.
"""

import json
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
_TONES = {code.encode(): tone for code, tone in FLAG_TONES.items()}


def tone_at_a_glance(text: bytes) -> str:
    """The tone of a result (see `flags.TONES`) from its JSON; `UNJUDGED` when nothing says how it lies."""
    if b"\\" in text or b'"component"' in text or b'"contained"' in text:
        return tone_of(quick_json(text))
    place = text.find(b'"interpretation"')
    if place < 0 and b'"referenceRange"' not in text:
        return UNJUDGED
    said = _said.match(text, place) if place >= 0 else None
    tone = _TONES.get(said[1]) if said else None
    return tone if tone is not None else tone_of(quick_json(text))


def quick_json(text: bytes) -> Json:
    """A resource whose numbers are only compared or not looked at: twice as fast, digits not kept."""
    try:
        found: Json = from_json(text)
    except ValueError:
        found = json.loads(text)
    return found


def tone_of(data: Json) -> str:
    """The tone of a parsed result: its own flag, or that of its part that most needs a look."""
    flag = flag_of(data, data.get("valueQuantity"))
    if flag.words:
        return flag.tone
    tones = [part.tone for part in parts_of(data) if part.flag]
    return next((tone for tone in tones if tone in OUTSIDE), tones[0] if tones else UNJUDGED)
