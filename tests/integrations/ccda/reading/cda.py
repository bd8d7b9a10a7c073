"""Small C-CDA documents, written as another hospital would: a header and the sections a test needs."""

from portal.integrations.ccda.reading import read_cda
from portal.integrations.fhir.reading import Raw
from portal.integrations.fhir.validating import check

HOSPITAL, SNOMED, LOINC, RXNORM = (
    "2.16.840.1.113883.3.9001",
    "2.16.840.1.113883.6.96",
    "2.16.840.1.113883.6.1",
    "2.16.840.1.113883.6.88",
)
TEMPLATES = "2.16.840.1.113883.10.20.22.4"
ALICE = """
<id root="2.16.840.1.113883.3.9001" extension="H-77"/>
<addr use="HP"><streetAddressLine>1 Elm St</streetAddressLine><city>Portland</city><state>ME</state>
<postalCode>04101</postalCode></addr>
<telecom value="tel:+1(207)555-0100" use="MC"/>
<patient><name use="L"><given>Alice</given><family>Ames</family></name>
<administrativeGenderCode code="F" codeSystem="2.16.840.1.113883.5.1"/><birthTime value="19840309"/></patient>
"""


def document(
    *sections: str,
    patient: str = ALICE,
    id: str = 'root="2.16.840.1.113883.3.9001.1" extension="D1"',
    version: int = 1,
    when: str = "20251103",
    set_id: str = '<setId root="2.16.840.1.113883.3.9001.2" extension="S1"/>',
    title: str = "Summary of care",
    before: str = "",
    body: str = "",
) -> bytes:
    """A whole document; `before` stands before its root, `body` replaces its structured body."""
    parts = "".join(f"<component>{one}</component>" for one in sections)
    body = body or f"<structuredBody>{parts}</structuredBody>"
    return f"""<?xml version="1.0" encoding="UTF-8"?>{before}
<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:sdtc="urn:hl7-org:sdtc"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/>
<id {id}/>
<code code="34133-9" codeSystem="{LOINC}" displayName="Summary"/>
<title>{title}</title><effectiveTime value="{when}"/><languageCode code="en-US"/>
{set_id}<versionNumber value="{version}"/>
<recordTarget><patientRole>{patient}</patientRole></recordTarget>
<author><time value="{when}"/><assignedAuthor><assignedPerson><name><given>Henry</given><family>Seven</family>
</name></assignedPerson></assignedAuthor></author>
<custodian><assignedCustodian><representedCustodianOrganization><id root="{HOSPITAL}"/>
<name>Community Health</name></representedCustodianOrganization></assignedCustodian></custodian>
<component>{body}</component></ClinicalDocument>""".encode()


def section(*entries: str, code: str = "11450-4", title: str = "Problems", text: str = "") -> str:
    """A section with its narrative and entries."""
    coded = "".join(f"<entry>{one}</entry>" for one in entries)
    return (
        f'<section><code code="{code}" codeSystem="{LOINC}"/><title>{title}</title>'
        f"<text>{text}</text>{coded}</section>"
    )


def template(number: str) -> str:
    """The templateId of a C-CDA entry."""
    return f'<templateId root="{TEMPLATES}.{number}"/>'


def coded(code: str, display: str, *, system: str = SNOMED, tag: str = "value", inner: str = "") -> str:
    """A coded value."""
    return f'<{tag} xsi:type="CD" code="{code}" codeSystem="{system}" displayName="{display}">{inner}</{tag}>'


def problem(
    value: str = "",
    *,
    id: str = "p1",
    low: str = "20190501",
    more: str = "",
    status: str = "active",
    negated: bool = False,
) -> str:
    """A problem concern with one problem, asthma unless told otherwise."""
    value = value or coded("195967001", "Asthma")
    negation = ' negationInd="true"' if negated else ""
    return f"""<act classCode="ACT" moodCode="EVN">{template("3")}<id root="{HOSPITAL}" extension="c-{id}"/>
<statusCode code="{status}"/><entryRelationship typeCode="SUBJ">
<observation classCode="OBS" moodCode="EVN"{negation}>{template("4")}<id root="{HOSPITAL}" extension="{id}"/>
<statusCode code="completed"/><effectiveTime><low value="{low}"/>{more}</effectiveTime>{value}</observation>
</entryRelationship></act>"""


def allergy(
    substance: str = "", *, kind: str = "416098002", negated: bool = False, more: str = "", id: str = "a1"
) -> str:
    """An allergy concern with one allergy, to penicillin unless told otherwise."""
    substance = substance or coded("7982", "Penicillin", system=RXNORM, tag="code")
    negation = ' negationInd="true"' if negated else ""
    return f"""<act classCode="ACT" moodCode="EVN">{template("30")}<statusCode code="active"/>
<entryRelationship typeCode="SUBJ"><observation classCode="OBS" moodCode="EVN"{negation}>{template("7")}
<id root="{HOSPITAL}" extension="{id}"/>{coded(kind, "Allergy")}
<participant typeCode="CSM"><participantRole><playingEntity>{substance}</playingEntity></participantRole>
</participant>{more}</observation></entryRelationship></act>"""


def medication(
    *times: str, mood: str = "EVN", status: str = "active", more: str = "", negated: bool = False
) -> str:
    """A medicine, metformin; `times` are its effectiveTimes."""
    negation = ' negationInd="true"' if negated else ""
    drug = coded("860975", "Metformin 500 MG Oral Tablet", system=RXNORM, tag="code")
    return f"""<substanceAdministration classCode="SBADM" moodCode="{mood}"{negation}>{template("16")}
<id root="{HOSPITAL}" extension="m1"/><statusCode code="{status}"/>{"".join(times)}<doseQuantity value="1"/>
<consumable><manufacturedProduct><manufacturedMaterial>{drug}</manufacturedMaterial></manufacturedProduct>
</consumable>{more}</substanceAdministration>"""


def results(*observations: str, status: str = "completed") -> str:
    """A panel of results."""
    inside = "".join(f"<component>{one}</component>" for one in observations)
    return f"""<organizer classCode="BATTERY" moodCode="EVN">{template("1")}
<id root="{HOSPITAL}" extension="r0"/>{coded("24323-8", "Metabolic panel", system=LOINC, tag="code")}
<statusCode code="{status}"/>{inside}</organizer>"""


def result(value: str, *, id: str = "r1", more: str = "", status: str = "completed") -> str:
    """One result, potassium."""
    return f"""<observation classCode="OBS" moodCode="EVN">{template("2")}
<id root="{HOSPITAL}" extension="{id}"/>{coded("2823-3", "Potassium", system=LOINC, tag="code")}
<statusCode code="{status}"/><effectiveTime value="20251102"/>{value}{more}</observation>"""


def read(data: bytes) -> list[Raw]:
    """The resources of a document that is read; each must be valid FHIR R4."""
    found = read_cda("summary.xml", data, max_bytes=10_000_000, max_depth=64)
    assert all(isinstance(one, Raw) for one in found), found
    raws = [one for one in found if isinstance(one, Raw)]
    assert [check(one.data) for one in raws] == [None] * len(raws)
    return raws


def refusal(data: bytes, *, max_bytes: int = 10_000_000, max_depth: int = 64) -> str:
    """Why a document is refused whole."""
    (found,) = read_cda("summary.xml", data, max_bytes=max_bytes, max_depth=max_depth)
    assert not isinstance(found, Raw)
    assert found.entry is None
    return found.reason


def only(raws: list[Raw], kind: str) -> dict:
    """The one resource of this type."""
    (found,) = [one.data for one in raws if one.type == kind]
    return found
