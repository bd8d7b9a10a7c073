"""Evidence for a request to correct the record: sent up one file at a time, handed out as attachments."""

from urllib.parse import unquote
from uuid import UUID

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from portal.api.documents import disposition
from portal.api.replies import refuse_foreign, source_of, token_of, whose
from portal.errors import Invalid, NotFound
from portal.i18n import t
from portal.services import door
from portal.services.aside import aside
from portal.services.records import corrections
from portal.services.records.files import Download
from portal.services.staff import corrections as staff_corrections

_LONGEST_NAME = 500
_one_at_a_time = CapacityLimiter(1)
"""A picture of 50 megapixels takes a few hundred megabytes while it is made anew."""


async def post_file(request: Request) -> Response:
    """One file as the body, its name percent-encoded in `X-File-Name`, the send's own mark in `X-Once`.

    It is kept with what the person has not sent yet; the answer names it.
    """
    refuse_foreign(request)
    token, where = token_of(request), _place(request)
    await aside(door.in_chart, token, corrections.starts_upload, **where)
    name = unquote(request.headers.get("x-file-name", ""), errors="replace")[-_LONGEST_NAME:]
    data = await _body(request)
    taken = await to_thread.run_sync(corrections.fit, name, data, limiter=_one_at_a_time)
    added = await aside(door.in_chart, token, corrections.add_file, taken, **where)
    return JSONResponse({"ok": True, "name": added.name})


async def get_file(request: Request) -> Response:
    """A file of a request in the chart that the link names."""
    file_id = _id(request, "file_id")
    where = {"patient_id": whose(request), "address": source_of(request).address}
    return _attachment(
        await aside(door.in_chart, token_of(request), corrections.read_evidence, file_id=file_id, **where)
    )


async def get_staff_file(request: Request) -> Response:
    """A file of anyone's request, for those who answer them."""
    file_id, address = _id(request, "file_id"), source_of(request).address
    return _attachment(
        await aside(
            door.in_practice,
            token_of(request),
            staff_corrections.open_evidence,
            file_id=file_id,
            address=address,
        )
    )


def _place(request: Request) -> dict[str, object]:
    """Which item it is about, which send it is part of, and where it comes from."""
    return {
        "patient_id": whose(request),
        "kind": request.path_params["kind"],
        "record_id": _id(request, "record_id"),
        "once": request.headers.get("x-once", ""),
        "address": source_of(request).address,
    }


async def _body(request: Request) -> bytes:
    """The whole body. Raises: Invalid as soon as it is too large."""
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > corrections.LARGEST:
        raise _too_large()
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > corrections.LARGEST:
            raise _too_large()
    return bytes(data)


def _too_large() -> Invalid:
    return Invalid(t("This file is larger than {size} MB.", size=corrections.LARGEST // 1_000_000))


def _attachment(file: Download) -> Response:
    """A file that no browser opens within our pages and nobody keeps on the way."""
    headers = {
        "Content-Disposition": disposition(file.name),
        "Content-Type": file.media_type,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return Response(file.data, headers=headers)


def _id(request: Request, name: str) -> UUID:
    try:
        return UUID(request.path_params[name])
    except ValueError:
        raise NotFound from None


ROUTES = [
    Route("/api/corrections/files/{file_id}", get_file, methods=["GET"]),
    Route("/api/corrections/{kind}/{record_id}/files", post_file, methods=["POST"]),
    Route("/api/staff/corrections/files/{file_id}", get_staff_file, methods=["GET"]),
]
