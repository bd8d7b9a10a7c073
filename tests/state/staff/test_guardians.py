"""Nia's page of a child's parents and guardians, without a browser; and Ben's, open while he is stopped."""

import pytest

from portal.access import teens
from portal.models.account import Role
from portal.state.frame import FrameState
from portal.state.home import HomeState
from portal.state.refusals import NoticeState, ProofState
from portal.state.staff.guardians import GuardiansState, InviteGuardianState
from portal.state.staff.teen_policy import TeenPolicyState
from tests import people
from tests.charts import lab, on_file
from tests.guardians import child, guardian
from tests.services.staff.guardians.steps import BEN, WHY, page
from tests.services.staff.guardians.test_stopping import looking_at

pytestmark = pytest.mark.usefixtures("home")
GUARDIANS, INVITE = "/staff/patients/{}/guardians", "/staff/patients/{}/guardians/invite"
FORM = {
    "name": BEN.name, "email": BEN.email, "relationship": BEN.relationship, "birth_date": BEN.birth_date,
    "zip": BEN.zip,
}  # fmt: skip


def rows(tab):
    return [(row["name"], row["tag"]) for row in tab.var(GuardiansState, "page")["rows"]]


def test_nia_invites_ben_and_comes_back_to_the_list_he_stands_in(tabs):
    mia, nia = child(years=8), people.nia()
    tab = tabs(nia, INVITE.format(mia.patient_id))
    tab.send(InviteGuardianState.send, form=FORM | {"zip": ""})
    assert set(tab.var(InviteGuardianState, "errors")) == {"zip"}
    assert tab.var(InviteGuardianState, "typed")["name"] == "Ben Ames", "nothing typed is lost"

    tab.send(InviteGuardianState.send, form=FORM)
    assert tab.redirects == [GUARDIANS.format(mia.patient_id)]
    assert tab.var(NoticeState, "words") == "The invitation to ben@example.org is on its way."

    again = tabs(nia, GUARDIANS.format(mia.patient_id))
    assert rows(again) == [("Ben Ames", "Invited")]


def test_what_was_done_meanwhile_by_someone_else_is_said_and_shown(tabs):
    mia, nia, kim = child(years=8), people.nia(), people.nia()
    guardian("Ben Ames", mia)
    mine, other = (tabs(who, GUARDIANS.format(mia.patient_id)) for who in (nia, kim))
    grant = page(nia, mia).rows[0].grant_id
    for tab in (mine, other):
        tab.send(GuardiansState.ask, what="stop", about=grant, called="Ben Ames")
        tab.send(GuardiansState.stop, form={"reason": WHY, "document": ""})
    assert "stopped already" in other.var(NoticeState, "words")
    assert rows(other) == [("Ben Ames", "Stopped")] and other.var(GuardiansState, "asking") == ""


def test_bens_open_page_shows_nothing_from_his_next_press_on(tabs):
    mia, nia = child(years=8), people.nia()
    on_file(mia, lab("zyqiron", "60"))
    ben = looking_at(guardian("Ben Ames", mia), mia)
    his = tabs(ben, "/home")
    assert "zyqiron" in his.received

    hers = tabs(nia, GUARDIANS.format(mia.patient_id))
    hers.send(GuardiansState.ask, what="stop", about=page(nia, mia).rows[0].grant_id)
    hers.send(GuardiansState.stop, form={"reason": WHY})
    assert rows(hers) == [("Ben Ames", "Stopped")]

    his.forget()
    his.send(HomeState.load)
    assert "zyqiron" not in his.received
    assert his.var(HomeState, "status") == "apart" and his.var(HomeState, "home")["rows"] == []
    assert his.var(FrameState, "helped")["name"] == "", "he is back in his own account, where nothing is"
    assert "cannot be opened any more" in his.var(NoticeState, "words")


def test_an_id_made_up_in_the_browser_changes_nothing(tabs):
    mia, nia = child(years=8), people.nia()
    guardian("Ben Ames", mia)
    tab = tabs(nia, GUARDIANS.format(mia.patient_id))
    for about in ("", "nonsense", "00000000-0000-4000-8000-000000000000"):
        tab.send(GuardiansState.ask, what="stop", about=about)
        tab.send(GuardiansState.stop, form={"reason": WHY})
    tab.send(GuardiansState.resend, offer_id="nonsense")
    assert rows(tab) == [("Ben Ames", "Has access")]


def test_the_policy_asks_for_the_password_and_goes_on_by_itself(tabs):
    ada = people.nia(role=Role.ADMINISTRATOR)
    tab = tabs(ada, "/staff/settings")
    form = {area: str(level) for area, level in teens.Policy().levels.items()} | {"results": "view"}
    tab.send(TeenPolicyState.save, form=form)
    assert tab.var(ProofState, "wanted") is True

    tab.reconnect(token=people.proved(ada).token)
    tab.send(ProofState.go_on)
    assert tab.var(NoticeState, "words").startswith("Saved.")
    kinds = {row["area"]: row["level"] for row in tab.var(TeenPolicyState, "policy")["kinds"]}
    assert kinds["results"] == "view" and tab.var(TeenPolicyState, "policy")["own_account"] is False


def test_nobody_but_an_administrator_sees_the_policy(tabs):
    for who in (people.nia(), people.nia(role=Role.FRONT_DESK)):
        assert tabs(who, "/staff/settings").var(TeenPolicyState, "status") == "refused"
