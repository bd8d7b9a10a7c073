"""Shared links as others' viewers ask for them (SMART Health Links, HL7 STU1): manifests and files.

No cookie is read here, and pages of any site may read the answers: whoever holds a link opens it in a viewer
of their own choice. What goes out is encrypted under a key that we do not have.
"""

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from portal.api.replies import source_of
from portal.errors import Busy, Invalid, NotFound, Refusal, TooMany
from portal.services.aside import aside
from portal.services.sharing import opening
from portal.services.sharing.choosing import LONGEST, one_line
from portal.services.sharing.opening import Asked, File, WrongPasscode

BODY_BYTES = 8_000
LONGEST_RECIPIENT = 200
FOR_ALL = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "Retry-After"}


class ForAllSites:
    """ASGI middleware: the framework's rule for pages of other sites, which lets in none, is not asked here.

    It goes by the Origin header, which none of these answers depends on.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith("/api/shl/"):
            kept = [(name, value) for name, value in scope["headers"] if name != b"origin"]
            scope = {**scope, "headers": kept}
        await self.app(scope, receive, send)


async def post_manifest(request: Request) -> Response:
    """The files behind a link, for whoever knows its passcode."""
    try:
        asked = _asked(await _body(request))
        address = source_of(request).address
        files = await aside(opening.open_link, request.path_params["link_id"], asked, address=address)
    except Refusal as refusal:
        return _refusal(refusal)
    return JSONResponse({"status": "finalized", "files": [_shown(file) for file in files]}, headers=FOR_ALL)


async def get_file(request: Request) -> Response:
    """One file, as the manifest's location names it."""
    try:
        jwe = await aside(opening.read_file, request.path_params["token"])
    except Refusal as refusal:
        return _refusal(refusal)
    return Response(jwe, media_type="application/jose", headers=FOR_ALL)


async def preflight(request: Request) -> Response:
    """What a browser asks before a page of another site may ask us."""
    method = "GET" if "token" in request.path_params else "POST"
    allowed = {
        "Access-Control-Allow-Methods": f"{method}, OPTIONS",
        "Access-Control-Allow-Headers": "*",
        "Access-Control-Max-Age": "7200",
    }
    return Response(status_code=204, headers=FOR_ALL | allowed)


async def _body(request: Request) -> Any:
    """The JSON of a small request. Raises: Invalid."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_BYTES:
            raise Invalid("The request is too long.")
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise Invalid("The request is not JSON.") from None


def _asked(body: Any) -> Asked:
    """A manifest request, checked; what it says beyond that is ignored. Raises: Invalid."""
    given = body if isinstance(body, dict) else {}
    name, passcode, most = (given.get(key) for key in ("recipient", "passcode", "embeddedLengthMax"))
    recipient = one_line(name)[:LONGEST_RECIPIENT] if isinstance(name, str) else ""
    if not recipient:
        raise Invalid("Say who is asking: recipient is required.")
    if passcode is not None and (not isinstance(passcode, str) or len(passcode) > 4 * LONGEST):
        raise Invalid("The passcode must be a short text.")
    is_number = isinstance(most, int | float) and not isinstance(most, bool)
    if most is not None and not (is_number and 0 <= most < 1e12):
        raise Invalid("embeddedLengthMax must be a number of characters.")
    return Asked(recipient, passcode, None if most is None else int(most))


def _shown(file: File) -> dict[str, str]:
    """A file as a manifest lists it."""
    content = {"embedded": file.embedded} if file.embedded else {"location": file.location}
    about = {"lastUpdated": file.updated, "status": "finalized", "fhirVersion": "4.0.1"}
    return {"contentType": file.content_type, **about, **content}


def _refusal(refusal: Refusal) -> Response:
    """One answer for every link that does not work, so that none can be told from another."""
    if isinstance(refusal, WrongPasscode):
        return JSONResponse({"remainingAttempts": refusal.remaining}, status_code=401, headers=FOR_ALL)
    if isinstance(refusal, TooMany | Busy):
        headers = FOR_ALL | {"Retry-After": str(refusal.wait)}
        status = 429 if isinstance(refusal, TooMany) else 503
        return JSONResponse({"message": refusal.message}, status_code=status, headers=headers)
    if isinstance(refusal, NotFound):
        return JSONResponse({"message": "There is no such link, or it no longer works."}, 404, FOR_ALL)
    return JSONResponse({"message": refusal.message}, status_code=400, headers=FOR_ALL)


ROUTES = [
    Route("/api/shl/files/{token}", get_file, methods=["GET"]),
    Route("/api/shl/files/{token}", preflight, methods=["OPTIONS"]),
    Route("/api/shl/{link_id}", post_manifest, methods=["POST"]),
    Route("/api/shl/{link_id}", preflight, methods=["OPTIONS"]),
]
