"""From a finished enrolment or recovery to a session: the one-time ticket for the cookie."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portal.api.replies import answer, form_of, give_session, refuse_foreign, source_of, token_of
from portal.services import sign_in, ticket
from portal.services.aside import aside

ARRIVALS = ("account-ready", "password-saved")
"""What Home may say to whoever comes this way (components/enroll.py)."""


async def post_enter(request: Request) -> Response:
    """Each ticket works once; whoever was signed in here before is signed out."""
    refuse_foreign(request)
    form = await form_of(request)
    token = await aside(ticket.enter, form.get("ticket", ""), source=source_of(request))
    if old := token_of(request):
        await aside(sign_in.sign_out, old, source=source_of(request))
    arrival = form.get("arrival", "")
    response = answer(request, next_path=f"/home#{arrival}" if arrival in ARRIVALS else "/home")
    give_session(request, response, token)
    return response


ROUTES = [Route("/api/enter", post_enter, methods=["POST"])]
