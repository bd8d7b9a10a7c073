"""Passkeys over HTTP: made, shown to sign in without a password, shown to prove who is there.

Each goes in two steps: what the browser is asked (`…/ask`), and what it answers. Only pages of ours may ask.
"""

import json

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from portal.api.replies import (
    answer,
    form_of,
    refuse_foreign,
    set_cookie,
    source_of,
    token_of,
    visit_of,
)
from portal.api.session import let_in
from portal.i18n import t
from portal.services import door, passkey_sign_in, proof
from portal.services.aside import aside
from portal.services.second_factor import passkeys
from portal.services.second_factor.passkeys import Purpose


async def post_ask_new(request: Request) -> Response:
    """What the browser is asked to make."""
    refuse_foreign(request)
    form = await form_of(request)
    options = await aside(
        door.in_account,
        token_of(request),
        passkeys.begin_passkey,
        form.get("name", ""),
        visit=visit_of(request),
        address=source_of(request).address,
    )
    return answer(request, options=json.loads(options))


async def post_new(request: Request) -> Response:
    """The passkey that it made, and the name its owner gives it."""
    refuse_foreign(request)
    form = await form_of(request)
    made = await aside(passkeys.take, form.get("answer", ""), Purpose.ADD, visit=visit_of(request))
    await aside(
        door.in_account,
        token_of(request),
        passkeys.add_passkey,
        made,
        form.get("name", ""),
        address=source_of(request).address,
    )
    return answer(request, message=t("The passkey was added. You can sign in with it from now on."))


async def post_ask_sign_in(request: Request) -> Response:
    """What the browser is asked to show, by somebody not signed in."""
    refuse_foreign(request)
    form = await form_of(request)
    options = await aside(
        passkey_sign_in.begin, staff=_is_staff(form), visit=visit_of(request), source=source_of(request)
    )
    return answer(request, options=json.loads(options))


async def post_sign_in(request: Request) -> Response:
    """A passkey in place of username and password."""
    refuse_foreign(request)
    form = await form_of(request)
    token = await aside(
        passkey_sign_in.finish,
        form.get("answer", ""),
        staff=_is_staff(form),
        visit=visit_of(request),
        source=source_of(request),
    )
    return await let_in(request, token, form, staff=_is_staff(form))


async def get_proof(request: Request) -> Response:
    """Whether whoever is signed in has a passkey to show."""
    return JSONResponse({"passkey": await aside(proof.has_passkey, token_of(request))})


async def post_ask_proof(request: Request) -> Response:
    """What the browser is asked to show, by whoever is signed in."""
    refuse_foreign(request)
    options = await aside(
        proof.ask_passkey, token_of(request), visit=visit_of(request), source=source_of(request)
    )
    return answer(request, options=json.loads(options))


async def post_proof(request: Request) -> Response:
    """A passkey in place of the password."""
    refuse_foreign(request)
    form = await form_of(request)
    token = await aside(
        proof.give_passkey,
        token_of(request),
        form.get("answer", ""),
        visit=visit_of(request),
        source=source_of(request),
    )
    response = answer(request)
    set_cookie(response, token)
    return response


def _is_staff(form: dict[str, str]) -> bool:
    return form.get("side") == "staff"


ROUTES = [
    Route("/api/passkeys/ask", post_ask_new, methods=["POST"]),
    Route("/api/passkeys", post_new, methods=["POST"]),
    Route("/api/sign-in/passkey/ask", post_ask_sign_in, methods=["POST"]),
    Route("/api/sign-in/passkey", post_sign_in, methods=["POST"]),
    Route("/api/proof/passkey", get_proof, methods=["GET"]),
    Route("/api/proof/passkey/ask", post_ask_proof, methods=["POST"]),
    Route("/api/proof/passkey", post_proof, methods=["POST"]),
]
