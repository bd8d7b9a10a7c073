"""Where a patient lives and how they are phoned, as the practice's EHR has it."""

from portal.integrations.fhir.elements import Json, text, texts
from portal.integrations.fhir.views.demographics import best, by_rank
from portal.integrations.fhir.wording.plain import clean
from portal.models.contact_change import ContactDetails

PHONES = ("mobile", "home", "work")


def contact(data: Json) -> ContactDetails:
    """A Patient's address and phones: the first of each use; all further ones are other."""
    home = best(data.get("address"))
    lines = [line for line in map(clean, texts(home.get("line"))) if line]
    if not lines and not home.get("city"):
        lines = [line for line in clean(home.get("text")).split("\n") if line]
    found: dict[str, str] = {}
    others: list[str] = []
    for point in by_rank(data, ("phone", "sms")):
        number, use = clean(point.get("value")), text(point.get("use"))
        if not number or number in (*found.values(), *others):
            continue
        if use in PHONES and use not in found:
            found[use] = number
        else:
            others.append(number)
    return ContactDetails(
        line=lines[0] if lines else "",
        line2=", ".join(lines[1:]),
        city=clean(home.get("city")),
        state=clean(home.get("state")),
        zip=clean(home.get("postalCode")),
        other=", ".join(others),
        **found,
    )
