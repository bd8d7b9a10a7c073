"""Alice downloads the files in her documents, and nobody else does."""

import base64
from uuid import UUID

import pytest

from portal.api.documents import disposition
from tests import people
from tests.charts import listed, on_file, paper
from tests.web import Browser

pytestmark = pytest.mark.usefixtures("home")

PDF = b"%PDF-1.7\n%made up\n"
FILES: list[tuple[str, bytes, str, str]] = [
    ("application/pdf", PDF, "application/pdf", "pdf"),
    ("image/png", b"\x89PNG\r\n\x1a\n....", "image/png", "png"),
    ("text/html", b"<html><script>alert(1)</script></html>", "text/html; charset=utf-8", "html"),
    ("application/pdf", b"<!doctype html><script>alert(1)</script>", "text/html; charset=utf-8", "html"),
    ("image/svg+xml", b"<svg onload='alert(1)'/>", "text/plain; charset=utf-8", "txt"),
    ("text/plain", "Grüße".encode(), "text/plain; charset=utf-8", "txt"),
    ("text/plain", b"\xff\xfe\x00\x01", "application/octet-stream", "bin"),
    ("application/dicom", b"\x00" * 128 + b"DICM", "application/dicom", "dcm"),
]


@pytest.mark.parametrize(("claimed", "data", "media_type", "ending"), FILES)
def test_a_file_is_an_attachment_of_the_type_it_really_has(
    claimed: str, data: bytes, media_type: str, ending: str
) -> None:
    alice = people.alice()

    answer = Browser(token=alice.token).get(_document(alice, data, claimed))

    assert (answer.status_code, answer.content) == (200, data)
    assert answer.headers["content-type"] == media_type
    assert answer.headers["content-disposition"].startswith(f'attachment; filename="Letter.{ending}"')
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    assert "sandbox" in answer.headers["content-security-policy"]


def test_without_a_session_or_for_someone_else_there_is_nothing() -> None:
    alice, bob = people.alice(), people.bob()
    address = _document(alice, PDF, "application/pdf")

    assert Browser().get(address).status_code == 401
    answer = Browser(token=bob.token).get(address)
    assert answer.status_code == 404
    assert PDF not in answer.content


@pytest.mark.parametrize("place", ["1", "-1", "999", "1000", "x", "0.0", "9" * 40, "%00"])
def test_a_place_where_no_file_is_is_not_found(place: str) -> None:
    alice = people.alice()
    address = _document(alice, PDF, "application/pdf").rpartition("/")[0]

    assert Browser(token=alice.token).get(f"{address}/{place}").status_code == 404


@pytest.mark.parametrize("record_id", ["1", "not-an-id", str(UUID(int=7))])
def test_a_document_there_is_none_of_is_not_found(record_id: str) -> None:
    alice = people.alice()

    assert Browser(token=alice.token).get(f"/api/documents/{record_id}/0").status_code == 404


@pytest.mark.parametrize(
    ("title", "header"),
    [
        ("Heart scan.pdf", "attachment; filename=\"Heart scan.pdf\"; filename*=UTF-8''Heart%20scan.pdf"),
        ("Überweisung.pdf", "attachment; filename=\"berweisung.pdf\"; filename*=UTF-8''%C3%9Cberweisung.pdf"),
        ("診断.pdf", "attachment; filename=\".pdf\"; filename*=UTF-8''%E8%A8%BA%E6%96%AD.pdf"),
    ],
)
def test_names_of_files_survive_every_alphabet(title: str, header: str) -> None:
    assert disposition(title) == header


def test_a_title_cannot_break_out_of_the_header() -> None:
    alice = people.alice()
    title = 'x"; filename="evil.exe\r\nSet-Cookie: a=b ../../etc/passwd'

    answer = Browser(token=alice.token).get(_document(alice, PDF, "application/pdf", title=title))

    assert "set-cookie" not in answer.headers
    assert answer.headers["content-disposition"].count('"') == 2
    assert "/" not in answer.headers["content-disposition"].replace("UTF-8''", "")


def _document(person: people.Person, data: bytes, claimed: str, *, title: str = "") -> str:
    on_file(person, paper("Letter", base64.b64encode(data).decode(), claimed, title=title))
    return f"/api/documents/{listed(person, 'documents').rows[0].href.rpartition('/')[2]}/0"
