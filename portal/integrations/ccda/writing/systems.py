"""Code systems by FHIR's address and by HL7's object identifier (https://terminology.hl7.org)."""

import re

LOINC = "2.16.840.1.113883.6.1"
SNOMED = "2.16.840.1.113883.6.96"
RXNORM = "2.16.840.1.113883.6.88"
ICD_10_CM = "2.16.840.1.113883.6.90"
CVX = "2.16.840.1.113883.12.292"
CPT = "2.16.840.1.113883.6.12"
UNII = "2.16.840.1.113883.4.9"
NCI = "2.16.840.1.113883.3.26.1.1"
ACT_CODE = "2.16.840.1.113883.5.4"
ACT_CLASS = "2.16.840.1.113883.5.6"
ACT_REASON = "2.16.840.1.113883.5.8"
INTERPRETATION = "2.16.840.1.113883.5.83"
OBSERVATION_VALUE = "2.16.840.1.113883.5.1063"
GENDER = "2.16.840.1.113883.5.1"
MARITAL = "2.16.840.1.113883.5.2"
CONFIDENTIALITY = "2.16.840.1.113883.5.25"
RACE = "2.16.840.1.113883.6.238"
NPI = "2.16.840.1.113883.4.6"

_HL7 = "http://terminology.hl7.org/CodeSystem/"
_KNOWN: dict[str, tuple[str, str]] = {
    "http://loinc.org": (LOINC, "LOINC"),
    "http://snomed.info/sct": (SNOMED, "SNOMED CT"),
    "http://www.nlm.nih.gov/research/umls/rxnorm": (RXNORM, "RxNorm"),
    "http://hl7.org/fhir/sid/cvx": (CVX, "CVX"),
    "http://hl7.org/fhir/sid/mvx": ("2.16.840.1.113883.12.227", "MVX"),
    "http://hl7.org/fhir/sid/ndc": ("2.16.840.1.113883.6.69", "NDC"),
    "http://hl7.org/fhir/sid/icd-10-cm": (ICD_10_CM, "ICD-10-CM"),
    "http://hl7.org/fhir/sid/icd-10": ("2.16.840.1.113883.6.3", "ICD-10"),
    "http://hl7.org/fhir/sid/icd-9-cm": ("2.16.840.1.113883.6.103", "ICD-9-CM"),
    "http://www.cms.gov/Medicare/Coding/ICD10": ("2.16.840.1.113883.6.4", "ICD-10-PCS"),
    "http://hl7.org/fhir/sid/icd-10-pcs": ("2.16.840.1.113883.6.4", "ICD-10-PCS"),
    "http://www.ama-assn.org/go/cpt": (CPT, "CPT"),
    "http://www.ada.org/cdt": ("2.16.840.1.113883.6.13", "CDT"),
    "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets": ("2.16.840.1.113883.6.285", "HCPCS"),
    "http://fdasis.nlm.nih.gov": (UNII, "UNII"),
    "http://hl7.org/fhir/ndfrt": ("2.16.840.1.113883.3.26.1.5", "NDF-RT"),
    "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl": (NCI, "NCI Thesaurus"),
    "http://ncithesaurus-stage.nci.nih.gov": (NCI, "NCI Thesaurus"),
    "http://unitsofmeasure.org": ("2.16.840.1.113883.6.8", "UCUM"),
    "http://nucc.org/provider-taxonomy": ("2.16.840.1.113883.6.101", "NUCC"),
    "http://dicom.nema.org/resources/ontology/DCM": ("1.2.840.10008.2.16.4", "DCM"),
    "http://www.nubc.org/patient-discharge": ("2.16.840.1.113883.6.301.5", "NUBC"),
    f"{_HL7}v3-ActCode": (ACT_CODE, "ActCode"),
    f"{_HL7}v3-ActReason": (ACT_REASON, "ActReason"),
    f"{_HL7}v3-ActSite": ("2.16.840.1.113883.5.1052", "ActSite"),
    f"{_HL7}v3-RouteOfAdministration": ("2.16.840.1.113883.5.112", "RouteOfAdministration"),
    f"{_HL7}v3-ObservationInterpretation": (INTERPRETATION, "ObservationInterpretation"),
    f"{_HL7}v3-MaritalStatus": (MARITAL, "MaritalStatus"),
    f"{_HL7}v3-AdministrativeGender": (GENDER, "AdministrativeGender"),
    f"{_HL7}v3-RoleCode": ("2.16.840.1.113883.5.111", "RoleCode"),
    f"{_HL7}v2-0074": ("2.16.840.1.113883.12.74", "HL7 V2 0074"),
    f"{_HL7}v2-0443": ("2.16.840.1.113883.12.443", "HL7 V2 0443"),
}
_NAMES = dict(reversed(_KNOWN.values())) | {
    RACE: "CDC Race and Ethnicity",
    ACT_CLASS: "ActClass",
    OBSERVATION_VALUE: "ObservationValue",
    CONFIDENTIALITY: "Confidentiality",
}
_ROOTS = {
    "http://hl7.org/fhir/sid/us-npi": NPI,
    "http://hl7.org/fhir/sid/us-medicare": "2.16.840.1.113883.4.572",
    "http://hl7.org/fhir/sid/us-mbi": "2.16.840.1.113883.4.927",
}
_an_oid = re.compile(r"[0-2](?:\.(?:0|[1-9][0-9]*))+", re.ASCII).fullmatch


def system_of(address: str) -> tuple[str, str]:
    """A code system's identifier and name by its FHIR address; both empty when it has none."""
    if address.startswith("urn:oid:"):
        oid = oid_of(address)
        return oid, _NAMES.get(oid, "")
    return _KNOWN.get(address, ("", ""))


def name_of(oid: str) -> str:
    """What a code system is called."""
    return _NAMES.get(oid, "")


def oid_of(address: str) -> str:
    """The object identifier an address names: "urn:oid:1.2.3" or one of HL7's own; else empty."""
    bare = address.removeprefix("urn:oid:")
    return bare if bare != address and _an_oid(bare) else _ROOTS.get(address, "")
