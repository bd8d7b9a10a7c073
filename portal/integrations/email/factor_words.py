"""What our emails say when somebody's second factor has changed: that, and where to look."""

from portal.i18n import nt, t
from portal.integrations.email.compose import Draft
from portal.settings import get_settings

APP_ADDED, APP_REMOVED = "app-added", "app-removed"
PASSKEY_ADDED, PASSKEY_REMOVED = "passkey-added", "passkey-removed"
CODES_MADE = "codes-made"


def factor_changed(what: str, link: str) -> Draft:
    """One thing about the second factor was changed by whoever was signed in."""
    happened = {
        APP_ADDED: t("An authenticator app was added to your account."),
        APP_REMOVED: t("The authenticator app was removed from your account."),
        PASSKEY_ADDED: t("A passkey was added to your account."),
        PASSKEY_REMOVED: t("A passkey was removed from your account."),
        CODES_MADE: t("New recovery codes were made for your account. The earlier ones no longer work."),
    }[what]
    return _draft(happened, link)


def recovery_code_used(left: int, link: str) -> Draft:
    """Somebody came in with a code off the list."""
    used = t("A recovery code was used to sign in to your account. It does not work again.")
    if left == 0:
        return _draft(used, link, t("It was your last one. Please make new codes soon."))
    return _draft(used, link, nt("You have {n} code left.", "You have {n} codes left.", left))


def _draft(happened: str, link: str, *more: str) -> Draft:
    settings = get_settings()
    return Draft(
        subject=t("How you sign in at {practice} has changed", practice=settings.practice_name),
        lines=(happened, *more, t("If this was you, there is nothing to do.")),
        button=(t("See how you sign in"), link),
        after=(t("Was it not you? Call us at {phone} right away.", phone=settings.practice_phone),),
    )
