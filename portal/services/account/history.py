"""How an account was signed in to, and how it was tried: from the audit trail, which nobody can change."""

from dataclasses import dataclass, field

from portal.access import trail
from portal.access.needs import OWN, needs
from portal.access.own import Own
from portal.access.trail import Entry
from portal.i18n import moment, t
from portal.models.base import PRACTICE

PAGE = 20
FURTHEST = 100_000
ACTIONS = ("sign_in.signed_in", "sign_in.refused", "proof.refused")


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One sign-in, or one that was refused."""

    title: str
    line: str
    tag: str
    tone: str
    icon: str


@dataclass(frozen=True, slots=True)
class History:
    """One page of it, newest first. `page` counts from 1."""

    rows: list[HistoryRow] = field(default_factory=list)
    total: int = 0
    page: int = 1
    pages: int = 1


@needs(OWN)
def list_history(own: Own, *, page: int = 1) -> History:
    """One page of the sign-ins to this account and of those refused."""
    page = min(max(page, 1), FURTHEST)
    found, total = trail.of_account(
        own.db, PRACTICE, own.key, own.account.id, actions=ACTIONS, skip=(page - 1) * PAGE, limit=PAGE
    )
    return History([_row(entry) for entry in found], total, page, max(1, -(-total // PAGE)))


def _row(entry: Entry) -> HistoryRow:
    said = entry.contents
    address = t("from {address}", address=said.address) if said.address else ""
    parts = (moment(entry.at), said.subject or t("A browser"), _how(said.reason), address)
    return HistoryRow(
        title=_title(entry.action),
        line=" · ".join(filter(None, parts)),
        tag="" if entry.allowed else t("Refused"),
        tone="plain" if entry.allowed else "danger",
        icon="lock" if entry.allowed else "shield",
    )


def _title(action: str) -> str:
    titles = {
        "sign_in.signed_in": t("Signed in"),
        "sign_in.refused": t("Someone tried to sign in"),
        "proof.refused": t("A wrong password, when we asked for it again"),
    }
    return titles[action]


def _how(how: str) -> str:
    """By what someone got in, as `sign_in.enter` was told."""
    ways = {
        "password": t("with the password"),
        "two-steps": t("with the password and a second step"),
        "passkey": t("with a passkey"),
        "recovery": t("right after choosing a new password"),
        "set-up": t("right after setting up the account"),
    }
    return ways.get(how, "")
