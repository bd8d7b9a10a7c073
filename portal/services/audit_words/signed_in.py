"""Words for the audit trail: signing in and out."""

from portal.i18n import t
from portal.services.audit_words.did import Did


def words() -> dict[str, Did]:
    """The actions of this group, with what someone did and what they tried to."""
    return {
        "sign_in.signed_in": (t("signed in"), t("sign in")),
        "sign_in.signed_out": (t("signed out"), t("sign out")),
        "overview.show_security": (
            t("looked at how they sign in"),
            t("look at how they sign in"),
        ),
        "overview.show_choosing": (
            t("began to choose a password or security questions"),
            t("choose a password or security questions"),
        ),
        "history.list_history": (t("looked at their sign-ins"), t("look at their sign-ins")),
        "devices.end_device": (t("signed out another device"), t("sign out another device")),
        "devices.end_everywhere": (t("signed out everywhere"), t("sign out everywhere")),
        "changing.may_change_password": (t("asked to change the password"), t("change the password")),
        "changing.set_password": (t("changed the password"), t("change the password")),
        "changing.may_change_questions": (
            t("asked to change the security questions"),
            t("change the security questions"),
        ),
        "changing.set_questions": (
            t("changed the security questions"),
            t("change the security questions"),
        ),
        "email_change.show_email": (t("looked at their email address"), t("look at their email address")),
        "email_change.ask_email": (
            t("asked to change their email address"),
            t("change their email address"),
        ),
        "email_change.confirm_email": (
            t("typed the code for a new email address"),
            t("confirm a new email address"),
        ),
        "email_change.cancel_email": (
            t("kept the email address there is"),
            t("keep the email address there is"),
        ),
        "email_change.changed": (t("changed their email address"), t("change their email address")),
        "email_change.refused": (
            t("typed a wrong code for a new email address"),
            t("confirm a new email address"),
        ),
        "proof.given": (t("showed again that it is them"), t("show again that it is them")),
        "proof.refused": (t("gave a wrong password"), t("show again that it is them")),
        "sign_in.refused": (t("did not get in"), t("sign in to this account")),
        "recovery.asked": (
            t("asked for a code by email to get back in"),
            t("ask for a code by email to get back in"),
        ),
        "recovery.proved": (
            t("typed the code from the email to get back in"),
            t("get back in with a code from the email"),
        ),
        "recovery.chosen": (
            t("said which account they want to get back into"),
            t("say which account they want to get back into"),
        ),
        "recovery.code_entered": (
            t("typed a code from the practice to get back in"),
            t("get back in with a code from the practice"),
        ),
        "recovery.answered": (
            t("showed who they are to get back in"),
            t("show who they are to get back in"),
        ),
        "recovery.factor_shown": (
            t("showed their second step to get back in"),
            t("show a second step to get back in"),
        ),
        "recovery.username_sent": (
            t("had their username sent by email"),
            t("have their username sent by email"),
        ),
        "recovery.finished": (
            t("got back in and chose a new password"),
            t("get back in and choose a new password"),
        ),
    }
