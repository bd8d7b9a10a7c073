"""The JSON shape of every FHIR type, read off the models of `fhir.resources`.

The models are lenient where JSON is concerned: they take "12" for a number, a text holding JSON for an
object, and Python's own field names. FHIR's JSON format does not, so the shape is checked first.
"""

import typing
from decimal import Decimal
from functools import cache
from typing import Any

from portal.i18n import t

Model = Any
Misfit = tuple[str, str]  # where, from here on, and the words
R4_ONLY = frozenset(
    {
        "EffectEvidenceSynthesis",
        "MedicinalProduct",
        "MedicinalProductAuthorization",
        "MedicinalProductContraindication",
        "MedicinalProductIndication",
        "MedicinalProductIngredient",
        "MedicinalProductInteraction",
        "MedicinalProductManufactured",
        "MedicinalProductPackaged",
        "MedicinalProductPharmaceutical",
        "MedicinalProductUndesirableEffect",
        "RiskEvidenceSynthesis",
        "SubstanceNucleicAcid",
        "SubstancePolymer",
        "SubstanceProtein",
        "SubstanceReferenceInformation",
        "SubstanceSourceMaterial",
        "SubstanceSpecification",
    }
)
"""R4 types that R4B dropped: only what all resources share can be checked."""

CHANGED = frozenset({"Evidence", "EvidenceVariable"})
"""Types whose R4 shape R4B changed: checked like `R4_ONLY`."""

_TEXT, _NUMBER, _WHOLE, _YES_NO, _RESOURCE = "text", "number", "whole", "yes-no", "resource"
_HELD = {bool: _YES_NO, int: _WHOLE, Decimal: _NUMBER}
_NUMBERS = {int, float, Decimal}


def model_of(kind: str) -> Model | None:
    """The model that checks a resource type; the base of all for R4's own; None for no resource type."""
    from fhir.resources.R4B import get_fhir_model_class

    if kind in R4_ONLY or kind in CHANGED:
        return get_fhir_model_class("DomainResource")
    if kind in ("Resource", "DomainResource") or not (kind.isascii() and kind.isalpha()):
        return None
    try:
        model = get_fhir_model_class(kind)
    except ValueError:
        return None
    return model if model.has_resource_base() else None


def misfit(data: dict[str, Any], model: Model) -> Misfit | None:
    """The first thing that does not fit the shape of `model`: where (".code[0]") and what in words."""
    known = shape(model)
    for name, value in data.items():
        if value is None or name == "resourceType":
            continue
        expected = known.get(name)
        if expected is None:
            return f".{_shown(name)}", t("is not an element of FHIR R4")
        wrong = _fit(value, *expected)
        if wrong:
            return f".{name}{wrong[0]}", wrong[1]
    return None


@cache
def shape(model: Model) -> dict[str, tuple[bool, Any]]:
    """For each JSON name of a type: whether it is a list, and what it holds."""
    named = [(field.alias, field.annotation) for field in model.model_fields.values()]
    known = {name: _held(annotation) for name, annotation in named if name and name != "fhir_comments"}
    return _siblings(known) | known if model.__name__ == "Extension" else known


def _siblings(known: dict[str, tuple[bool, Any]]) -> dict[str, tuple[bool, Any]]:
    """The "_valueString" … beside an extension's plain values, which its model leaves out."""
    from fhir.resources.R4B import get_fhir_model_class

    beside = get_fhir_model_class("FHIRPrimitiveExtension")
    return {f"_{name}": (False, beside) for name, (_, held) in known.items() if isinstance(held, str)}


def _held(annotation: Any) -> tuple[bool, Any]:
    from fhir_core.types import FhirBase

    inside = [arg for arg in typing.get_args(annotation) if arg is not type(None)]
    if typing.get_origin(annotation) is list:
        return True, _held(inside[0])[1]
    if inside:
        return _held(inside[0])
    if isinstance(annotation, type) and issubclass(annotation, FhirBase):
        model = annotation.get_model_klass()
        return False, _RESOURCE if model.__name__ == "Resource" else model
    return False, _HELD.get(annotation, _TEXT)


def _fit(value: Any, is_list: bool, held: Any) -> Misfit | None:
    if not is_list:
        return _fit_one(value, held)
    if type(value) is not list:
        return "", t("should be a list")
    for index, item in enumerate(value):
        wrong = None if item is None else _fit_one(item, held)
        if wrong:
            return f"[{index}]{wrong[0]}", wrong[1]
    return None


def _fit_one(value: Any, held: Any) -> Misfit | None:
    kind = type(value)
    if held is _TEXT:
        return None if kind is str else ("", t("should be text"))
    if held is _NUMBER:
        return None if kind in _NUMBERS else ("", t("should be a number"))
    if held is _WHOLE:
        return None if kind is int else ("", t("should be a whole number"))
    if held is _YES_NO:
        return None if kind is bool else ("", t("should be true or false"))
    if kind is not dict:
        return "", t("should be an object")
    return _fit_resource(value) if held is _RESOURCE else misfit(value, held)


def _fit_resource(value: dict[str, Any]) -> Misfit | None:
    kind = value.get("resourceType")
    if not isinstance(kind, str):
        return ".resourceType", t("is missing")
    model = model_of(kind)
    if model is None:
        return ".resourceType", t("is not a resource type of FHIR R4")
    return None if kind in R4_ONLY or kind in CHANGED else misfit(value, model)


def _shown(name: str) -> str:
    """An unknown name, safe to print."""
    return name[:64].encode("ascii", "backslashreplace").decode() if name.isprintable() else "?"
