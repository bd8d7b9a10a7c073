"""Stopping emails from within them: one press in a mail program (RFC 8058), or a page that asks."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from portal.api.replies import source_of
from portal.services.aside import aside
from portal.services.notifications import stopping


async def get_off(request: Request) -> Response:
    """Opening a link changes nothing, for mail scanners open them too: the page behind it asks."""
    return RedirectResponse(f"{stopping.HOME}?t={_ticket(request)}", status_code=303)


async def post_off(request: Request) -> Response:
    """The press of a mail program's own button. It comes from elsewhere, and the link alone lets it."""
    await aside(stopping.stop, _ticket(request), source=source_of(request))
    return Response(status_code=204)


def _ticket(request: Request) -> str:
    text = str(request.path_params["ticket"])[:64]
    return "".join(c for c in text if c.isascii() and (c.isalnum() or c in "-_"))


ROUTES = [
    Route("/api/emails/off/{ticket}", get_off, methods=["GET"]),
    Route("/api/emails/off/{ticket}", post_off, methods=["POST"]),
]
