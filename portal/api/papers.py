"""Papers as downloads: PDF/UA to print or hand on, always attachments, never cached, no name in a file's."""

from functools import partial
from typing import Any
from uuid import UUID

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portal.api.documents import disposition
from portal.api.replies import source_of, token_of, whose
from portal.errors import NotFound
from portal.i18n import t
from portal.services import door
from portal.services.records import papers

AT_ONCE = 2
_turns: RunVar[CapacityLimiter] = RunVar("_turns")


async def get_immunizations(request: Request) -> Response:
    """The immunization record of the chart this session looks at."""
    return await _printed(request, t("Immunization record"), papers.immunization_pdf)


async def get_medications(request: Request) -> Response:
    """The medication list."""
    return await _printed(request, t("Medication list"), papers.medication_pdf)


async def get_visit(request: Request) -> Response:
    """The summary of one visit."""
    try:
        record_id = UUID(request.path_params["record_id"])
    except ValueError:
        raise NotFound from None
    return await _printed(request, t("Visit summary"), papers.visit_pdf, record_id=record_id)


async def _printed(request: Request, name: str, service: Any, **which: Any) -> Response:
    """Two are printed at once; whoever comes third waits, and holds up nobody else's requests."""
    where: dict[str, Any] = {"patient_id": whose(request), "address": source_of(request).address}
    work = partial(door.in_chart, token_of(request), service, **where, **which)
    pdf = await to_thread.run_sync(work, limiter=_limiter())
    headers = {
        "Content-Disposition": disposition(f"{name}.pdf"),
        "Content-Type": "application/pdf",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return Response(pdf, headers=headers)


def _limiter() -> CapacityLimiter:
    """One for each event loop, that is for the process."""
    found = _turns.get(None)
    if found is None:
        found = CapacityLimiter(AT_ONCE)
        _turns.set(found)
    return found


ROUTES = [
    Route("/api/papers/immunizations", get_immunizations, methods=["GET"]),
    Route("/api/papers/medications", get_medications, methods=["GET"]),
    Route("/api/papers/visits/{record_id}", get_visit, methods=["GET"]),
]
