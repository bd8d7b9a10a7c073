"""Our HTTP routes as one Starlette app, and the layers around everything."""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from portal.api import (
    account,
    activity,
    corrections,
    court_papers,
    documents,
    emails,
    enter,
    exports,
    messages,
    papers,
    passkeys,
    proof,
    second_step,
    session,
    shl,
    staff,
    staff_documents,
)
from portal.api.headers import SecurityHeaders
from portal.api.replies import proof_wanted_answer, refusal_answer
from portal.api.site import OwnMissingPage, PagesWithoutSlash, PortInPlace, healthy
from portal.api.visit import VisitCookie
from portal.errors import ProofWanted, Refusal

log = logging.getLogger("portal.api")


def transformers(built: Path) -> Sequence[Starlette | Callable[[ASGIApp], ASGIApp]]:
    """What Reflex's `api_transformer` takes: our routes, then the layers from the inside out."""
    return [
        routes(),
        lambda app: PortInPlace(app, built),
        lambda app: PagesWithoutSlash(app, built),
        lambda app: OwnMissingPage(app, built),
        VisitCookie,
        lambda app: SecurityHeaders(app, built),
    ]


def routes() -> Starlette:
    """The app of our own routes."""
    handlers = {Refusal: _refused, ProofWanted: _proof_wanted}
    modules = (
        account, activity, corrections, court_papers, documents, emails, enter, exports, messages, papers,
        passkeys, proof, second_step, session, shl, staff, staff_documents,
    )  # fmt: skip
    own = [route for module in modules for route in module.ROUTES]
    return Starlette(routes=[*own, Route("/healthz", healthy)], exception_handlers=handlers)  # type: ignore[arg-type]


async def _refused(request: Request, refusal: Refusal) -> Response:
    return refusal_answer(request, refusal)


async def _proof_wanted(request: Request, wanted: ProofWanted) -> Response:
    return proof_wanted_answer(request, wanted)
