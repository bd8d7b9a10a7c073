"""Showing again that it is you: a password for a session that may do more, under a new token."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portal.api.replies import answer, form_of, refuse_foreign, set_cookie, source_of, token_of
from portal.services import proof
from portal.services.aside import aside


async def post_proof(request: Request) -> Response:
    """The new token replaces the one before, so open pages connect anew (web/proof.jsx)."""
    refuse_foreign(request)
    form = await form_of(request)
    token = await aside(proof.give, token_of(request), form.get("password", ""), source=source_of(request))
    response = answer(request)
    set_cookie(response, token)
    return response


ROUTES = [Route("/api/proof", post_proof, methods=["POST"])]
