"""Words for the audit trail: what was read, opened, searched or printed."""

from portal.i18n import t
from portal.services.audit_words.did import Did


def words() -> dict[str, Did]:
    """The actions of this group, with what someone did and what they tried to."""
    return {
        "asking.list_by_helpers": (
            t("looked at the downloads of those who help"),
            t("look at the downloads of those who help"),
        ),
        "hiding.preview": (
            t("looked at what a representative sees"),
            t("look at what a representative sees"),
        ),
        "hiding.preview_wish": (
            t("looked at what a representative would see"),
            t("look at what a representative would see"),
        ),
        "hiding.whom": (t("looked at who sees one item"), t("look at who sees one item")),
        "patient.look_up": (t("opened the patient's page"), t("open the patient's page")),
        "patient.on_file": (
            t("looked at what kinds of records are on file"),
            t("look at what kinds of records are on file"),
        ),
        "whose.look": (t("opened the health record"), t("open the health record")),
        "household.gather": (
            t("looked at what is new for everyone they help"),
            t("look at what is new for everyone they help"),
        ),
        "household.find": (
            t("followed a link to an item of this record"),
            t("follow a link to an item of this record"),
        ),
        "accounts.switch": (
            t("switched to another record or back to their own"),
            t("switch to another record"),
        ),
        "accounts.switched": (t("began to look at this record"), t("look at this record")),
        "records.overview": (t("opened the health record"), t("open the health record")),
        "records.what_is_new": (t("looked at what is new"), t("look at what is new")),
        "records.list_records": (t("looked at a list of records"), t("look at a list of records")),
        "records.list_medications": (t("looked at the medications"), t("look at the medications")),
        "records.show_record": (t("looked at one record"), t("look at one record")),
        "records.show_medication": (t("looked at one medication"), t("look at one medication")),
        "records.read_file": (t("downloaded a document"), t("download a document")),
        "records.view_file": (t("opened a document"), t("open a document")),
        "asking.count_records": (
            t("counted what a download would hold"),
            t("count what a download would hold"),
        ),
        "asking.list_exports": (t("looked at their downloads"), t("look at their downloads")),
        "records.open_search": (
            t("opened the search of the health record"),
            t("open the search of the health record"),
        ),
        "records.search": (t("searched the health record"), t("search the health record")),
        "preferences.show_wishes": (
            t("looked at how results are shown"),
            t("look at how results are shown"),
        ),
        "papers.immunization_pdf": (
            t("printed the immunization record"),
            t("print the immunization record"),
        ),
        "papers.medication_pdf": (t("printed the medication list"), t("print the medication list")),
        "papers.visit_pdf": (t("printed a visit summary"), t("print a visit summary")),
        "papers.record_pdf": (t("printed the health record"), t("print the health record")),
        "papers.record_text": (
            t("took the health record out as text"),
            t("take the health record out as text"),
        ),
        "corrections.list_corrections": (
            t("looked at the requests for corrections"),
            t("look at the requests for corrections"),
        ),
        "corrections.show_correction": (
            t("looked at a request for a correction"),
            t("look at a request for a correction"),
        ),
        "corrections.read_evidence": (
            t("opened a file of a request for a correction"),
            t("open a file of a request for a correction"),
        ),
        "corrections.queue": (
            t("looked at the corrections that were asked for"),
            t("look at the corrections that were asked for"),
        ),
        "corrections.look_into": (
            t("looked at a request for a correction"),
            t("look at a request for a correction"),
        ),
        "corrections.open_evidence": (
            t("opened a file of a request for a correction"),
            t("open a file of a request for a correction"),
        ),
        "contact.show": (t("looked at the contact details"), t("look at the contact details")),
        "contact_changes.queue": (
            t("looked at the contact details that were asked for"),
            t("look at the contact details that were asked for"),
        ),
        "contact_changes.look_into": (
            t("looked at a request for other contact details"),
            t("look at a request for other contact details"),
        ),
        "activity.list_entries": (
            t("read who has seen or changed this record"),
            t("read who has seen or changed this record"),
        ),
        "activity.show_entries": (
            t("read who has seen or changed this record"),
            t("read who has seen or changed this record"),
        ),
        "activity.download": (
            t("downloaded the list of who has seen or changed this record"),
            t("download the list of who has seen or changed this record"),
        ),
        "sharing.options": (t("looked at what can be shared"), t("look at what can be shared")),
        "sharing.prepare": (
            t("put together what to share by link"),
            t("put together what to share by link"),
        ),
        "sharing.list_links": (t("looked at the shared links"), t("look at the shared links")),
        "sharing.show_link": (t("looked at a shared link"), t("look at a shared link")),
        "sharing.show_card": (t("opened the wallet card"), t("open the wallet card")),
        "trail.list_entries": (
            t("read who has seen or changed this record"),
            t("read who has seen or changed this record"),
        ),
        "telling.coming": (t("looked at what ends soon"), t("look at what ends soon")),
        "aging_out.show": (t("looked at who turns 18 soon"), t("look at who turns 18 soon")),
        "aging_out.listed": (
            t("saw the patient among those who turn 18 soon"),
            t("see the patient among those who turn 18 soon"),
        ),
        "guardians.show": (
            t("looked at who the parents and guardians are"),
            t("look at who the parents and guardians are"),
        ),
        "guardians.open_paper": (t("opened a court paper"), t("open a court paper")),
        "emergency.look_before": (
            t("opened the page for emergency access"),
            t("open the page for emergency access"),
        ),
        "emergency.opened": (t("opened this record"), t("open this record in an emergency")),
        "emergency.ended": (t("ended an emergency access"), t("end an emergency access")),
        "emergency.found_right": (
            t("checked an emergency access and found it right"),
            t("check an emergency access"),
        ),
        "emergency.found_wrong": (
            t("checked an emergency access and found it not right"),
            t("check an emergency access"),
        ),
        "emergency_review.look_into": (
            t("looked at an emergency access"),
            t("look at an emergency access"),
        ),
        "emergency_review.end_now": (t("ended an emergency access"), t("end an emergency access")),
    }
