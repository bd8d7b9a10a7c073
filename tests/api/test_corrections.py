"""Alice sends pictures of what is wrong; Bob and strange files get nowhere."""

import io
from typing import Any
from uuid import UUID, uuid4

import pytest
from PIL import Image

from portal.services.records import corrections
from tests import people
from tests.pdfs import pdf
from tests.services.records.correcting import begun, iron_on_file, picture, read, sent
from tests.web import OURS, Browser

pytestmark = pytest.mark.usefixtures("home")
PDF = pdf()


def send_up(
    who: people.Person, record_id: Any, once: str, body: Any, *, name: str = "bottle.png", **more: str
) -> Any:
    headers = {**OURS, "X-File-Name": name, "X-Once": once, **more}
    path = f"/api/corrections/results/{record_id}/files"
    return Browser(token=who.token).post(path, content=body, headers=headers)


@pytest.fixture
def alice() -> people.Person:
    return people.alice()


def test_a_picture_and_a_pdf_go_up_and_come_down_as_attachments(alice) -> None:
    record_id = iron_on_file(alice)
    once = begun(alice, record_id).once
    assert send_up(alice, record_id, once, picture(), name="my%20b%C3%B6ttle.png").json() == {
        "ok": True,
        "name": "my böttle.png",
    }
    assert send_up(alice, record_id, once, PDF, name="letter.exe").json()["name"] == "letter.pdf"

    files = read(alice, sent(alice, record_id, once=once).href).told.files

    got = Browser(token=alice.token).get(files[0].href)
    assert got.status_code == 200 and Image.open(io.BytesIO(got.content)).size == (30, 20)
    assert got.headers["content-type"] == "image/png"
    assert got.headers["content-disposition"].startswith("attachment;")
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["cache-control"] == "no-store"
    nia = people.nia()
    staff = files[1].href.replace("/api/", "/api/staff/")
    assert Browser(token=nia.token).get(staff).content == PDF
    assert Browser(token=alice.token).get(staff).status_code == 403
    assert Browser(token=people.bob().token).get(files[0].href).status_code == 404
    assert Browser().get(files[0].href).status_code == 401


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00\x03" + b"\x00" * 90, "kind of file"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "kind of file"),
        (b"GIF89a" + b"x" * 60, "kind of file"),
        (b"\xff\xd8\xff\xe0 no picture", "damaged"),
        (PDF, "called .png"),
    ],
)
def test_other_files_are_refused_in_words_and_not_kept(alice, body, says) -> None:
    record_id = iron_on_file(alice)
    once = begun(alice, record_id).once

    answer = send_up(alice, record_id, once, body)

    assert answer.status_code == 422
    assert says in answer.json()["message"]
    assert begun(alice, record_id).files == []


def test_too_much_is_refused_while_it_comes_in(alice) -> None:
    record_id = iron_on_file(alice)
    once = begun(alice, record_id).once
    read_so_far = []

    async def endless() -> Any:
        for _ in range(100):
            read_so_far.append(1)
            yield b"%PDF-" + b" " * 999_995

    answer = send_up(alice, record_id, once, endless())
    assert (answer.status_code, answer.json()["message"]) == (422, "This file is larger than 10 MB.")
    assert len(read_so_far) < 15
    assert send_up(alice, record_id, once, b"x" * 10_000_001).status_code == 422
    assert begun(alice, record_id).files == []


def test_who_may_not_ask_may_not_send_anything_up(alice) -> None:
    record_id = iron_on_file(alice)
    once = begun(alice, record_id).once
    assert send_up(people.bob(), record_id, once, picture()).status_code == 404
    assert send_up(people.nia(), record_id, once, picture()).status_code == 403
    assert send_up(people.Person("nobody"), record_id, once, picture()).status_code == 401
    assert send_up(alice, uuid4(), once, picture()).status_code == 404
    assert send_up(alice, "nonsense", once, picture()).status_code == 404
    assert send_up(alice, record_id, "", picture()).status_code == 422
    assert send_up(alice, record_id, once, picture(), Origin="https://evil.example").status_code == 403
    assert begun(alice, record_id).files == []


def test_a_fifth_file_is_refused_before_it_is_read(alice, monkeypatch) -> None:
    record_id = iron_on_file(alice)
    once = begun(alice, record_id).once
    for _ in range(corrections.MOST_FILES):
        assert send_up(alice, record_id, once, picture()).status_code == 200
    monkeypatch.setattr(corrections, "fit", None)

    answer = send_up(alice, record_id, once, picture())

    assert (answer.status_code, "4 files" in answer.json()["message"]) == (409, True)


def test_an_address_that_is_none_finds_nothing(alice) -> None:
    for path in ("/api/corrections/files/nonsense", f"/api/corrections/files/{UUID(int=5)}"):
        assert Browser(token=alice.token).get(path).status_code == 404
