"""Alice looks at what Dana would see, takes single items out and puts them back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import select

from portal.access import bell
from portal.db import unit_of_work
from portal.errors import Conflict, NotFound, NotPermitted, ProofWanted
from portal.models.account import AccountSession
from portal.models.sharing import Share
from portal.services import activity, door, enrolment, hiding, records, representatives, sharing
from portal.services.activity import Asked
from portal.services.exporting import asking, making
from portal.services.hiding import EVERYONE, HIDDEN, Seen
from portal.services.representatives import Wish
from tests import people
from tests.charts import condition, lab, on_file, panel
from tests.people import Person
from tests.services.offers.offering import link_of_newest, prove

pytestmark = pytest.mark.usefixtures("home")
EVERYTHING = {"records": "act", "medications": "view", "messages": "view"}


@pytest.fixture
def alice() -> Person:
    alice = people.alice()
    ldl, hdl = lab("ldl", "148"), lab("hdl", "51")
    on_file(alice, panel("lipids", ldl, hdl), ldl, hdl, lab("ferritin", "7"), condition("asthma"))
    return people.proved(alice)


def invite(alice: Person, **changes: Any) -> UUID:
    given = {"levels": EVERYTHING, "agreed": True} | changes
    wish = Wish("Dana Diaz", "dana@example.org", "Daughter", **given)
    return UUID(door.in_account(alice.token, representatives.invite, wish))


@pytest.fixture
def offer(alice: Person) -> UUID:
    return invite(alice)


def accept(whoever: Person) -> Person:
    door.in_account(whoever.token, enrolment.accept, prove(link_of_newest()))
    return whoever


@pytest.fixture
def dana(offer: UUID) -> Person:
    """Dana (here a patient called Bob) has accepted."""
    return accept(people.bob())


def seen(alice: Person, offer: UUID, **wanted: Any) -> Seen:
    return door.in_chart(alice.token, hiding.preview, offer_id=offer, **wanted)


def item(alice: Person, title: str, kind: str = "results") -> UUID:
    rows = door.in_chart(alice.token, records.list_records, kind=kind).rows
    return UUID(next(row.href for row in rows if row.title == title).rpartition("/")[2])


def hide(alice: Person, offer: UUID, title: str, kind: str = "results") -> UUID:
    record_id = item(alice, title, kind)
    door.in_chart(alice.token, hiding.hide, record_id=record_id, offer_id=offer)
    return record_id


def read_by(who: Person, whose: Person, kind: str = "results") -> list[str]:
    page = door.in_chart(who.token, records.list_records, kind=kind, patient_id=whose.patient_id)
    return sorted(row.title for row in page.rows)


def states(page: Seen) -> dict[str, str]:
    return {one.title: one.state for one in page.rows}


def test_the_preview_counts_by_kind_what_is_in_the_chosen_scopes(alice: Person) -> None:
    wish = {"levels": EVERYTHING, "hidden": ()}
    page = door.in_chart(alice.token, hiding.preview_wish, **wish)
    assert [(one.key, one.count, one.hidden) for one in page.kinds] == [
        ("results", 2, 0),
        ("conditions", 1, 0),
    ]
    assert states(page) == {"lipids": "seen", "ferritin": "seen"}
    assert page.besides == ["Messages: see"]


@pytest.mark.parametrize("levels", [{}, {"messages": "view"}, {"medications": "view"}])
def test_without_records_they_would_see_no_records(alice: Person, levels: dict[str, str]) -> None:
    page = door.in_chart(alice.token, hiding.preview_wish, levels=levels, kind="results")
    assert (page.kinds, page.rows, page.total) == ([], [], 0)


def test_what_is_taken_out_before_inviting_is_never_there(alice: Person) -> None:
    invite(alice, hidden=(item(alice, "lipids"),))
    dana = accept(people.bob())
    assert read_by(dana, alice) == ["ferritin"]
    found = door.in_chart(dana.token, records.search, "ldl", patient_id=alice.patient_id)
    assert found.total == 0


def test_that_something_is_hidden_is_told_to_alice_while_it_matters(alice: Person, offer: UUID) -> None:
    def hides() -> bool:
        return door.in_account(alice.token, representatives.show, offer_id=offer).hides

    assert not hides()
    kept = hide(alice, offer, "ferritin")
    assert hides()
    accept(people.bob())
    assert hides()
    door.in_chart(alice.token, hiding.put_back, record_id=kept, offer_id=offer)
    assert not hides()
    door.in_chart(alice.token, hiding.choose, record_id=kept, hidden_from=[EVERYONE])
    assert hides()
    door.in_account(alice.token, representatives.end, offer_id=offer)
    assert not hides()


def test_others_items_cannot_be_taken_out(alice: Person) -> None:
    bob = people.bob()
    on_file(bob, lab("bobs"))
    invite(alice, hidden=(item(bob, "bobs"),))
    accept(bob)
    assert read_by(bob, alice) == ["ferritin", "lipids"]


def test_while_the_invitation_is_open_it_can_be_changed_both_ways(alice: Person, offer: UUID) -> None:
    kept, back = hide(alice, offer, "ferritin"), hide(alice, offer, "lipids")
    door.in_chart(alice.token, hiding.put_back, record_id=back, offer_id=offer)
    assert states(seen(alice, offer)) == {"ferritin": "hidden", "lipids": "seen"}
    assert read_by(accept(people.bob()), alice) == ["lipids"]
    assert [one.record_id for one in seen(alice, offer, kind=HIDDEN).rows] == [str(kept)]


def test_sent_again_the_items_stay_out(alice: Person, offer: UUID) -> None:
    hide(alice, offer, "ferritin")
    again = UUID(door.in_account(alice.token, representatives.resend, offer_id=offer))
    changed = Wish(levels=EVERYTHING)
    door.in_account(alice.token, representatives.change, offer_id=again, wish=changed)
    assert read_by(accept(people.bob()), alice) == ["lipids"]


def test_hidden_later_it_is_gone_at_once_and_put_back_it_is_there(
    alice: Person, offer: UUID, dana: Person
) -> None:
    record_id = hide(alice, offer, "lipids")
    assert read_by(dana, alice) == ["ferritin"]
    page = seen(alice, offer)
    assert next((one.key, one.count, one.hidden) for one in page.kinds) == ("results", 1, 1)
    assert (states(page), page.hidden) == ({"lipids": "hidden", "ferritin": "seen"}, 1)
    assert states(seen(alice, offer, typed="ldl")) == {"ldl": "within"}
    door.in_chart(alice.token, hiding.put_back, record_id=record_id, offer_id=offer)
    assert read_by(dana, alice) == ["ferritin", "lipids"]


def test_hidden_from_all_it_is_kept_from_those_who_come_later_too(alice: Person, offer: UUID) -> None:
    record_id = item(alice, "ferritin")
    door.in_chart(alice.token, hiding.choose, record_id=record_id, hidden_from={EVERYONE})
    dana = accept(people.bob())
    assert read_by(dana, alice) == ["lipids"]
    assert states(seen(alice, offer))["ferritin"] == "all"
    door.in_chart(alice.token, hiding.put_back, record_id=record_id, offer_id=None)
    assert read_by(dana, alice) == ["ferritin", "lipids"]


def test_at_an_item_she_chooses_who_does_not_see_it(alice: Person, offer: UUID, dana: Person) -> None:
    asthma = item(alice, "asthma", "conditions")
    people_ = door.in_chart(alice.token, hiding.whom, record_id=asthma)
    assert [(one.key, one.name, one.is_hidden) for one in people_] == [
        (EVERYONE, "Everyone who represents me, now and later", False),
        (str(offer), "Dana Diaz", False),
    ]
    for chosen, read in (({str(offer)}, []), (set(), ["asthma"]), ({EVERYONE}, [])):
        door.in_chart(alice.token, hiding.choose, record_id=asthma, hidden_from=chosen)
        assert read_by(dana, alice, "conditions") == read
    with pytest.raises(NotFound):
        door.in_chart(alice.token, hiding.choose, record_id=asthma, hidden_from={"someone"})


def test_once_access_is_over_nothing_is_left_to_choose(alice: Person, offer: UUID, dana: Person) -> None:
    record_id = item(alice, "ferritin")
    door.in_account(alice.token, representatives.end, offer_id=offer)
    with pytest.raises(Conflict):
        seen(alice, offer)
    with pytest.raises(Conflict):
        door.in_chart(alice.token, hiding.hide, record_id=record_id, offer_id=offer)
    assert door.in_chart(alice.token, hiding.whom, record_id=record_id) == []


def test_it_asks_for_the_password_first(offer: UUID, alice: Person) -> None:
    fresh, record_id = people.sign_in(alice), item(alice, "ferritin")
    for call, given in (
        (hiding.hide, {"offer_id": offer}),
        (hiding.put_back, {"offer_id": offer}),
        (hiding.choose, {"hidden_from": ()}),
    ):
        with pytest.raises(ProofWanted):
            door.in_chart(fresh.token, call, record_id=record_id, **given)


def test_nobody_else_looks_or_chooses(alice: Person, offer: UUID, dana: Person) -> None:
    """Not even Dana, who may act: that anything can be hidden is no business of hers."""
    record_id, dana = item(alice, "ferritin"), people.proved(dana)
    calls: list[tuple[Callable[..., Any], dict[str, Any]]] = [
        (hiding.preview, {"offer_id": offer}),
        (hiding.preview_wish, {"levels": EVERYTHING}),
        (hiding.whom, {"record_id": record_id}),
        (hiding.hide, {"record_id": record_id, "offer_id": offer}),
        (hiding.put_back, {"record_id": record_id, "offer_id": None}),
        (hiding.choose, {"record_id": record_id, "hidden_from": {EVERYONE}}),
    ]
    for call, given in calls:
        with pytest.raises(NotPermitted):
            door.in_chart(dana.token, call, **given, patient_id=alice.patient_id)
    with pytest.raises(NotFound):
        door.in_chart(dana.token, hiding.preview, offer_id=offer)
    shown = door.in_chart(
        dana.token, records.show_record, kind="results", record_id=record_id, patient_id=alice.patient_id
    )
    assert not shown.hiding.can


def test_it_is_in_alices_trail_by_name_and_not_in_danas(alice: Person, offer: UUID, dana: Person) -> None:
    hide(alice, offer, "ferritin")
    hers = door.in_chart(alice.token, activity.list_entries, Asked())
    assert "You took one item out of what someone sees (Dana Diaz)" in [row.title for row in hers.rows]
    danas = door.in_chart(dana.token, activity.download, Asked(), patient_id=alice.patient_id)
    assert b"item out" not in danas and b"does not see" not in danas


def test_what_she_took_out_with_it_in_it_ends(alice: Person, offer: UUID, dana: Person) -> None:
    whose = {"patient_id": alice.patient_id}
    for kind in ("results", "conditions"):
        packed = door.in_chart(dana.token, sharing.prepare, sharing.Choice(kinds=(kind,)), **whose)
        door.in_chart(dana.token, sharing.create, packed, **whose)
    early = door.in_chart(dana.token, sharing.prepare, sharing.Choice(kinds=("results",)), **whose)
    door.in_chart(dana.token, asking.ask, form="fhir", **whose)
    assert making.make_due() == 1
    hide(alice, offer, "ferritin")

    with unit_of_work() as db:
        assert sorted(share.revoked_at is None for share in db.exec(select(Share))) == [False, True]
    assert door.in_chart(dana.token, asking.list_exports, **whose) == []
    with pytest.raises(Conflict):
        door.in_chart(dana.token, sharing.create, early, **whose)


def test_a_download_in_the_making_is_made_without_it(alice: Person, offer: UUID, dana: Person) -> None:
    whose = {"patient_id": alice.patient_id}
    row = door.in_chart(dana.token, asking.ask, form="fhir", **whose)
    hide(alice, offer, "ferritin")
    assert making.make_due() == 1
    file = door.in_chart(dana.token, asking.fetch, export_id=UUID(row.id), **whose)
    assert b"ferritin" not in b"".join(file.pieces)


def test_only_those_it_is_kept_from_have_their_pages_looked_at(
    alice: Person, offer: UUID, dana: Person
) -> None:
    carol = people.dana(alice)
    rung: list[str] = []
    bell.answer(heard := rung.extend)
    before = {who.token: door.holding(who.token).may for who in (dana, carol)}
    try:
        hide(alice, offer, "ferritin")
    finally:
        bell.hang_up(heard)
    assert bell.account(dana.account_id) in rung and bell.account(carol.account_id) not in rung
    with unit_of_work() as db:
        for session in db.exec(select(AccountSession)):
            session.patient_id = alice.patient_id
    assert not before[dana.token] <= door.holding(dana.token).may
    assert before[carol.token] <= door.holding(carol.token).may


def test_many_items_come_in_pages(alice: Person, offer: UUID) -> None:
    on_file(alice, *[lab(f"test-{n:03}", "1", when=f"2025-01-{n % 28 + 1:02}") for n in range(60)])
    first, last = seen(alice, offer), seen(alice, offer, page=99)
    assert (first.total, len(first.rows), first.pages) == (62, 25, 3)
    assert (last.page, len(last.rows)) == (3, 12)
    assert [one.title for one in seen(alice, offer, typed="test-042").rows] == ["test-042"]
