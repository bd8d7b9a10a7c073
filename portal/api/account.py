"""Choosing a new password: over HTTP, since the session gets a new token with it."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portal.api.replies import answer, form_of, refuse_foreign, set_cookie, source_of, token_of
from portal.services.account import changing
from portal.services.aside import aside


async def post_password(request: Request) -> Response:
    """`renewed` tells the page to connect anew under the new token (web/renewed.jsx)."""
    refuse_foreign(request)
    form, source = await form_of(request), source_of(request)
    token = await aside(
        changing.change_password, token_of(request), form.get("password", ""), address=source.address
    )
    response = answer(request, renewed=True)
    set_cookie(response, token)
    return response


ROUTES = [Route("/api/account/password", post_password, methods=["POST"])]
