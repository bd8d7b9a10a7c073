"""Fetching a download that is ready: decrypted as it streams, an attachment, never cached."""

from collections.abc import Iterator
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from portal.api.documents import disposition
from portal.api.replies import source_of, token_of, whose
from portal.errors import NotFound
from portal.services import door
from portal.services.aside import aside
from portal.services.exporting import asking


async def get_export(request: Request) -> Response:
    """One download of the record that this session looks at."""
    try:
        export_id = UUID(request.path_params["export_id"])
    except ValueError:
        raise NotFound from None
    where = {"patient_id": whose(request), "address": source_of(request).address}
    file = await aside(door.in_chart, token_of(request), asking.fetch, export_id=export_id, **where)
    first = await aside(_first, file.pieces)
    headers = {
        "Content-Disposition": disposition(file.name),
        "Content-Length": str(file.size),
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return StreamingResponse(_all(first, file.pieces), media_type=file.media_type, headers=headers)


def _first(pieces: Iterator[bytes]) -> bytes:
    """The first piece, read before the answer begins: a file that is gone is a refusal, not half of one."""
    try:
        return next(pieces, b"")
    except FileNotFoundError:
        raise NotFound from None


def _all(first: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from pieces


ROUTES = [Route("/api/exports/{export_id}", get_export, methods=["GET"])]
