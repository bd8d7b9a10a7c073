"""Files of messages: sent up one at a time to what is not sent yet, handed out decrypted as they stream."""

from collections.abc import Iterator
from urllib.parse import unquote
from uuid import UUID

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from portal.api.documents import disposition
from portal.api.framed import policy_for
from portal.api.replies import refuse_foreign, source_of, token_of, whose
from portal.errors import Invalid, NotFound
from portal.i18n import t
from portal.services import door
from portal.services.aside import aside
from portal.services.messages import files, thread, writing
from portal.services.messages.drafts import Place

_LONGEST_NAME = 500
_SHOWN = frozenset({"image/jpeg", "image/png", "application/pdf"})
"""What a page may show in itself; anything else is kept."""
_two_at_a_time = CapacityLimiter(2)
"""A picture of 50 megapixels takes a few hundred megabytes while it is made anew."""


async def post_file(request: Request) -> Response:
    """One file as the body, its name percent-encoded in `X-File-Name`, the draft's own mark in `X-Once`.

    Where it is written stands in the query: `thread`, or `kind` and `record` of an item that is asked about.
    """
    refuse_foreign(request)
    token, once = token_of(request), request.headers.get("x-once", "")
    where = {"patient_id": whose(request), "address": source_of(request).address}
    await aside(door.in_chart, token, writing.starts_upload, once=once, **where)
    name = unquote(request.headers.get("x-file-name", ""), errors="replace")[-_LONGEST_NAME:]
    data = await _body(request)
    fit = await to_thread.run_sync(files.fit, name, data, limiter=_two_at_a_time)
    place = _place(request)
    added = await aside(door.in_chart, token, writing.add_file, fit, place=place, once=once, **where)
    return JSONResponse({"ok": True, "name": added.name})


async def get_file(request: Request) -> Response:
    """A file of a thread or of one's own draft; `show` in the query asks for it within a page."""
    sent = await _open(request, small=False)
    is_shown = "show" in request.query_params and sent.media_type in _SHOWN
    return await _streamed(
        sent, disposition(sent.name, how="inline" if is_shown else "attachment"), frame=is_shown
    )


async def get_small(request: Request) -> Response:
    """The small picture of a file."""
    return await _streamed(await _open(request, small=True), "inline")


async def _open(request: Request, *, small: bool) -> files.Sent:
    where = {"patient_id": whose(request), "address": source_of(request).address}
    ask = {"file_id": _id(request.path_params["file_id"]), "small": small}
    sent: files.Sent = await aside(door.in_chart, token_of(request), thread.open_file, **ask, **where)
    return sent


async def _streamed(sent: files.Sent, place: str, *, frame: bool = False) -> Response:
    first = await aside(_first, sent.pieces)
    headers = {
        "Content-Disposition": place,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
        "Content-Security-Policy": policy_for(sent.media_type) if frame else "default-src 'none'; sandbox",
    }
    if frame:
        headers["X-Frame-Options"] = "SAMEORIGIN"
    if sent.size:
        headers["Content-Length"] = str(sent.size)
    return StreamingResponse(_all(first, sent.pieces), media_type=sent.media_type, headers=headers)


def _first(pieces: Iterator[bytes]) -> bytes:
    """The first piece, read before the answer begins: a file that is gone is a refusal, not half of one."""
    try:
        return next(pieces, b"")
    except FileNotFoundError:
        raise NotFound from None


def _all(first: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from pieces


def _place(request: Request) -> Place:
    query = request.query_params
    if "thread" in query:
        return Place(thread_id=_id(query["thread"]))
    if "record" in query:
        return Place(kind=query.get("kind", "")[:40], record_id=_id(query["record"]))
    return Place(follows=_id(query["follows"])) if "follows" in query else Place()


async def _body(request: Request) -> bytes:
    """The whole body. Raises: Invalid as soon as it is too large."""
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > files.LARGEST:
        raise _too_large()
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > files.LARGEST:
            raise _too_large()
    return bytes(data)


def _too_large() -> Invalid:
    return Invalid(t("This file is larger than {size} MB.", size=files.LARGEST // 1_000_000))


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None


ROUTES = [
    Route("/api/messages/files", post_file, methods=["POST"]),
    Route("/api/messages/files/{file_id}", get_file, methods=["GET"]),
    Route("/api/messages/files/{file_id}/small", get_small, methods=["GET"]),
]
