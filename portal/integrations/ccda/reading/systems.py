"""CDA's numbers for code systems and identifiers, as FHIR names them (terminology.hl7.org)."""

import re
from urllib.parse import quote

_THO = "http://terminology.hl7.org/CodeSystem"
SYSTEMS = {
    "2.16.840.1.113883.6.1": "http://loinc.org",
    "2.16.840.1.113883.6.96": "http://snomed.info/sct",
    "2.16.840.1.113883.6.88": "http://www.nlm.nih.gov/research/umls/rxnorm",
    "2.16.840.1.113883.6.69": "http://hl7.org/fhir/sid/ndc",
    "2.16.840.1.113883.12.292": "http://hl7.org/fhir/sid/cvx",
    "2.16.840.1.113883.6.59": "http://hl7.org/fhir/sid/cvx",
    "2.16.840.1.113883.6.90": "http://hl7.org/fhir/sid/icd-10-cm",
    "2.16.840.1.113883.6.4": "http://www.cms.gov/Medicare/Coding/ICD10",
    "2.16.840.1.113883.6.103": "http://terminology.hl7.org/CodeSystem/icd9cm",
    "2.16.840.1.113883.6.12": "http://www.ama-assn.org/go/cpt",
    "2.16.840.1.113883.6.285": "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
    "2.16.840.1.113883.3.26.1.1": "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl",
    "2.16.840.1.113883.4.9": "http://fdasis.nlm.nih.gov",
    "2.16.840.1.113883.6.101": "http://nucc.org/provider-taxonomy",
    "2.16.840.1.113883.6.238": "urn:oid:2.16.840.1.113883.6.238",
    "2.16.840.1.113883.5.1": f"{_THO}/v3-AdministrativeGender",
    "2.16.840.1.113883.5.2": f"{_THO}/v3-MaritalStatus",
    "2.16.840.1.113883.5.4": f"{_THO}/v3-ActCode",
    "2.16.840.1.113883.5.8": f"{_THO}/v3-ActReason",
    "2.16.840.1.113883.5.83": f"{_THO}/v3-ObservationInterpretation",
    "2.16.840.1.113883.6.259": "https://www.cdc.gov/nhsn/cdaportal/terminology/codesystem/hsloc.html",
}
SSN = "2.16.840.1.113883.4.1"
IDENTIFIERS = {
    SSN: "http://hl7.org/fhir/sid/us-ssn",
    "2.16.840.1.113883.4.6": "http://hl7.org/fhir/sid/us-npi",
}
_oid = re.compile(r"[0-2](?:\.(?:0|[1-9]\d*))+$").match
_uuid = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$").match


def system_of(number: str) -> str:
    """The FHIR address of a code system; "urn:oid:…" for one not in the table, empty for no number."""
    return SYSTEMS.get(number) or urn(number)


def identifier_system(number: str) -> str:
    """The FHIR address of who gave an identifier."""
    return IDENTIFIERS.get(number) or urn(number)


def urn(number: str) -> str:
    """An OID or UUID as a URN (RFC 3061, RFC 9562); empty when it is neither."""
    if _oid(number):
        return f"urn:oid:{number}"
    return f"urn:uuid:{number.lower()}" if _uuid(number) else ""


def instance_urn(root: str, extension: str) -> str:
    """An HL7 instance identifier as one address: its root's URN, and its extension after a "#"."""
    base = urn(root) or f"urn:hl7ii:{quote(root, safe='')}"
    return f"{base}#{quote(extension, safe='')}" if extension else base
