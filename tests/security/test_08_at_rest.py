"""SECURITY.md 8 and 16: after a day at the practice, no file and no log holds a private word in the clear.

People whose every word is planted go through everything that is written anywhere: import, invitation, email,
enrolment, signing in right and wrong, reading, faults. Then all is searched: the database and its log, the
queue, the mail folder, temporary files, what Reflex writes, and whatever was logged at any level.
"""

import logging
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import event, text

from portal import db
from portal.access.actor import operator
from portal.build import ROOT
from portal.db import unit_of_work
from portal.errors import Invalid, Refusal
from portal.jobs.queue import Queue
from portal.logs import quiet_logs
from portal.portal import app
from portal.services import door, enrolment, exporting, importing, records, sign_in
from portal.services import keys as rotation
from portal.services.audit import verify
from portal.services.enrolment import Choice
from portal.services.exporting import asking, making
from portal.services.staff import documents, holds, patients
from tests import mail, people
from tests.pdfs import pdf
from tests.security.planted import ABOUT_HER, IN_HER_RECORD, plant, resources, seen_in
from tests.services.importing.fhir import bundle, literal

USERNAME, PASSWORD, ANSWER = "zyquser.name", "zyqpassword walks 9", "zyqanswer"
EMAIL, ADDRESS = "zyqmail@zyqmail.example", "203.0.113.77"
TYPED = ("zyquser", "zyqpassword", "zyqanswer", "zyqwrong", "zyqnobody", "zyqbrowser", "zyqfile", "zyqbroken")
PLANTED = (*ABOUT_HER, *IN_HER_RECORD, *TYPED, "zyqjones", ADDRESS)
CHOICES = [("first-pet", f"{ANSWER} one"), ("first-car", f"{ANSWER} two"), ("first-job", f"{ANSWER} three")]
THERE = sign_in.From(address=ADDRESS, device="zyqbrowser 1.0")
SKIPPED = {".git", ".venv", "node_modules", ".mypy_cache", ".ruff_cache", "__pycache__", "tests", "docs"}


@pytest.fixture
def logged() -> Iterator[list[str]]:
    """Everything that any logger says, at any level, as it would be written."""
    lines: list[str] = []

    class Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(logging.Formatter("%(name)s %(message)s").format(record))

    keeper = Keeper(level=logging.DEBUG)
    quiet_logs()
    named = [logging.getLogger(name) for name in list(logging.root.manager.loggerDict)]
    before = [(logger, logger.level, logger.disabled) for logger in (logging.root, *named)]
    for logger, _, _ in before:
        logger.setLevel(logging.DEBUG)
        logger.disabled = False
        if logger is logging.root or not logger.propagate:
            logger.addHandler(keeper)
    yield lines
    for logger, level, disabled in before:
        logger.setLevel(level)
        logger.disabled = disabled
        logger.removeHandler(keeper)


@pytest.fixture
def own_temp(tmp_path, monkeypatch) -> Path:
    """Temporary files of this test go here."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


def a_day_at_the_practice(tabs) -> people.Person:
    """Import, invite, enrol, sign in right and wrong, read, rotate, fail."""
    planted = plant(signed_in=False)
    jo = people.patient("Zyqjo Zyqjones", mrn="zyq-mrn-77")
    token = mail.link_for(jo, EMAIL)
    with pytest.raises(Invalid):
        enrolment.prove(token, "07/23/1961", "04101", source=THERE)
    proof = enrolment.prove(token, "03/09/1984", "04101", source=THERE)
    ticket = enrolment.activate(proof, Choice(USERNAME, PASSWORD, CHOICES), source=THERE)
    session = enrolment.enter(ticket, source=THERE)
    sign_in.sign_out(session, source=THERE)
    for username, password in ((USERNAME, "zyqwrong guess"), ("zyqnobody", PASSWORD)):
        with pytest.raises(Refusal):
            sign_in.sign_in(username, password, staff=False, source=THERE)
    alice = people.sign_in(planted.alice, source=THERE)
    nia = people.nia()
    tabs(alice, "/home", address=ADDRESS)
    for path in ("/staff/patients", f"/staff/patients/{alice.patient_id}"):
        tabs(nia, path, address=ADDRESS)
    door.in_practice(nia.token, patients.search, "zyqames")
    importing.import_upload(operator(), "zyqfile.json", literal(bundle(*resources())).encode())
    her_record_is_used(alice, nia)
    importing.import_upload(operator(), "zyqbroken.json", b'{"resourceType": "zyqrec", "value": "zyqrec')
    rotation.rotate(remove_old=True)
    verify()
    return alice


def her_record_is_used(alice: people.Person, nia: people.Person) -> None:
    """She takes it away in every form; one item is held; a document is put on the chart."""
    for form in exporting.FORMS:
        door.in_chart(alice.token, asking.ask, form=form)
        while making.due():  # by the queue's thread, or else by this one
            making.make_due() or time.sleep(0.05)
    ready = door.in_chart(alice.token, asking.list_exports)
    assert {row.status for row in ready} == {"ready"} and len(ready) == len(exporting.FORMS)
    held = door.in_chart(nia.token, records.list_records, kind="results", patient_id=alice.patient_id)
    which = {"patient_id": alice.patient_id, "record_id": UUID(held.rows[0].href.rpartition("/")[2])}
    door.in_practice(nia.token, holds.hold, kind="results", reason="zyqrec is not to be read yet", **which)
    place = door.in_practice(nia.token, documents.begin, patient_id=alice.patient_id)
    file = {"name": "zyqfile.pdf", "data": pdf("zyqrec")}
    paper = documents.checked(place, title="zyqrec letter", kind="letter", dated="", **file)
    assert importing.import_upload(place.actor, "zyqfile.json", documents.bundle(place, paper)).created == 1


def things_go_wrong(tabs, alice: people.Person) -> None:
    """Faults, wrong arguments and unknown events, each with planted words in it."""
    tab = tabs(alice, "/home", address=ADDRESS)
    root, ours = "reflex___state____state", "reflex___state____state.portal___state___"
    odd = {"info": "zyqrec", "component_stack": "zyqrec", "vars": "zyqrec", "words": {"zyqrec": 1}}
    for name in ("setvar", "hydrate_and_load", "handle_frontend_exception", "nothing_of_the_kind"):
        tab.send_named(f"{root}.{name}", **odd)
    for name in ("refusals____notice_state.show", "frame____frame_state.load"):
        tab.send_named(f"{ours}{name}", **odd)
    for name in ("huey", "asyncio", "sqlalchemy.engine", "emails", "a.library.made.later"):
        try:
            raise ValueError("zyqrec in a fault")
        except ValueError:
            logging.getLogger(name).exception("zyqrec said %s", "zyqrec")


def files_of_the_day(home: Path, own_temp: Path, since: float) -> Iterator[Path]:
    """Every file under home, every temporary one, and whatever in the checkout was written meanwhile."""
    yield from (path for folder in (home, own_temp) for path in folder.rglob("*") if path.is_file())
    ours = (path for path in ROOT.rglob("*") if SKIPPED.isdisjoint(path.relative_to(ROOT).parts))
    yield from (path for path in ours if path.is_file() and path.stat().st_mtime >= since)


def test_nothing_private_is_left_anywhere(home, own_temp, tabs, logged, capfd):
    since = time.time() - 1
    statements: list[str] = []
    event.listen(db.engine(), "before_cursor_execute", lambda *call: statements.append(str(call[2])))
    queue = Queue(home / "queue.db")
    queue.start()
    try:
        alice = a_day_at_the_practice(tabs)
        things_go_wrong(tabs, alice)
    finally:
        queue.stop()

    files = list(files_of_the_day(home, own_temp, since))
    names = {"portal.db", "portal.db-wal", "queue.db", "anchors.jsonl", "keyring.json"}
    assert names <= {path.name for path in files}
    found = {str(path): seen_in(path.read_bytes(), PLANTED) for path in files}
    assert {path: words for path, words in found.items() if words} == {}
    assert [str(path) for path in files if seen_in(str(path), PLANTED)] == []
    assert len(logged) > 10
    assert [line for line in logged if seen_in(line, PLANTED)] == []
    out, err = capfd.readouterr()
    assert seen_in(out + err, PLANTED) == []
    assert [statement for statement in statements if seen_in(statement, PLANTED)] == []


def test_tokens_are_in_no_file_and_no_log(home, own_temp, tabs, logged):
    jo = people.patient("Jo Jones")
    link = mail.link_for(jo, EMAIL)
    proof = enrolment.prove(link, "03/09/1984", "04101", source=THERE)
    ticket = enrolment.activate(proof, Choice(USERNAME, PASSWORD, CHOICES), source=THERE)
    session = enrolment.enter(ticket, source=THERE)
    nia = people.nia()
    tabs(nia, "/staff/patients")
    secrets = (link, proof, ticket, session, nia.token, nia.totp_secret, PASSWORD)
    for path in files_of_the_day(home, own_temp, time.time() - 60):
        assert seen_in(path.read_bytes(), secrets) == [], path
    assert [line for line in logged if seen_in(line, secrets)] == []


def test_what_was_erased_or_replaced_is_not_left_in_the_free_space_of_the_file(home):
    plant()
    with unit_of_work() as session:
        session.connection().execute(text("UPDATE record SET sealed = x'00'"))
        session.connection().execute(text("CREATE TABLE plain (words TEXT)"))
        session.connection().execute(text("INSERT INTO plain VALUES ('zyqerased')"))
    with unit_of_work() as session:
        session.connection().execute(text("DELETE FROM plain"))
    with db.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    assert seen_in((home / "portal.db").read_bytes(), ("zyqerased",)) == []


def test_only_the_owner_may_read_what_is_kept(home, own_temp, tabs):
    a_day_at_the_practice(tabs)
    open_to_others = [path for path in home.rglob("*") if path.stat().st_mode & 0o077 and path.is_file()]
    folders = [home, home / "keys"]
    assert [path for path in folders if path.stat().st_mode & 0o077] == []
    assert [path for path in open_to_others if path.parent != home] == []


def test_the_search_would_find_it(home):
    (home / "note.txt").write_text("seen by enqxYW5u and zyqann")
    assert seen_in((home / "note.txt").read_bytes(), ("zyqann",)) == ["zyqann"]
    assert seen_in(b"enlxYW5uYQ" + b"\0z\0y\0q\0a\0n\0n\0", ("zyqann",)) == ["zyqann"]
    assert app is not None
