"""Whose requests and links a reader may see: those who help never see what other helpers wrote or shared."""

from typing import Any

from sqlalchemy import ColumnElement, or_, select, true

from portal.access.charts import Chart
from portal.models.account import Grant
from portal.models.base import table
from portal.models.unseen import HELPERS

_grant = table(Grant).c


def not_other_helpers(chart: Chart, made_by: Any) -> ColumnElement[bool]:
    """What the reader or the patient made; for the patient and staff, everyone's. `made_by` is a column."""
    if chart.relation not in HELPERS:
        return true()
    patient_too = select(_grant.account_id).where(
        _grant.patient_id == chart.patient_id, _grant.relation == "self"
    )
    return or_(made_by == chart.actor.account_id, made_by.in_(patient_too))
