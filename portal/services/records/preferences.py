"""How a person wants results: shown at once or asked before each opens; told of by email or not."""

from sqlalchemy import bindparam, select
from sqlmodel import col
from sqlmodel import select as select_row

from portal.access.actor import Scope
from portal.access.charts import Chart
from portal.access.needs import needs
from portal.errors import Invalid, NotPermitted
from portal.i18n import t
from portal.models.base import table
from portal.models.preference import ResultPreference, ResultWishes

__all__ = ["ResultWishes", "asks_first", "choose_wishes", "show_wishes"]

_rows = table(ResultPreference).c
_MINE = select(_rows.id, _rows.sealed).where(
    _rows.patient_id == bindparam("patient"), _rows.account_id == bindparam("account")
)


@needs(Scope.RECORDS)
def show_wishes(chart: Chart) -> ResultWishes:
    """What whoever opened this chart has chosen for it."""
    return _wishes(chart)


@needs(Scope.RECORDS, keeps=True)
def choose_wishes(chart: Chart, *, show: str, tell: bool) -> ResultWishes:
    """Choose for this chart; it holds for whoever chose and nobody else, so who may look may choose.

    Raises: Invalid for another way to show; NotPermitted for someone without an account.
    """
    if chart.actor.account_id is None:
        raise NotPermitted
    if show not in ("at-once", "ask"):
        raise Invalid(t("Choose one of the ways to show results."))
    row = _row(chart) or ResultPreference(
        patient_id=chart.patient_id, account_id=chart.actor.account_id, sealed=b""
    )
    wishes = ResultWishes(show="ask" if show == "ask" else "at-once", tell=tell)
    chart.seal(row, wishes)
    chart.db.add(row)
    return wishes


def asks_first(chart: Chart) -> bool:
    """Whether this reader wants to be asked before a result opens."""
    return _wishes(chart).show == "ask"


def _row(chart: Chart) -> ResultPreference | None:
    mine = (
        col(ResultPreference.patient_id) == chart.patient_id,
        col(ResultPreference.account_id) == chart.actor.account_id,
    )
    return chart.db.exec(select_row(ResultPreference).where(*mine)).first()


def _wishes(chart: Chart) -> ResultWishes:
    """Read without the object layer: every list of results asks."""
    if chart.actor.account_id is None or chart.actor.is_staff:
        return ResultWishes()
    given = {"patient": chart.patient_id, "account": chart.actor.account_id}
    found = chart.db.connection().execute(_MINE, given).all()
    contents = chart.unseal_all("result_preference", ((row[0], row[1]) for row in found))
    return next((ResultWishes.model_validate_json(one) for one in contents), ResultWishes())
