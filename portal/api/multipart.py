"""Forms that bring files: read in memory with a cap, so that no file lies on the disk unsealed."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from portal.errors import Invalid
from portal.i18n import t

ROOM = 100_000
"""Bytes beyond the file itself for the other fields and the boundaries."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The fields of a form, and its one file: the name it came with and its bytes."""

    fields: dict[str, str]
    name: str
    data: bytes


class _InMemory(MultiPartParser):
    spool_max_size = 2**31


async def sent_of(request: Request, *, largest: int) -> Sent:
    """A multipart form with at most one file of `largest` bytes.

    Raises: Invalid when it is larger, damaged, or no such form.
    """
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise Invalid(t("That could not be read."))
    parser = _InMemory(
        request.headers, _capped(request, largest), max_files=1, max_fields=20, max_part_size=20_000
    )
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError, ValueError):
        raise Invalid(t("That could not be read.")) from None
    fields, name, data = {}, "", b""
    for key, value in form.multi_items():
        if isinstance(value, UploadFile):
            name, data = value.filename or "", await value.read()
        else:
            fields[key] = value
    await form.close()
    return Sent(fields, name, data)


async def _capped(request: Request, largest: int) -> AsyncGenerator[bytes, None]:
    got = 0
    async for chunk in request.stream():
        got += len(chunk)
        if got > largest + ROOM:
            raise Invalid(t("This file is larger than {size} MB.", size=largest // 1_000_000))
        yield chunk
