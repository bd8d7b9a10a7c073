"""Taking in records from the practice's EHR as FHIR R4, keeping every byte.

Reading, checking and telling what belongs to whom need no database and happen first; then each patient's
resources of a file are written in one unit of work. Whatever cannot be taken is told with its place and
does not stop the rest; what has come before is left as it is.
"""

from portal.services.importing.run import Progress, Report, import_paths, import_upload

__all__ = ["Progress", "Report", "import_paths", "import_upload"]
