"""Taking in a file from a browser: told by its content, pictures made anew, everything else as it is."""

import re
from dataclasses import dataclass

from portal.errors import Invalid
from portal.i18n import t
from portal.integrations.media.kinds import HEIC, PDF, PICTURES, TEXT, kind_of
from portal.integrations.media.pdf import is_pdf
from portal.integrations.media.pictures import fresh_picture

LARGEST = 10_000_000
"""Bytes of one file."""
SHEETS = frozenset({PDF, "image/jpeg", "image/png", "image/webp", HEIC})
"""What people send: pictures and PDF."""
LONGEST_NAME = 120
_ENDINGS = {
    "pdf": frozenset({PDF}),
    **dict.fromkeys(("txt", "text", "csv", "md"), frozenset({TEXT})),
    **dict.fromkeys(("jpg", "jpeg", "png", "webp", "gif", "tif", "tiff", "heic", "heif"), PICTURES),
}
"""What a file may be that is called so; a picture is made anew, so one kind of picture stands for another."""
_PAGES = frozenset({"htm", "html", "js", "mjs", "svg", "svgz", "xht", "xhtml", "xml"})
"""What a browser would run or draw if it came under this name again."""
_unfit = re.compile(r"[^\w .()\-]+")


@dataclass(frozen=True, slots=True)
class Taken:
    """A file as it is kept: its bytes, its media type, and a name that is safe anywhere."""

    data: bytes
    media_type: str
    name: str


def take_in(name: str, data: bytes, *, allowed: frozenset[str] = SHEETS, largest: int = LARGEST) -> Taken:
    """A file someone sent, fit to be kept. What it is, its content says; `name` comes from outside.

    A name that says otherwise is refused: whoever opens it later would not find what they were promised.

    Raises: Invalid when it is empty, too large, damaged, not what its name says, or not allowed.
    """
    if not data:
        raise Invalid(t("This file is empty."))
    if len(data) > largest:
        raise Invalid(t("This file is larger than {size} MB.", size=largest // 1_000_000))
    media_type, ending = kind_of(data)
    if media_type not in allowed:
        raise Invalid(t("This kind of file cannot be added here. Nothing was kept."))
    _refuse_other_name(name, media_type)
    if media_type == PDF and not is_pdf(data):
        raise Invalid(t("This PDF is damaged or not a PDF. Nothing was kept."))
    if media_type in PICTURES:
        picture = fresh_picture(data)
        return Taken(picture.data, picture.media_type, safe_name(name, picture.ending))
    return Taken(data, media_type, safe_name(name, ending))


def _refuse_other_name(name: str, media_type: str) -> None:
    said = name.rpartition(".")[2].casefold()
    if said in _PAGES:
        raise Invalid(t("This kind of file cannot be added here. Nothing was kept."))
    if said in _ENDINGS and media_type not in _ENDINGS[said]:
        words = t("This file is called .{ending}, but it is something else. Nothing was kept.", ending=said)
        raise Invalid(words)


def safe_name(name: str, ending: str) -> str:
    """A title or a file's own name as a file name that is safe anywhere, with the ending it should have."""
    last = name.replace("\\", "/").rpartition("/")[2]
    stem = last.rpartition(".")[0] if re.search(r"\.\w{1,5}$", last) else last
    words = " ".join(_unfit.sub(" ", stem).split()).strip(" .")[:LONGEST_NAME]
    return f"{words or t('document')}.{ending}"
