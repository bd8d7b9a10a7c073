"""Alice's start page and the overview of her record."""

from typing import Any

import pytest

from portal.services import records
from portal.state.home import HomeState, OverviewState
from tests import people
from tests.charts import lab, on_file

pytestmark = pytest.mark.usefixtures("home")


def test_home_greets_and_shows_the_record(tabs: Any) -> None:
    alice = people.alice()
    on_file(alice, lab("iron", "30"))

    tab = tabs(alice, "/home")

    assert tab.var(HomeState, "status") == "ready"
    assert tab.var(HomeState, "home")["greeting"].endswith(", Alice")
    assert [row["title"] for row in tab.var(HomeState, "home")["rows"]] == ["iron"]


def test_the_overview_has_a_row_for_each_kind(tabs: Any) -> None:
    alice = people.alice()
    on_file(alice, lab("iron", "30"))

    tab = tabs(alice, "/records")

    rows = {row["title"]: row["line"] for row in tab.var(OverviewState, "rows")}
    assert len(rows) == len(records.KINDS)
    assert rows["Results"] == "1 on file · latest Nov 20, 2026"
    assert rows["Allergies"] == "None on file"


def test_home_and_overview_say_when_they_fail(tabs: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    alice = people.alice()
    with monkeypatch.context() as broken:
        broken.setattr(records.home, "home_of", _break)
        broken.setattr(records.home, "overview_of", _break)
        home, overview = tabs(alice, "/home"), tabs(alice, "/records")
        assert home.var(HomeState, "status") == "error"
        assert overview.var(OverviewState, "status") == "error"

    home.send(HomeState.load)
    overview.send(OverviewState.load)

    assert home.var(HomeState, "status") == "ready"
    assert overview.var(OverviewState, "status") == "ready"


def _break(*_args: Any, **_kwargs: Any) -> None:
    raise RuntimeError("private words")
