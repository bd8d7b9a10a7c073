"""Court papers about a child or ward: in and out for staff alone."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portal.api.documents import disposition
from portal.api.multipart import sent_of
from portal.api.replies import answer, refuse_foreign, source_of, token_of
from portal.errors import NotFound
from portal.i18n import t
from portal.services import door
from portal.services.aside import aside
from portal.services.staff import guardians

_FIELDS = ("title", "may", "may_not", "until")
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; sandbox",
}


async def post_paper(request: Request) -> Response:
    """The form with the file; answered once it is kept."""
    refuse_foreign(request)
    token, patient_id = token_of(request), _id(request, "patient_id")
    given = {"patient_id": patient_id, "address": source_of(request).address}
    await aside(door.in_practice, token, guardians.may_add_paper, **given)
    sent = await sent_of(request, largest=guardians.LARGEST)
    said = {name: sent.fields.get(name, "") for name in _FIELDS}
    paper = await aside(guardians.checked, **said, name=sent.name, data=sent.data)
    await aside(door.in_practice, token, guardians.add_paper, paper, **given)
    return answer(request, message=t("The court paper is kept here, for staff only."))


async def get_paper(request: Request) -> Response:
    """The file of one paper, as a download."""
    file = await aside(
        door.in_practice,
        token_of(request),
        guardians.open_paper,
        patient_id=_id(request, "patient_id"),
        document_id=_id(request, "document_id"),
        address=source_of(request).address,
    )
    headers = {"Content-Disposition": disposition(file.name), "Content-Type": file.media_type}
    return Response(file.data, headers=_HEADERS | headers)


def _id(request: Request, name: str) -> UUID:
    try:
        return UUID(request.path_params[name])
    except ValueError:
        raise NotFound from None


_PAPERS = "/api/staff/patients/{patient_id}/court-papers"
ROUTES = [
    Route(_PAPERS, post_paper, methods=["POST"]),
    Route(f"{_PAPERS}/{{document_id}}", get_paper, methods=["GET"]),
]
