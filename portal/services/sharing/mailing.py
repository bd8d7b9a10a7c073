"""Sending a link by email, never the record itself, and never the passcode."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import Session

from portal.access import throttle
from portal.access.actor import Actor
from portal.access.charts import Chart
from portal.access.practice import open_front_door
from portal.access.throttle import Limit
from portal.errors import Conflict, Invalid, TooMany
from portal.i18n import t
from portal.integrations.email import words
from portal.integrations.email.address import checked_email
from portal.integrations.email.compose import Draft
from portal.models.account import Account, AccountContents
from portal.models.sharing import Share, ShareContents
from portal.services import outbox
from portal.services.sharing.showing import own, works

A_DAY = 20
_DAILY = Limit("share-mail", A_DAY, timedelta(days=1), timedelta(days=1), timedelta(days=1))


def send(chart: Chart, share_id: UUID, *, to: str, understood: bool) -> str:
    """Put an email with the link into the outbox; returns the address.

    Raises:
        Invalid: no address, or the person has not said that they know what email is.
        Conflict: the link no longer works.
        TooMany: enough for today.
        NotFound: no such link in this chart.
    """
    share = own(chart, share_id)
    address = checked_email(to)
    if not understood:
        words_ = t("Please tick this first: email is not private.")
        raise Invalid(fields={"understood": words_})
    if not works(share):
        raise Conflict(t("This link no longer works, so it was not sent."))
    _count(chart)
    link = chart.unseal(share, ShareContents).link
    practice = open_front_door(chart.db, chart.actor)
    outbox.write(practice, "share-link", address, words.shared_link(link, share.expires_at))
    return address


def tell_the_maker(db: Session, share: Share, actor: Actor, kind: str, draft: Draft) -> None:
    """An email to whoever made a link, if they still have an account."""
    account = db.get(Account, share.account_id) if share.account_id else None
    if account is None or account.disabled_at is not None:
        return
    practice = open_front_door(db, actor)
    if email := practice.unseal(account, AccountContents).email:
        outbox.write(practice, kind, email, draft)


def _count(chart: Chart) -> None:
    who = str(chart.actor.account_id or chart.patient_id)
    try:
        throttle.check(chart.db, _DAILY, who)
    except TooMany as refusal:
        said = t("You sent {n} emails today. Try again tomorrow, or give the link another way.", n=A_DAY)
        raise TooMany(said, wait=refusal.wait) from None
    throttle.count(chart.db, _DAILY, who)
