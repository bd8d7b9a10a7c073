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
        "joining.accept": (
            t("accepted an invitation to help someone else"),
            t("accept an invitation to help someone else"),
        ),
        "offers.accepted": (t("accepted access to this record"), t("accept access to this record")),
        "offers.declined": (t("declined access to this record"), t("decline access to this record")),
    }
