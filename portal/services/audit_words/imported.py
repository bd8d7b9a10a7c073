"""Words for the audit trail: imports and exports."""

from portal.i18n import t
from portal.services.audit_words.did import Did


def words() -> dict[str, Did]:
    """The actions of this group, with what someone did and what they tried to."""
    return {
        "importing.started": (t("started an import"), t("import records")),
        "importing.imported": (t("imported records"), t("import records")),
        "importing.compared": (
            t("compared an outside document with this record"),
            t("compare an outside document with this record"),
        ),
        "uploads.begin": (t("uploaded a file to import"), t("upload a file to import")),
        "documents.begin": (t("put a document on the chart"), t("put a document on the chart")),
        "exporting.export": (t("exported the record"), t("export the record")),
        "asking.ask": (t("asked for a download of the record"), t("ask for a download of the record")),
        "asking.fetch": (t("downloaded the record"), t("download the record")),
        "asking.take_back": (t("removed a download"), t("remove a download")),
        "making.made": (t("had a download made"), t("have a download made")),
    }
