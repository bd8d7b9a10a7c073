"""Words for the audit trail: what was changed, sent or shared."""

from portal.i18n import t
from portal.services.audit_words.did import Did


def words() -> dict[str, Did]:
    """The actions of this group, with what someone did and what they tried to."""
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
        "contact.begin": (
            t("began to ask for other contact details"),
            t("ask for other contact details"),
        ),
        "contact.send": (t("asked for other contact details"), t("ask for other contact details")),
        "contact.withdraw": (
            t("took a request for other contact details back"),
            t("take a request for other contact details back"),
        ),
        "contact_changes.enter": (
            t("said that contact details are entered"),
            t("say that contact details are entered"),
        ),
        "contact_changes.entered": (
            t("entered other contact details into the practice's records"),
            t("enter other contact details"),
        ),
        "contact_changes.deny": (
            t("answered that contact details stay as they are"),
            t("answer that contact details stay as they are"),
        ),
        "contact_changes.denied": (
            t("answered that contact details stay as they are"),
            t("answer that contact details stay as they are"),
        ),
        "sharing.create": (t("made a link to share this record"), t("make a link to share this record")),
        "sharing.closed": (
            t("closed a shared link, for something in it is kept back"),
            t("close a shared link"),
        ),
        "sharing.revoke": (t("turned a shared link off"), t("turn a shared link off")),
        "sharing.send_link": (t("sent a shared link by email"), t("send a shared link by email")),
        "sharing.opened": (
            t("opened what was shared by link"),
            t("open a shared link with a wrong passcode"),
        ),
        "guardians.stop": (
            t("stopped the access of a parent or guardian"),
            t("stop the access of a parent or guardian"),
        ),
        "guardians.allow": (
            t("allowed the access of a parent or guardian again"),
            t("allow the access of a parent or guardian again"),
        ),
        "guardians.say": (
            t("decided what parents and guardians may open"),
            t("decide what parents and guardians may open"),
        ),
        "guardians.unsay": (
            t("let the practice's policy for parents and guardians count again"),
            t("let the practice's policy for parents and guardians count again"),
        ),
        "guardians.record_ward": (t("recorded a guardianship"), t("record a guardianship")),
        "guardians.end_ward": (t("ended a guardianship"), t("end a guardianship")),
        "aging_out.ended": (
            t("ended the access of a parent or guardian at the 18th birthday"),
            t("end the access of a parent or guardian"),
        ),
        "guardians.may_add_paper": (t("began to add a court paper"), t("add a court paper")),
        "guardians.add_paper": (t("added a court paper"), t("add a court paper")),
        "guardians.remove_paper": (t("took a court paper off again"), t("take a court paper off again")),
    }
