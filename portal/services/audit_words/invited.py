"""Words for the audit trail: invitations and enrolment."""

from portal.i18n import t
from portal.services.audit_words.did import Did


def words() -> dict[str, Did]:
    """The actions of this group, with what someone did and what they tried to."""
    return {
        "invitations.invite": (
            t("invited the patient to the portal"),
            t("invite the patient to the portal"),
        ),
        "aging_out.invited": (
            t("invited the patient to the portal, at their 18th birthday"),
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
        "representatives.list_representatives": (
            t("looked at their representatives"),
            t("look at their representatives"),
        ),
        "representatives.show": (
            t("looked at one of their representatives"),
            t("look at one of their representatives"),
        ),
        "representatives.invite": (t("invited a representative"), t("invite a representative")),
        "representatives.invited": (t("invited a representative"), t("invite a representative")),
        "representatives.change": (
            t("changed what a representative may do"),
            t("change what a representative may do"),
        ),
        "representatives.changed": (
            t("changed what a representative may do"),
            t("change what a representative may do"),
        ),
        "representatives.check": (
            t("prepared an invitation for a representative"),
            t("prepare an invitation for a representative"),
        ),
        "hiding.hide": (
            t("chose what a representative does not see"),
            t("choose what a representative does not see"),
        ),
        "hiding.put_back": (
            t("chose what a representative sees again"),
            t("choose what a representative sees again"),
        ),
        "hiding.choose": (
            t("chose who does not see one item"),
            t("choose who does not see one item"),
        ),
        "hiding.hidden": (t("took one item out of what someone sees"), t("take one item out")),
        "hiding.shown": (t("put one item back into what someone sees"), t("put one item back")),
        "representatives.pause": (t("paused a representative"), t("pause a representative")),
        "representatives.paused": (t("paused a representative"), t("pause a representative")),
        "representatives.resume": (t("let a representative in again"), t("let a representative in again")),
        "representatives.resumed": (t("let a representative in again"), t("let a representative in again")),
        "representatives.end": (t("ended a representative's access"), t("end a representative's access")),
        "representatives.ended": (t("ended a representative's access"), t("end a representative's access")),
        "representatives.take_back": (
            t("took a representative's invitation back"),
            t("take an invitation back"),
        ),
        "representatives.taken_back": (
            t("took a representative's invitation back"),
            t("take an invitation back"),
        ),
        "representatives.resend": (
            t("sent a representative's invitation again"),
            t("send an invitation again"),
        ),
        "representatives.sent_again": (
            t("sent a representative's invitation again"),
            t("send an invitation again"),
        ),
        "representatives.leave": (t("stopped helping someone"), t("stop helping someone")),
        "representatives.left": (t("stopped being a representative"), t("stop being a representative")),
        "joining.accept": (
            t("accepted an invitation to help someone else"),
            t("accept an invitation to help someone else"),
        ),
        "offers.accepted": (t("accepted access to this record"), t("accept access to this record")),
        "offers.declined": (t("declined access to this record"), t("decline access to this record")),
        "guardians.invite": (t("invited a parent or guardian"), t("invite a parent or guardian")),
        "guardians.resend": (
            t("sent a parent's or guardian's invitation again"),
            t("send a parent's or guardian's invitation again"),
        ),
        "guardians.take_back": (
            t("took a parent's or guardian's invitation back"),
            t("take a parent's or guardian's invitation back"),
        ),
        "recovery.accounts_of": (
            t("looked at who can sign in to this record"),
            t("look at who can sign in to this record"),
        ),
        "recovery.send_code": (
            t("sent a code by email to help someone back in"),
            t("send a code by email to help someone back in"),
        ),
        "recovery.print_code": (
            t("printed a code to help someone back in"),
            t("print a code to help someone back in"),
        ),
        "recovery.take_back": (
            t("took a code to get back in back"),
            t("take a code to get back in back"),
        ),
        "recovery.turn_off_second_step": (
            t("turned off the second step of the account"),
            t("turn off the second step of the account"),
        ),
        "recovery.lock": (t("locked the account"), t("lock the account")),
        "recovery.unlock": (t("unlocked the account"), t("unlock the account")),
        "recovery.change_email": (
            t("changed the email address of the account"),
            t("change the email address of the account"),
        ),
    }
