"""Files of documents: downloads, and what our own pages show; typed by their content, never cached."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portal.api.framed import page_of, policy_for
from portal.api.replies import source_of, token_of, whose
from portal.errors import NotFound
from portal.services import door, records
from portal.services.aside import aside

_LAST_FILE = 999
_HEADERS = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}


async def get_file(request: Request) -> Response:
    """One file of one document as a download."""
    file = await _file(request, records.read_file)
    headers = _HEADERS | {"Content-Disposition": disposition(file.name)}
    headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    charset = "; charset=utf-8" if file.media_type.startswith("text/") else ""
    return Response(file.data, headers=headers | {"Content-Type": file.media_type + charset})


async def view_file(request: Request) -> Response:
    """One file of one document to be shown within our own page, and in no other."""
    file = await _file(request, records.view_file)
    data, charset = file.data, ""
    if file.media_type == "text/html":
        data, charset = page_of(file.data, file.name), "; charset=utf-8"
    headers = _HEADERS | {
        "Content-Disposition": disposition(file.name, how="inline"),
        "Content-Security-Policy": policy_for(file.media_type),
        "X-Frame-Options": "SAMEORIGIN",
    }
    return Response(data, headers=headers | {"Content-Type": file.media_type + charset})


async def _file(request: Request, service: Any) -> Any:
    """Of the chart that the link names."""
    record_id, n = _ids(request.path_params)
    address = source_of(request).address
    return await aside(
        door.in_chart,
        token_of(request),
        service,
        n,
        record_id=record_id,
        patient_id=whose(request),
        address=address,
    )


def disposition(name: str, *, how: str = "attachment") -> str:
    """An attachment (or "inline") under this name (RFC 6266), also for those who read only ASCII."""
    plain = name.encode("ascii", "ignore").decode().strip() or "document"
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"


def _ids(params: dict[str, str]) -> tuple[UUID, int]:
    record_id = _uuid(params["record_id"])
    try:
        n = int(params["n"])
    except ValueError:
        raise NotFound from None
    if not 0 <= n <= _LAST_FILE:
        raise NotFound
    return record_id, n


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None


ROUTES = [
    Route("/api/documents/{record_id}/{n}", get_file, methods=["GET"]),
    Route("/api/documents/{record_id}/{n}/view", view_file, methods=["GET"]),
]
