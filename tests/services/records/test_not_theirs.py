"""What is not Alice's to read looks as if it were not there, and what was opened is written down."""

from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from portal.db import reading
from portal.errors import NotFound
from portal.models.audit import AuditEntry
from portal.services import door, records
from tests import people
from tests.charts import lab, listed, medicine, on_file, opened, panel, paper

pytestmark = pytest.mark.usefixtures("home")


def test_another_patients_id_is_not_found() -> None:
    alice, bob = people.alice(), people.bob()
    on_file(bob, lab("iron", "1"), medicine("Aspirin"), paper("Letter", "QQ==", "text/plain"))

    for kind in ("results", "medications", "documents"):
        [row] = listed(bob, kind).rows
        assert opened(bob, kind, row.href)
        with pytest.raises(NotFound):
            opened(alice, kind, row.href)
        assert listed(alice, kind).total == 0
    with pytest.raises(NotFound):
        door.in_chart(alice.token, records.read_file, 0, record_id=_id(listed(bob, "documents").rows[0].href))


def test_a_result_named_by_anothers_report_is_not_in_it() -> None:
    alice, bob = people.alice(), people.bob()
    secret = lab("secret", "66", high="5")
    on_file(bob, secret)
    on_file(alice, panel("Panel", secret))

    [row] = listed(alice, "results").rows

    assert row.tag == ""
    assert [(one.title, one.href) for one in opened(alice, "results", row.href).sections[0].rows] == [
        ("Unnamed test", "")
    ]


def test_another_kind_or_no_such_id_is_not_found() -> None:
    alice = people.alice()
    on_file(alice, lab("iron", "1"))
    [row] = listed(alice, "results").rows

    with pytest.raises(NotFound):
        opened(alice, "visits", row.href)
    with pytest.raises(NotFound):
        opened(alice, "results", f"/records/results/{uuid4()}")


def test_what_was_entered_in_error_is_not_found_by_its_id_either() -> None:
    alice = people.alice()
    iron, ldl = lab("iron", "1"), lab("ldl", "2")
    on_file(alice, iron, ldl, panel("Both", iron, ldl))
    [row] = listed(alice, "results").rows
    hrefs = [one.href for one in opened(alice, "results", row.href).sections[0].rows]

    on_file(alice, iron | {"status": "entered-in-error"})

    with pytest.raises(NotFound):
        opened(alice, "results", hrefs[0])
    assert opened(alice, "results", hrefs[1]).title == "ldl"


def test_opening_a_record_is_written_down_with_what_was_opened() -> None:
    alice = people.alice()
    on_file(alice, lab("iron", "1"))
    [row] = listed(alice, "results").rows
    opened(alice, "results", row.href)

    with reading() as db:
        entries = db.exec(select(AuditEntry).where(AuditEntry.chain_id == alice.patient_id)).all()
    assert [(entry.action, entry.subject_id) for entry in entries][-2:] == [
        ("records.list_records", None),
        ("records.show_record", _id(row.href)),
    ]


def _id(href: str) -> UUID:
    return UUID(href.rpartition("/")[2])
