"""Where requests for other contact details are kept, and which of them a reader of a chart may see."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col, func, select

from portal import clock
from portal.access import bell
from portal.access.actor import Duty, Scope
from portal.access.charts import Chart
from portal.errors import NotFound, NotPermitted
from portal.models.contact_change import ContactChange, Status
from portal.models.unseen import HELPERS

SHOWN_FOR = timedelta(days=90)
"""How long what came of a request is shown beside the contact details."""
MOST_SHOWN = 5


def account_of(chart: Chart) -> UUID:
    """The account that acts. Raises: NotPermitted for the operator, who has none."""
    if chart.actor.account_id is None:
        raise NotPermitted
    return chart.actor.account_id


def once_key(chart: Chart, once: str) -> bytes:
    """The keyed hash of a send's own mark, which means something for one account and chart only."""
    return chart.lookup("contact-once", f"{account_of(chart)}:{once}")


def by_once(chart: Chart, once: str) -> ContactChange | None:
    """The request this very send has made."""
    query = select(ContactChange).where(_seen(chart), ContactChange.once_key == once_key(chart, once))
    return chart.db.exec(query).first()


def one(chart: Chart, change_id: UUID) -> ContactChange:
    """A request, held until this unit of work ends. Raises: NotFound."""
    query = select(ContactChange).where(_seen(chart), ContactChange.id == change_id)
    found = chart.db.exec(query.with_for_update()).first()
    if found is None:
        raise NotFound
    return found


def waiting(chart: Chart) -> ContactChange | None:
    """The request of this account that waits for an answer; there is one at most."""
    mine = (ContactChange.asked_by_id == account_of(chart), ContactChange.status == Status.RECEIVED)
    return chart.db.exec(select(ContactChange).where(_seen(chart), *mine).with_for_update()).first()


def shown(chart: Chart) -> Sequence[ContactChange]:
    """Those that wait and those that ended lately, the newest first."""
    is_late = or_(
        col(ContactChange.status) == Status.RECEIVED, col(ContactChange.asked_at) > clock.now() - SHOWN_FOR
    )
    newest = (col(ContactChange.asked_at).desc(), col(ContactChange.id))
    query = select(ContactChange).where(_seen(chart), is_late).order_by(*newest).limit(MOST_SHOWN)
    return chart.db.exec(query).all()


def how_many_lately(chart: Chart) -> int:
    """How many requests this account has sent about this patient within a day."""
    lately = col(ContactChange.asked_at) > clock.now() - timedelta(days=1)
    mine = (ContactChange.asked_by_id == account_of(chart), lately)
    return chart.db.exec(select(func.count(col(ContactChange.id))).where(_seen(chart), *mine)).one()


def how_many_answered(chart: Chart, since: datetime) -> int:
    """How many requests were answered after a moment."""
    query = select(func.count(col(ContactChange.id)))
    return chart.db.exec(query.where(_seen(chart), col(ContactChange.decided_at) > since)).one()


def ring(chart: Chart) -> None:
    """Have the patient's side and the staff's list look again."""
    topics = (bell.chart(chart.patient_id, Scope.RECORDS), bell.duty(Duty.CONTACTS))
    bell.ring(chart.db, *topics)


def _seen(chart: Chart) -> ColumnElement[bool]:
    """The patient sees every request; who helps sees their own, and nobody else's."""
    hers = col(ContactChange.patient_id) == chart.patient_id
    if chart.relation not in HELPERS:
        return hers
    return and_(hers, col(ContactChange.asked_by_id) == chart.actor.account_id)
