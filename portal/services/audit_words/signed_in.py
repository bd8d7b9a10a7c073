"""Words for the audit trail: signing in and out."""

from portal.i18n import t
from portal.services.audit_words.did import Did


def words() -> dict[str, Did]:
    """The actions of this group, with what someone did and what they tried to."""
    return {
        "sign_in.signed_in": (t("signed in"), t("sign in")),
        "sign_in.signed_out": (t("signed out"), t("sign out")),
        "proof.given": (t("showed again that it is them"), t("show again that it is them")),
        "proof.refused": (t("gave a wrong password"), t("show again that it is them")),
        "sign_in.refused": (t("did not get in"), t("sign in to this account")),
    }
