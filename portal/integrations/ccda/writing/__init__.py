"""C-CDA R2.1 from FHIR R4: a patient's records as a Continuity of Care Document."""

from portal.integrations.ccda.writing.document import write_ccd
from portal.integrations.ccda.writing.occasion import Occasion

__all__ = ["Occasion", "write_ccd"]
