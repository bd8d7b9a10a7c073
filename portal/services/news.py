"""Telling people by email that results have come: that and a link, once until they have looked."""

from datetime import timedelta

from sqlmodel import col, select

from portal import clock
from portal.access import audit
from portal.access.actor import Scope
from portal.access.audit import Deed
from portal.access.charts import Chart
from portal.access.grants import allows, live_in_chart
from portal.access.practice import open_front_door
from portal.integrations.email import words
from portal.models.account import Account, AccountContents
from portal.models.preference import ResultPreference, ResultWishes
from portal.services import outbox
from portal.settings import get_settings

REMIND = timedelta(days=7)
"""Someone who has not signed in since the last such email gets the next one after this long."""


def tell(chart: Chart) -> None:
    """Write to everyone who may read this record and wants to know, within the import's unit of work."""
    for grant in live_in_chart(chart.db, chart.patient_id, clock.now()):
        account = chart.db.get(Account, grant.account_id)
        if (
            account is not None
            and account.disabled_at is None
            and allows(grant.scopes, Scope.RECORDS, acting=False)
        ):
            _tell_one(chart, account)


def _tell_one(chart: Chart, account: Account) -> None:
    row = _row(chart, account)
    wishes = chart.unseal(row, ResultWishes) if row.sealed else ResultWishes()
    if not wishes.tell or _knows(account, row):
        return
    practice = open_front_door(chart.db, chart.actor)
    to = practice.unseal(account, AccountContents).email
    if not to:
        return
    row.told_at = clock.now()
    chart.seal(row, wishes)
    chart.db.add(row)
    link = f"{get_settings().origin}/records/results?for={chart.patient_id}"
    outbox.write(practice, "results", to, words.new_results(link), account_id=account.id)
    deed = Deed("news.told", subject_id=account.id)
    audit.write(chart.db, chart.patient_id, chart.key, chart.actor, deed)


def _knows(account: Account, row: ResultPreference) -> bool:
    """An email has told them already, and they have not been here since."""
    if row.told_at is None or row.told_at < clock.now() - REMIND:
        return False
    return account.last_sign_in_at is None or account.last_sign_in_at < row.told_at


def _row(chart: Chart, account: Account) -> ResultPreference:
    mine = (
        col(ResultPreference.patient_id) == chart.patient_id,
        col(ResultPreference.account_id) == account.id,
    )
    found = chart.db.exec(select(ResultPreference).where(*mine)).first()
    return found or ResultPreference(patient_id=chart.patient_id, account_id=account.id, sealed=b"")
