"""Words for the audit trail: the second factor, and signing in with it."""

from portal.i18n import t
from portal.services.audit_words.did import Did


def words() -> dict[str, Did]:
    """The actions of this group, with what someone did and what they tried to."""
    return {
        "second_step.asked": (
            t("gave the right password and was asked for the second step"),
            t("sign in to this account"),
        ),
        "second_step.refused": (t("did not get past the second step"), t("get past the second step")),
        "overview.show_factors": (t("looked at how they sign in"), t("look at how they sign in")),
        "authenticator.begin_app": (
            t("began to set up an authenticator app"),
            t("set up an authenticator app"),
        ),
        "authenticator.confirm_app": (t("added an authenticator app"), t("add an authenticator app")),
        "authenticator.turn_off_app": (
            t("removed their authenticator app"),
            t("remove their authenticator app"),
        ),
        "recovery_codes.make_codes": (t("made new recovery codes"), t("make new recovery codes")),
        "recovery_codes.first_codes": (
            t("asked for their first recovery codes"),
            t("ask for their first recovery codes"),
        ),
        "recovery_codes.used": (t("used a recovery code"), t("use a recovery code")),
        "adding.begin_passkey": (t("began to add a passkey"), t("add a passkey")),
        "adding.add_passkey": (t("added a passkey"), t("add a passkey")),
        "keeping.rename_passkey": (t("renamed a passkey"), t("rename a passkey")),
        "keeping.remove_passkey": (t("removed a passkey"), t("remove a passkey")),
    }
