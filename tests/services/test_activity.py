"""Alice reads who looked at her record: everyone by name, in plain sentences, and herself in few words."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest

from portal import clock as portal_clock
from portal.access import audit, keys, trail
from portal.access.actor import Actor, operator
from portal.access.audit import Deed
from portal.db import reading, unit_of_work
from portal.errors import Invalid, NotPermitted
from portal.models.account import Role
from portal.services import activity, door, records, sign_in
from portal.services.activity import ActivityPage, Asked
from portal.services.activity.folding import PAGE
from portal.services.staff import patient as patient_page
from tests import people
from tests.charts import lab, on_file
from tests.guardians import becomes_guardian_of
from tests.people import Person

pytestmark = pytest.mark.usefixtures("home")


def test_her_own_looks_are_one_row_that_opens(clock: Any) -> None:
    alice = people.alice()
    for _ in range(14):
        door.in_chart(alice.token, records.overview)
        clock.forward(minutes=1)

    row = page(alice).rows[0]
    assert row.title == "You looked at this record 15 times"
    assert row.is_mine and row.count == 16

    asked = {"newest": row.newest, "oldest": row.oldest}
    inner = door.in_chart(alice.token, activity.show_entries, Asked(), **asked)
    assert len(inner) == 16
    assert inner[1].title == "You opened the health record"
    assert inner[-1].title == "You signed in"


def test_her_own_steps_are_one_row_with_her_looks_until_someone_else_comes_between() -> None:
    alice, nia = people.alice(), people.nia()
    on_file(alice, lab("ldl", "148"))
    _steps(alice, "corrections.begin", "corrections.keep", "corrections.keep", "corrections.send")
    door.in_chart(alice.token, records.overview)
    _steps(alice, "corrections.begin", "preferences.choose_wishes", "corrections.begin")

    row = page(alice).rows[0]
    assert row.title == "You looked at this record 2 times and did 7 more things"
    assert row.line.startswith(
        "began to ask for a correction, chose how results are shown, asked for a correction, … · "
    )
    inner = door.in_chart(alice.token, activity.show_entries, Asked(), newest=row.newest, oldest=row.oldest)
    assert [one.title for one in inner][-4:] == [
        "You asked for a correction",
        "You wrote at a request for a correction",
        "You wrote at a request for a correction",
        "You began to ask for a correction",
    ]
    door.in_chart(nia.token, records.overview, patient_id=alice.patient_id)
    _steps(alice, "corrections.keep", "corrections.keep")
    assert [row.title for row in page(alice).rows][:2] == [
        "You looked at this record once and did 2 more things",
        "Nia Novak, clinician, opened the health record",
    ]


def test_the_same_step_again_and_again_is_named_once() -> None:
    alice = people.alice()
    _steps(alice, "corrections.keep", "corrections.keep")
    [row] = page(alice, what="changed").rows
    assert row.title == "You wrote at a request for a correction, 2 times" and "wrote" not in row.line


def test_her_own_shared_links_stand_alone_and_nobody_elses_steps_are_folded() -> None:
    alice = people.alice()
    dana = people.dana(alice)
    _steps(alice, "corrections.keep", "sharing.create", "corrections.keep")
    titles = [row.title for row in page(alice).rows]
    assert "You made a link to share this record" in titles
    _steps(alice, "corrections.keep", "corrections.keep", by=dana)
    assert [row.title for row in page(alice).rows][1:3] == [
        "Dana Diaz, a representative, wrote at a request for a correction",
    ] * 2


def test_everyone_else_stands_out_by_name_and_what_they_are() -> None:
    alice, nia = people.alice(), people.nia()
    dana, ben = people.dana(alice), people.sign_in(people.account(people.Person("Ben Ames")))
    becomes_guardian_of(ben, alice)
    on_file(alice, lab("ldl", "148"))
    for who in (dana, ben):
        _looks_at(who, alice)
        door.in_chart(who.token, records.overview)
    door.in_chart(nia.token, records.overview, patient_id=alice.patient_id)
    door.in_practice(nia.token, patient_page.look_up, patient_id=alice.patient_id)
    _opens_a_link(alice, "Dr. Lee at Harbor Hospital")

    assert [row.title for row in page(alice, who="others").rows][:4] == [
        "Dr. Lee at Harbor Hospital opened what was shared by link (Blood tests)",
        "Nia Novak, clinician, looked at this record 2 times",
        "Ben Ames, a parent or guardian, opened the health record",
        "Dana Diaz, a representative, opened the health record",
    ]


def test_what_came_in_again_and_again_on_a_day_is_one_row() -> None:
    alice = people.alice()
    for n in range(4):
        on_file(alice, lab("ldl", str(n), id=f"ldl-{n}"))
    rows = page(alice, what="imported").rows
    assert [row.title for row in rows] == ["The portal's operator imported records, 4 times"]
    asked = {"newest": rows[0].newest, "oldest": rows[0].oldest}
    inner = door.in_chart(alice.token, activity.show_entries, Asked(what="imported"), **asked)
    assert [row.title for row in inner] == ["The portal's operator imported records (1 items)"] * 4


def test_two_who_open_a_shared_link_are_two_rows() -> None:
    alice = people.alice()
    for name in ("Dr. Lee", "City Pharmacy"):
        _opens_a_link(alice, name)
    rows = page(alice, who="links").rows
    assert [row.title.split(" opened")[0] for row in rows] == ["City Pharmacy", "Dr. Lee"]


def test_it_reads_the_same_on_both_databases(any_home: Any) -> None:
    alice = people.alice()
    for _ in range(3):
        door.in_chart(alice.token, records.overview)
    [row] = page(alice, since=portal_clock.today(), who="me").rows
    assert row.title == "You looked at this record 4 times"


def test_a_refusal_is_told_with_a_mark() -> None:
    alice = people.alice()
    nosy = people.dana(alice, scopes="messages:view")
    _looks_at(nosy, alice)
    with pytest.raises(NotPermitted):
        door.in_chart(nosy.token, records.overview)

    row = page(alice, what="refused").rows[0]
    assert row.title == "Dana Diaz tried to open the health record and was refused"
    assert (row.tag, row.tone, row.icon) == ("Refused", "danger", "shield")


@pytest.mark.parametrize(
    ("who", "whose"),
    [
        ("me", {"You"}),
        ("staff", {"Nia Novak, clinician,", "The portal's operator"}),
        ("family", {"Dana Diaz, a representative,"}),
        ("links", {"Dr. Lee"}),
    ],
)
def test_it_narrows_to_some_people(who: str, whose: set[str]) -> None:
    alice, nia = people.alice(), people.nia()
    dana = people.dana(alice)
    _looks_at(dana, alice)
    on_file(alice, lab("ldl", "148"))
    door.in_chart(dana.token, records.overview)
    door.in_chart(nia.token, records.overview, patient_id=alice.patient_id)
    _opens_a_link(alice, "Dr. Lee")

    rows = page(alice, who=who).rows
    assert rows
    assert all(any(row.title.startswith(name) for name in whose) for row in rows)
    assert {name for name in whose for row in rows if row.title.startswith(name)} == whose


def test_it_narrows_to_days_where_the_practice_is(clock: Any) -> None:
    alice = people.alice()
    first = portal_clock.today()
    clock.forward(days=3)
    alice = people.sign_in(alice)

    third = first + timedelta(days=3)
    assert page(alice, since=first, until=first).rows[-1].title == "You signed in"
    assert page(alice, since=first + timedelta(days=1), until=third - timedelta(days=1)).rows == []
    assert page(alice, since=third).total >= 2


def test_each_day_has_a_heading_and_its_own_row(clock: Any) -> None:
    alice = people.alice()
    clock.forward(days=1)
    alice = people.sign_in(alice)
    headings = [row.heading for row in page(alice, who="me").rows]
    assert len(headings) == len(set(headings)) == 2


def test_a_long_trail_turns_its_pages_and_comes_back() -> None:
    alice = people.alice()
    _long_ago(alice, 3 * PAGE)
    asked = {"what": "invited"}
    first = page(alice, **asked)
    assert (len(first.rows), first.total, first.newer) == (PAGE, 3 * PAGE, "")
    second = page(alice, before=first.older, **asked)
    third = page(alice, before=second.older, **asked)
    assert (len(third.rows), third.older) == (PAGE, "")
    assert page(alice, after=third.newer, **asked).rows == second.rows
    back = page(alice, after=second.newer, **asked)
    assert (back.rows, back.newer) == (first.rows, "")


def test_a_page_of_a_long_trail_unseals_only_what_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    alice = people.alice()
    _long_ago(alice, 5 * PAGE)
    unsealed = []
    real = trail.at_places

    def counted(*args: Any) -> Any:
        found = real(*args)
        unsealed.append(len(found))
        return found

    monkeypatch.setattr(trail, "at_places", counted)
    page(alice)
    assert unsealed == [PAGE]


def test_what_she_took_away_stands_by_itself_among_her_looks() -> None:
    alice = people.alice()
    for _ in range(3):
        page(alice)
    door.in_chart(alice.token, activity.download, Asked())
    assert [row.title for row in page(alice).rows] == [
        "You read who has seen or changed this record",
        "You downloaded the list of who has seen or changed this record",
        "You looked at this record 3 times",
    ]


def test_reading_it_and_taking_it_away_are_in_it() -> None:
    alice = people.alice()
    page(alice)
    door.in_chart(alice.token, activity.download, Asked())
    actions = [mark.action for mark in marks(alice)]
    assert actions[:2] == ["activity.download", "activity.list_entries"]


def test_dana_reads_it_only_with_the_record_in_her_scope() -> None:
    alice = people.alice()
    dana, other = people.dana(alice), people.dana(alice, scopes="messages:view")
    _looks_at(dana, alice)
    _looks_at(other, alice)
    titles = [row.title for row in page(dana).rows]
    assert titles[0] == "You read who has seen or changed this record"
    assert "Alice Ames, the patient, signed in" in titles
    with pytest.raises(NotPermitted):
        page(other)


def test_bob_reads_his_own_and_nothing_of_hers() -> None:
    alice, bob = people.alice(), people.bob()
    page(alice)
    assert all("Alice" not in row.title for row in page(bob).rows)


def test_the_table_says_what_the_screen_says() -> None:
    alice, nia = people.alice(), people.nia()
    door.in_chart(nia.token, records.overview, patient_id=alice.patient_id)
    text = door.in_chart(alice.token, activity.download, Asked(who="staff")).decode("utf-8-sig")
    head, row = csv.reader(io.StringIO(text))
    assert head == ["when", "who", "role", "relation", "for whom", "what", "which", "allowed", "from where"]
    assert row[1:] == ["Nia Novak", "clinician", "", "", "opened the health record", "", "yes", ""]
    assert date.fromisoformat(row[0][:10]) and row[0][-6] in "+-"
    assert "\r\n" in text


@pytest.mark.parametrize(
    "query", [{}, {"who": "nobody", "what": ["x"], "since": "never"}, {"until": "0001-01-01"}]
)
def test_what_is_not_known_is_left_out_of_what_is_asked(query: dict[str, Any]) -> None:
    assert Asked.of(query) == Asked()


def test_the_last_day_before_the_first_is_refused_on_the_screen_and_in_the_table() -> None:
    alice = people.alice()
    asked = Asked.of({"since": "2026-05-02", "until": "2026-05-01"})
    assert (asked.since, asked.until) == (date(2026, 5, 2), date(2026, 5, 1))
    for service in (activity.list_entries, activity.download):
        with pytest.raises(Invalid, match="The last day is before the first"):
            door.in_chart(alice.token, service, asked)


def test_signing_out_and_in_again_is_no_look() -> None:
    alice = people.alice()
    sign_in.sign_out(alice.token, source=people.HERE)
    alice = people.sign_in(alice)
    assert page(alice, what="signed-in").rows[0].title == "You signed in or out 3 times"


def page(reader: Person, *, before: str = "", after: str = "", **asked: Any) -> ActivityPage:
    """What someone reads."""
    return door.in_chart(reader.token, activity.list_entries, Asked(**asked), before=before, after=after)


def marks(whose: Person) -> list[trail.Mark]:
    """The newest entries of someone's trail."""
    assert whose.patient_id is not None
    with reading() as db:
        return trail.marks(db, whose.patient_id)


def _write(whose: Person, actor: Actor, deed: Deed, *, times: int = 1) -> None:
    assert whose.patient_id is not None
    with unit_of_work() as db:
        key = keys.open_key(db, whose.patient_id)
        for _ in range(times):
            audit.write(db, whose.patient_id, key, actor, deed)


def _steps(whose: Person, *actions: str, by: Person | None = None) -> None:
    """Steps of the patient's own, or of someone who helps."""
    for action in actions:
        relation = "representative" if by else "self"
        _write(whose, (by or whose).actor, Deed(action, relation=relation))


def _long_ago(whose: Person, many: int) -> None:
    _write(whose, operator(), Deed("outbox.bounced", relation="operator"), times=many)


def _opens_a_link(whose: Person, name: str) -> None:
    """As the opening of a shared link writes it: no account, the name that was given."""
    _write(whose, Actor(Role.PERSON, name), Deed("sharing.opened", subject="Blood tests"))


def _looks_at(who: Person, whose: Person) -> None:
    """The account switcher's wish."""
    from portal.models.account import AccountSession
    from portal.models.base import table

    rows = table(AccountSession)
    mine = rows.c.account_id == who.account_id
    with unit_of_work() as db:
        db.connection().execute(rows.update().where(mine).values(patient_id=whose.patient_id))
