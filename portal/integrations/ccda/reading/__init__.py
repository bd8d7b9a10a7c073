"""C-CDA R2.1 documents coming in: told apart, parsed safely, turned into FHIR R4, shown as HTML."""

from portal.integrations.ccda.reading.read import read_cda
from portal.integrations.ccda.reading.xml import LARGEST, is_xml, looks_like_cda, parse

__all__ = ["LARGEST", "is_xml", "looks_like_cda", "parse", "read_cda"]
