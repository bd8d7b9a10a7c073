"""Files of documents as downloads: always attachments, typed by their content, never cached."""

from urllib.parse import quote
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portal.api.replies import aside, source_of, token_of
from portal.errors import NotFound
from portal.services import door, records

_LAST_FILE = 999


async def get_file(request: Request) -> Response:
    """One file of one document of the chart this session looks at."""
    record_id, n = _ids(request.path_params)
    address = source_of(request).address
    file = await aside(
        door.in_chart, token_of(request), records.read_file, n, record_id=record_id, address=address
    )
    headers = {
        "Content-Disposition": disposition(file.name),
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    charset = "; charset=utf-8" if file.media_type.startswith("text/") else ""
    return Response(file.data, headers=headers | {"Content-Type": file.media_type + charset})


def disposition(name: str) -> str:
    """An attachment under this name (RFC 6266), also for those who read only ASCII."""
    plain = name.encode("ascii", "ignore").decode().strip() or "document"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"


def _ids(params: dict[str, str]) -> tuple[UUID, int]:
    try:
        record_id, n = UUID(params["record_id"]), int(params["n"])
    except ValueError:
        raise NotFound from None
    if not 0 <= n <= _LAST_FILE:
        raise NotFound
    return record_id, n


ROUTES = [Route("/api/documents/{record_id}/{n}", get_file, methods=["GET"])]
