"""Whether a resource is valid FHIR R4, and if not, why in one sentence with its place."""

from typing import Any

from portal.i18n import t
from portal.integrations.fhir.shapes import CHANGED, R4_ONLY, Misfit, Model, misfit, model_of

_MISSING = {"missing", "model_field_validation.missing"}
_ID_LENGTH = 64
_SHARED_NAMES = (
    "id",
    "meta",
    "implicitRules",
    "language",
    "text",
    "contained",
    "extension",
    "modifierExtension",
)


def check(data: dict[str, Any]) -> str | None:
    """None when `data` is a valid FHIR R4 resource, else why not, such as "Observation.status is missing."

    R4B's models read R4 (https://hl7.org/fhir/R4B); the few types R4B changed or dropped are checked for
    what every resource shares. Codes are not checked against their value sets.
    """
    kind = data.get("resourceType")
    if not isinstance(kind, str) or not kind:
        return t("resourceType is missing.")
    try:
        wrong = _wrong(data, kind)
    except RecursionError:
        return t("{kind} is nested too deeply.", kind=kind)
    return t("{path} {what}.", path=wrong[0], what=wrong[1]) if wrong else None


def _wrong(data: dict[str, Any], kind: str) -> Misfit | None:
    model = model_of(kind)
    if model is None:
        return "resourceType", t("is not a resource type of FHIR R4")
    if kind in R4_ONLY or kind in CHANGED:
        data = {name: data[name] for name in _SHARED_NAMES if name in data}
    unfit = misfit(data, model)
    if unfit:
        return kind + unfit[0], unfit[1]
    if len(data.get("id") or "") > _ID_LENGTH:
        return f"{kind}.id", t("is longer than 64 characters")
    return _judged(data, kind, model)


def _judged(data: dict[str, Any], kind: str, model: Model) -> Misfit | None:
    """What the model finds wrong, beyond the shape: missing elements, patterns, choices."""
    from pydantic import ValidationError

    if any(_dropped(inner) for inner in data.get("contained") or ()):
        data = {**data, "contained": [inner for inner in data["contained"] if not _dropped(inner)]}
    try:
        model.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        if first["type"] == "extra_forbidden" and str(first["loc"][-1]).startswith("_"):
            return _judged(_without_siblings(data), kind, model)  # the shape was good, so only these are left
        return _path(kind, first["loc"]), _words(first)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return kind, t("is not valid FHIR R4")
    return None


def _without_siblings(value: Any) -> Any:
    """The same without the "_valueString" … of its extensions, which R4 has and the models lack."""
    if isinstance(value, list):
        return [_without_siblings(item) for item in value]
    if not isinstance(value, dict):
        return value
    extension = "url" in value
    return {
        name: _without_siblings(inner)
        for name, inner in value.items()
        if not (extension and name.startswith(("_value", "_url")))
    }


def _dropped(inner: Any) -> bool:
    kind = inner.get("resourceType") if isinstance(inner, dict) else None
    return kind in R4_ONLY or kind in CHANGED


def _path(kind: str, places: tuple[int | str, ...]) -> str:
    """ "Observation.component[0].code" from the model's list of places."""
    path = kind
    for place in places:
        if place != "root":
            path += f"[{place}]" if isinstance(place, int) else f".{place}"
    return path


def _words(error: Any) -> str:
    if error["type"] in _MISSING:
        return t("is missing")
    if "but got multiple" in error["msg"]:
        return t("has more than one form of the same value")
    if "Expect any of field value" in error["msg"]:
        options = error["msg"].partition("[")[2].partition("]")[0].replace("'", "")
        return t("needs one of {options}", options=options)
    if error["type"] == "list_type":
        return t("has an empty place in its list")
    return t("has a value FHIR R4 does not allow there")
