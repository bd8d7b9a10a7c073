"""The second step of a patient's sign-in, on the page where the first one was."""

import json

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from portal.api.replies import answer, clear_step, form_of, refuse_foreign, source_of, visit_of
from portal.api.session import let_in
from portal.services import second_step
from portal.services.aside import aside
from portal.services.cookie import step_name


async def get_step(request: Request) -> Response:
    """Whether this browser is at the second step, and what can be shown there. Looking changes nothing."""
    ways = await aside(second_step.ways, _step_of(request), visit=visit_of(request))
    if ways is None:
        return JSONResponse({"waiting": False})
    return JSONResponse({"waiting": True, "app": ways.app, "passkey": ways.passkey, "codes": ways.codes})


async def post_step(request: Request) -> Response:
    """A code from the app or off the list."""
    refuse_foreign(request)
    form = await form_of(request)
    token = await aside(
        second_step.show_code,
        _step_of(request),
        form.get("code", ""),
        visit=visit_of(request),
        source=source_of(request),
    )
    return await let_in(request, token, form, staff=False)


async def post_ask(request: Request) -> Response:
    """What the browser is asked to show, when it is to be a passkey."""
    refuse_foreign(request)
    options = await aside(second_step.begin_passkey, _step_of(request), visit=visit_of(request))
    return answer(request, options=json.loads(options))


async def post_passkey(request: Request) -> Response:
    """A passkey."""
    refuse_foreign(request)
    form = await form_of(request)
    token = await aside(
        second_step.show_passkey,
        _step_of(request),
        form.get("answer", ""),
        visit=visit_of(request),
        source=source_of(request),
    )
    return await let_in(request, token, form, staff=False)


async def post_leave(request: Request) -> Response:
    """Back to the first step, as somebody else perhaps."""
    refuse_foreign(request)
    await aside(second_step.leave, _step_of(request), visit=visit_of(request))
    response = answer(request)
    clear_step(request, response)
    return response


def _step_of(request: Request) -> str:
    return request.cookies.get(step_name(), "")


ROUTES = [
    Route("/api/sign-in/step", get_step, methods=["GET"]),
    Route("/api/sign-in/step", post_step, methods=["POST"]),
    Route("/api/sign-in/step/passkey/ask", post_ask, methods=["POST"]),
    Route("/api/sign-in/step/passkey", post_passkey, methods=["POST"]),
    Route("/api/sign-in/step/leave", post_leave, methods=["POST"]),
]
