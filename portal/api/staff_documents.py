"""A document that staff put on a patient's chart."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portal.api.multipart import sent_of
from portal.api.replies import answer, refuse_foreign, source_of, token_of
from portal.errors import Invalid, NotFound
from portal.i18n import t
from portal.services import door, importing
from portal.services.aside import aside
from portal.services.staff import documents

_name = "document.json"


async def post_document(request: Request) -> Response:
    """The form with the file; answered once it is on the chart."""
    refuse_foreign(request)
    try:
        patient_id = UUID(request.path_params["patient_id"])
    except ValueError:
        raise NotFound from None
    address = source_of(request).address
    place = await aside(
        door.in_practice, token_of(request), documents.begin, patient_id=patient_id, address=address
    )
    sent = await sent_of(request, largest=documents.LARGEST)
    given = {name: sent.fields.get(name, "") for name in ("title", "kind", "dated")}
    paper = await aside(documents.checked, place, **given, name=sent.name, data=sent.data)
    report = await aside(importing.import_upload, place.actor, _name, documents.bundle(place, paper))
    if report.rejected or not report.created:
        raise Invalid(t("This document could not be put on the chart. Nothing was kept. Try again."))
    return answer(request, message=t("The document is on the chart. The patient can see it now."))


ROUTES = [Route("/api/staff/patients/{patient_id}/documents", post_document, methods=["POST"])]
