"""What the audit trail's entries say, in plain sentences.

Each action has two halves: what someone did ("looked at …"), and what someone tried to ("look at …").
"""

from functools import lru_cache
from typing import Literal

from portal.access.trail import Entry
from portal.i18n import language, t
from portal.models.account import Role
from portal.services.records.kinds import KINDS

Group = Literal["looked", "changed", "invited", "signed-in", "imported", "managed"]
Did = tuple[str, str]


def deed_words(entry: Entry) -> str:
    """Who did what, or tried to: "Nia Park, clinician, looked at the list of results"."""
    if entry.allowed:
        return t("{who} {did}", who=who(entry), did=did_words(entry))
    return t("{who} tried to {attempt} and was refused", who=who(entry), attempt=did_words(entry))


def own_words(entry: Entry) -> str:
    """The same, told to whoever did it: "You looked at the list of results"."""
    if entry.allowed:
        return t("You {did}", did=did_words(entry))
    return t("You tried to {attempt} and were refused", attempt=did_words(entry))


def did_words(entry: Entry) -> str:
    """What was done without who did it; of a refusal, what was tried."""
    did = bare_words(entry)
    if not entry.allowed or not entry.contents.subject:
        return did
    return t("{did} ({what})", did=did, what=what_words(entry.contents.subject))


def bare_words(entry: Entry) -> str:
    """The same without what it was done to."""
    did, attempt = _words().get(entry.action) or (t("opened this record"), t("open this record"))
    return did if entry.allowed else attempt


def who(entry: Entry) -> str:
    """A name and what they are here: "Nia Park, clinician,"."""
    name = entry.contents.actor
    if entry.contents.role == Role.OPERATOR:
        return t("The portal's operator")
    if not name:
        return t("Someone")
    part = _parts().get(entry.contents.relation) or _roles().get(entry.contents.role, "")
    return t("{name}, {part},", name=name, part=part) if part else name


def groups() -> list[tuple[Group, str]]:
    """The kinds of entries to choose from, in the order they are offered."""
    return [
        ("looked", t("Looked at")),
        ("changed", t("Changed or sent")),
        ("invited", t("Invitations and enrolment")),
        ("signed-in", t("Signing in and out")),
        ("imported", t("Imports and exports")),
        ("managed", t("Running the practice's portal")),
    ]


def actions_of(group: str) -> list[str]:
    """The actions of one kind."""
    return list(_by_group().get(group, {}))


@lru_cache(maxsize=512)
def group_of(action: str) -> str:
    """The kind an action is of; empty for one without words."""
    return next((group for group, did in _by_group().items() if action in did), "")


def has_words(action: str) -> bool:
    """Whether an action has words of its own."""
    return action in _words()


def what_words(subject: str) -> str:
    """A kind of record by its name; anything else as it was written."""
    return KINDS[subject].title if subject in KINDS else subject


def _words() -> dict[str, Did]:
    return _words_in(language())


@lru_cache(maxsize=8)
def _words_in(_language: str) -> dict[str, Did]:
    return {action: did for group in _by_group().values() for action, did in group.items()}


def _by_group() -> dict[str, dict[str, Did]]:
    return {
        "looked": _looked(),
        "changed": _changed(),
        "invited": _invited(),
        "signed-in": _signed_in(),
        "imported": _imported(),
        "managed": _managed(),
    }


def _looked() -> dict[str, Did]:
    return {
        "patient.look_up": (t("opened the patient's page"), t("open the patient's page")),
        "patient.on_file": (
            t("looked at what kinds of records are on file"),
            t("look at what kinds of records are on file"),
        ),
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
    }


def _changed() -> dict[str, Did]:
    return {
        "preferences.choose_wishes": (t("chose how results are shown"), t("choose how results are shown")),
        "news.told": (t("sent an email that results have come"), t("send an email that results have come")),
        "holds.hold": (t("kept one record back for now"), t("keep one record back")),
        "holds.release": (t("showed a record again that was kept back"), t("show a record again")),
        "holds.listed": (t("read that one record is kept back"), t("read what is kept back")),
        "corrections.begin": (t("began to ask for a correction"), t("ask for a correction")),
        "corrections.keep": (t("wrote at a request for a correction"), t("write a request for a correction")),
        "corrections.starts_upload": (
            t("began to add a file to a request for a correction"),
            t("add a file to a request for a correction"),
        ),
        "corrections.add_file": (
            t("added a file to a request for a correction"),
            t("add a file to a request for a correction"),
        ),
        "corrections.drop_file": (
            t("took a file out of a request for a correction"),
            t("take a file out of a request for a correction"),
        ),
        "corrections.discard": (
            t("threw a request for a correction away before sending it"),
            t("throw a request for a correction away"),
        ),
        "corrections.send": (t("asked for a correction"), t("ask for a correction")),
        "corrections.withdraw": (
            t("took a request for a correction back"),
            t("take a request for a correction back"),
        ),
        "corrections.disagree": (
            t("added a statement of disagreement"),
            t("add a statement of disagreement"),
        ),
        "corrections.accept": (t("accepted a correction"), t("accept a correction")),
        "corrections.accepted": (t("accepted a correction"), t("accept a correction")),
        "corrections.deny": (t("denied a correction"), t("deny a correction")),
        "corrections.denied": (t("denied a correction"), t("deny a correction")),
        "sharing.create": (t("made a link to share this record"), t("make a link to share this record")),
        "sharing.revoke": (t("turned a shared link off"), t("turn a shared link off")),
        "sharing.send_link": (t("sent a shared link by email"), t("send a shared link by email")),
        "sharing.opened": (
            t("opened what was shared by link"),
            t("open a shared link with a wrong passcode"),
        ),
    }


def _invited() -> dict[str, Did]:
    return {
        "invitations.invite": (
            t("invited the patient to the portal"),
            t("invite the patient to the portal"),
        ),
        "invitations.resend": (t("sent the invitation again"), t("send the invitation again")),
        "invitations.revoke": (t("took the invitation back"), t("take the invitation back")),
        "invitations.status_of": (
            t("looked at whether the patient has enrolled"),
            t("look at whether the patient has enrolled"),
        ),
        "outbox.bounced": (t("found that the invitation email cannot be delivered"), t("deliver the email")),
        "enrolment.proved": (
            t("opened the invitation and proved who they are"),
            t("prove that the invitation is theirs"),
        ),
        "enrolment.activated": (t("set up an account"), t("set up an account")),
    }


def _signed_in() -> dict[str, Did]:
    return {
        "sign_in.signed_in": (t("signed in"), t("sign in")),
        "sign_in.signed_out": (t("signed out"), t("sign out")),
        "sign_in.refused": (t("did not get in"), t("sign in to this account")),
    }


def _imported() -> dict[str, Did]:
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


def _managed() -> dict[str, Did]:
    return {
        "holds.list_holds": (t("looked at what is kept back"), t("look at what is kept back")),
        "keys.rotated": (t("changed the master key"), t("change the master key")),
        "demo.password_made": (
            t("made a password for the demonstration"),
            t("make a password for the demonstration"),
        ),
        "outbox.listing": (t("looked at the emails sent"), t("look at the emails sent")),
        "patients.search": (t("searched for patients"), t("search for patients")),
        "accounts.add_staff": (t("added someone to the staff"), t("add someone to the staff")),
        "accounts.staff_added": (t("made a staff account"), t("make a staff account")),
        "accounts.set_up_again": (
            t("gave someone on the staff a new set-up link"),
            t("give someone on the staff a new set-up link"),
        ),
        "accounts.staff_set_up_again": (
            t("took a staff account back to its set-up"),
            t("take a staff account back to its set-up"),
        ),
        "accounts.set_up_finished": (t("finished setting up their account"), t("set up their account")),
        "accounts.disable": (
            t("took someone's staff access away"),
            t("take someone's staff access away"),
        ),
        "accounts.staff_disabled": (t("disabled a staff account"), t("disable a staff account")),
        "accounts.enable": (t("gave someone's staff access back"), t("give someone's staff access back")),
        "accounts.staff_enabled": (t("enabled a staff account"), t("enable a staff account")),
    }


def role_words(role: str) -> str:
    """What someone does here: "clinician"; empty for those on the patient's side."""
    return t("the portal's operator") if role == Role.OPERATOR else _roles().get(role, "")


def relation_words(relation: str) -> str:
    """What someone is to the patient: "a representative"; empty for staff and strangers."""
    return _parts().get(relation, "")


def _roles() -> dict[str, str]:
    return {
        Role.FRONT_DESK: t("front desk"),
        Role.CLINICIAN: t("clinician"),
        Role.BILLER: t("billing"),
        Role.ADMINISTRATOR: t("administrator"),
        Role.RECIPIENT: t("with a shared link"),
    }


def _parts() -> dict[str, str]:
    return {
        "self": t("the patient"),
        "representative": t("a representative"),
        "guardian": t("a parent or guardian"),
    }
