"""Who looked at a record, as a table to keep: the same filters as on the screen."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portal import clock
from portal.api.documents import disposition
from portal.api.replies import source_of, token_of, whose
from portal.services import activity, door
from portal.services.aside import aside


async def get_activity(request: Request) -> Response:
    """All entries asked for, of the chart this session looks at, as CSV (RFC 4180)."""
    asked = activity.Asked.of(request.query_params)
    where = {"patient_id": whose(request), "address": source_of(request).address}
    table = await aside(door.in_chart, token_of(request), activity.download, asked, **where)
    headers = {
        "Content-Disposition": disposition(f"activity-{clock.today().isoformat()}.csv"),
        "Content-Type": "text/csv; charset=utf-8; header=present",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return Response(table, headers=headers)


ROUTES = [Route("/api/activity.csv", get_activity, methods=["GET"])]
