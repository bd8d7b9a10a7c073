"""A CCD of a few records, and ways to ask what stands in it."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from lxml import etree

from portal.integrations.ccda.writing import Occasion, write_ccd

Resource = dict[str, Any]
NS = {"c": "urn:hl7-org:v3", "sdtc": "urn:hl7-org:sdtc", "xsi": "http://www.w3.org/2001/XMLSchema-instance"}
XSI_TYPE = f"{{{NS['xsi']}}}type"
LOINC, SNOMED = "http://loinc.org", "http://snomed.info/sct"
RXNORM, CVX = "http://www.nlm.nih.gov/research/umls/rxnorm", "http://hl7.org/fhir/sid/cvx"
ICD_10 = "http://hl7.org/fhir/sid/icd-10-cm"
SECTIONS = {
    "allergies": "48765-2",
    "medications": "10160-0",
    "conditions": "11450-4",
    "procedures": "47519-4",
    "results": "30954-2",
    "immunizations": "11369-6",
    "vitals": "8716-3",
    "visits": "46240-8",
    "social": "29762-2",
    "plan": "18776-5",
    "documents": "34109-9",
}
ALICE: Resource = {
    "resourceType": "Patient",
    "id": "alice",
    "identifier": [
        {"type": {"coding": [{"code": "MR"}]}, "system": "urn:oid:1.2.3", "value": "A-100"},
        {"type": {"coding": [{"code": "SS"}]}, "system": "http://hl7.org/fhir/sid/us-ssn", "value": "1-2-3"},
    ],
    "name": [{"use": "official", "family": "Ålund & Co", "given": ["Alice", "Beth"]}],
    "gender": "female",
    "birthDate": "1980-02",
    "telecom": [{"system": "phone", "use": "mobile", "value": "555 0100"}],
    "address": [{"line": ["1 Elm St"], "city": "Salem", "state": "MA", "postalCode": "01970"}],
}
DR_OKAFOR: Resource = {
    "resourceType": "Practitioner",
    "id": "okafor",
    "identifier": [{"system": "http://hl7.org/fhir/sid/us-npi", "value": "1234567893"}],
    "name": [{"prefix": ["Dr."], "given": ["Ada"], "family": "Okafor"}],
}


def occasion(notes: Mapping[str, str] | None = None, **more: Any) -> Occasion:
    """A document made one afternoon at the practice by the lake."""
    return Occasion(
        at=datetime(2026, 11, 23, 14, 5, 6, tzinfo=UTC),
        document_id=UUID("7d3f7f3a-3d0c-4a37-9c55-0d2f5f3a2b11"),
        practice_name="Lakeside <Family> Practice",
        practice_phone="555-0134",
        notes=notes or {},
        **more,
    )


def written(*resources: Any, patient: Resource = ALICE, sections: Any = None, **more: Any) -> bytes:
    """The CCD of these records, which can refer to each other and to Dr. Okafor."""
    filed = {f"{r.get('resourceType')}/{r.get('id')}": r for r in resources if isinstance(r, dict)}
    filed["Practitioner/okafor"] = DR_OKAFOR
    return write_ccd(patient, list(resources), filed.get, occasion(**more), sections=sections)


class Ccd:
    """A document read back, for asking."""

    def __init__(self, *resources: Any, **more: Any) -> None:
        self.root = etree.fromstring(written(*resources, **more))

    def find(self, path: str, within: Any = None) -> list[Any]:
        """What an XPath finds; `c:` is CDA."""
        found: list[Any] = (self.root if within is None else within).xpath(path, namespaces=NS)
        return found

    def one(self, path: str, within: Any = None) -> Any:
        """The only thing an XPath finds."""
        (found,) = self.find(path, within)
        return found

    def section(self, name: str) -> Any:
        """A section by our kind."""
        return self.one(f"//c:section[c:code/@code='{SECTIONS[name]}']")

    def text(self, name: str) -> str:
        """All words of a section's narrative."""
        return " ".join(self.one("c:text", self.section(name)).itertext())

    def cells(self, name: str) -> list[list[str]]:
        """The rows of a section's table."""
        rows = self.find("c:text//c:tbody/c:tr", self.section(name))
        return [[" ".join(cell.itertext()) for cell in row] for row in rows]

    def entries(self, name: str) -> list[Any]:
        """What stands in a section's entries."""
        return self.find("c:entry/*", self.section(name))


def coded(code: str, system: str, text: str = "", **more: Any) -> Resource:
    """A CodeableConcept of one coding."""
    return {"coding": [{"system": system, "code": code, "display": text, **more}], "text": text}


def day(value: str) -> date:
    """A date."""
    return date.fromisoformat(value)
