"""Jo takes a picture of her card and sends it; others send what they should not."""

import io
import struct
import zlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from PIL import Image

from portal.errors import Invalid
from portal.integrations.media import pictures
from portal.integrations.media.intake import take_in
from portal.integrations.media.kinds import TEXT, kind_of
from portal.integrations.media.pdf import is_pdf
from portal.integrations.media.pictures import fresh_picture
from portal.integrations.pdf.rendering import to_pdf
from portal.services.staff.documents import ALLOWED
from tests.integrations.media import heic
from tests.integrations.pdf.papers import paper
from tests.pdfs import pdf

PLACE = 0x8825


def photo(size=(40, 30), mode="RGB", format="JPEG", **more) -> bytes:
    into = io.BytesIO()
    Image.new(mode, size, "teal" if mode == "RGB" else None).save(into, format, **more)
    return into.getvalue()


def test_a_photo_keeps_no_place_and_stands_upright():
    exif = Image.Exif()
    exif[PLACE] = {1: "N", 2: (42.0, 1.0, 3.0)}
    exif[0x0112] = 6  # taken with the phone held sideways
    taken = take_in("IMG 0001.JPG", photo(exif=exif))
    kept = Image.open(io.BytesIO(taken.data))
    assert (taken.media_type, taken.name, kept.size) == ("image/jpeg", "IMG 0001.jpg", (30, 40))
    assert not kept.getexif()


@pytest.mark.parametrize(("format", "becomes"), [("PNG", "png"), ("WEBP", "jpg"), ("JPEG", "jpg")])
def test_other_pictures_are_made_anew(format, becomes):
    assert take_in("x", photo(format=format)).name == f"x.{becomes}"


def test_a_photo_as_phones_take_them_becomes_one_that_any_browser_shows():
    assert PLACE in Image.open(io.BytesIO(heic.PHOTO)).getexif()
    taken = take_in("IMG_2041.HEIC", heic.PHOTO)
    kept = Image.open(io.BytesIO(taken.data))
    assert (taken.media_type, taken.name, kept.size) == ("image/jpeg", "IMG_2041.jpg", (64, 48))
    assert not kept.getexif()
    red, green, blue = kept.getpixel((20, 20))
    assert red < 20 and abs(green - 128) < 12 and abs(blue - 128) < 12


def test_a_picture_to_see_through_stays_so():
    clear = Image.open(io.BytesIO(fresh_picture(photo(mode="RGBA", format="PNG")).data))
    assert clear.mode == "RGBA"


def test_what_hides_behind_a_picture_is_gone():
    taken = take_in("a.jpg", photo() + b"<script>alert(1)</script>")
    assert b"script" not in taken.data


def png_that_says(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(b"")), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def test_a_picture_that_would_unpack_to_gigabytes_is_refused_before_it_does():
    with pytest.raises(Invalid, match="megapixels"):
        take_in("bomb.png", png_that_says(60_000, 60_000))


def test_many_at_once_are_opened_two_at_a_time(monkeypatch):
    """A small file of 50 megapixels takes hundreds of megabytes while it is open."""
    real, inside, most = pictures._written, [], []

    def counted(*args):
        inside.append(1)
        most.append(len(inside))
        try:
            return real(*args)
        finally:
            inside.pop()

    monkeypatch.setattr(pictures, "_written", counted)
    data = photo(size=(1500, 1500))
    with ThreadPoolExecutor(8) as threads:
        assert all(list(threads.map(lambda _: fresh_picture(data).data, range(16))))
    assert len(most) == 16 and max(most) <= pictures.AT_ONCE


@pytest.mark.parametrize(
    "data",
    [
        photo()[:60],
        b"\xff\xd8\xff",
        b"\x89PNG\r\n\x1a\n" + bytes(50),
        png_that_says(0, 5),
        b"RIFF0000WEBP",
        heic.PHOTO[:400],
    ],
)
def test_a_damaged_picture_is_refused_in_words(data):
    with pytest.raises(Invalid, match="damaged"):
        take_in("x.png", data)


@pytest.mark.parametrize(
    "data",
    [b"", b"MZ\x90\0", b"<html><script>", b"PK\x03\x04", b"<svg onload=alert(1)>", b"#!/bin/sh", b"\0\1"],
)
def test_anything_else_is_refused_whatever_it_is_called(data):
    with pytest.raises(Invalid):
        take_in("holiday.jpg", data)


def test_a_pdf_stays_as_it_is():
    taken = take_in("C:\\Users\\jo\\..\\Letter <b>.exe", pdf())
    assert (taken.media_type, taken.name) == ("application/pdf", "Letter b.pdf")


def test_a_large_file_is_refused():
    with pytest.raises(Invalid, match="larger than 1 MB"):
        take_in("x.pdf", b"%PDF-" + b"0" * 1_000_001, largest=1_000_000)


NOT_PDF = "This PDF is damaged or not a PDF"
CALLED = "but it is something else"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("letter.pdf", b"Dear Dr. Lee, this is plain text.", CALLED),
        ("LETTER.PDF", photo(), CALLED),
        ("notes.txt", pdf(), CALLED),
        ("photo.jpg", pdf(), CALLED),
        ("scan.png", b"words", CALLED),
        ("letter.pdf", b"%PDF-1.7\n", NOT_PDF),
        ("letter.pdf", b"%PDF-1.7 plain words", NOT_PDF),
        ("letter", b"%PDF-1.7\nwords\nstartxref\n9\n%%EOF", NOT_PDF),
        ("letter.pdf", pdf()[:-30], NOT_PDF),
        ("letter.pdf", b"%PDF-9.9" + pdf()[8:], NOT_PDF),
        ("letter.pdf", pdf() + b"MZ" * 3000, NOT_PDF),
    ],
)
def test_what_is_not_what_it_is_called_is_refused(name, data, words):
    with pytest.raises(Invalid, match=words):
        take_in(name, data, allowed=ALLOWED)


@pytest.mark.parametrize(
    ("name", "data", "kept"),
    [
        ("scan.JPG", photo(format="WEBP"), "scan.jpg"),  # phones do this
        ("plan.md", b"# Plan", "plan.txt"),
        ("plan", "Geht’s?\r\n".encode(), "plan.txt"),
        ("a.b.pdf", pdf(), "a.b.pdf"),
        ("letter.exe", pdf(), "letter.pdf"),
    ],
)
def test_what_is_what_it_is_called_is_kept(name, data, kept):
    assert take_in(name, data, allowed=ALLOWED).name == kept


def test_what_the_portal_prints_is_a_pdf():
    assert is_pdf(to_pdf(paper()))


def test_text_is_told_from_noise():
    assert kind_of(b"words " * 2000 + b"\x00")[1] == "bin"
    assert kind_of("Ünïcode\n".encode())[0] == TEXT
    assert kind_of(b"\xff\xfe\0")[1] == "bin"
