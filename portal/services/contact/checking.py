"""What a person typed as their contact details: what of it is to change, and whether it can be entered."""

import re
from collections.abc import Mapping

from portal.errors import Invalid
from portal.i18n import t
from portal.integrations.fhir.wording.plain import clean
from portal.models.contact_change import ContactDetails
from portal.services.contact.words import ADDRESS, ADDRESS_FIELDS, PARTS, PHONES, is_same

LONGEST = {"line": 100, "line2": 100, "city": 60, "state": 30, "zip": 10} | dict.fromkeys(PHONES, 40)
_phone = re.compile(r"\+?[0-9 ().\-/]+(?:(?:ext\.?|x) ?[0-9]{1,6})?", re.IGNORECASE)
_zip = re.compile(r"[0-9]{5}(?:-?[0-9]{4})?")


def checked(
    typed: Mapping[str, str], was: ContactDetails, *, blind: bool
) -> tuple[ContactDetails, list[str]]:
    """The details as they should be, and the parts that are to change.

    `blind` is for who does not see what is on file: what they leave empty stays as it is, and nothing tells
    them whether what they typed is there already.

    Raises: Invalid with what is wrong with which field, or when nothing is to change.
    """
    said = {name: _flat(typed.get(name, "")) for name in LONGEST}
    if blind:
        parts = [part for part in PARTS if any(said[name] for name in _fields(part))]
        kept = {name: getattr(was, name) for part in PARTS if part not in parts for name in _fields(part)}
        wanted = ContactDetails(**(said | kept))
    else:
        wanted = ContactDetails(**said)
        parts = [part for part in PARTS if not is_same(wanted, was, part)]
    if wrong := {name: words for name, words in _wrong(wanted, parts).items() if words}:
        raise Invalid(fields=wrong)
    if not parts:
        nothing = t("Fill in what should change.")
        raise Invalid(nothing if blind else t("This is what we have already. Change something first."))
    return wanted, parts


def _fields(part: str) -> tuple[str, ...]:
    return ADDRESS_FIELDS if part == ADDRESS else (part,)


def _flat(text: object) -> str:
    return " ".join(clean(text).split()) if isinstance(text, str) else ""


def _wrong(wanted: ContactDetails, parts: list[str]) -> dict[str, str]:
    found = _wrong_address(wanted) if ADDRESS in parts else {}
    found |= {part: _wrong_phone(getattr(wanted, part)) for part in parts if part != ADDRESS}
    for name, most in LONGEST.items():
        if len(getattr(wanted, name)) > most and name in found:
            found[name] = t("Use at most {n} characters.", n=most)
    return found


def _wrong_address(wanted: ContactDetails) -> dict[str, str]:
    return {
        "line": "" if wanted.line else t("Enter the street and number."),
        "line2": "",
        "city": "" if wanted.city else t("Enter the city or town."),
        "state": "" if wanted.state else t("Enter the state, for example NY."),
        "zip": "" if _zip.fullmatch(wanted.zip) else t("Enter the ZIP code: 5 digits, or 9."),
    }


def _wrong_phone(number: str) -> str:
    """An empty one is a wish: that we no longer call there."""
    digits = sum(sign.isdecimal() for sign in number)
    if not number or (_phone.fullmatch(number) and 10 <= digits <= 21):
        return ""
    return t("Enter the number with its area code, for example (607) 555-0142.")
