"""On an item's page: whether the patient can keep it from those who represent them, and whether they do."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import exists, select

from portal.access.charts import Chart
from portal.i18n import t
from portal.models.base import table
from portal.models.offer import AccessOffer
from portal.models.unseen import UnseenItem

_offer, _item = table(AccessOffer).c, table(UnseenItem).c


@dataclass(frozen=True, slots=True)
class Hiding:
    """`can`: there is someone to keep it from. `line` says that it is kept from someone now."""

    can: bool = False
    line: str = ""


def hiding_of(chart: Chart, record_id: UUID) -> Hiding:
    """For the patient alone: those who help are not told that anything can be hidden."""
    if chart.relation != "self":
        return Hiding()
    offered = exists().where(_offer.patient_id == chart.patient_id, _offer.kind == "representative")
    kept = exists().where(_item.patient_id == chart.patient_id, _item.record_id == record_id)
    can, is_kept = chart.db.connection().execute(select(offered, kept)).one()
    line = t("You hide this from someone who represents you.") if is_kept else ""
    return Hiding(bool(can) or bool(is_kept), line)
