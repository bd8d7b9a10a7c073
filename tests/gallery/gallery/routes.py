"""Stand-ins for the routes that the kit's browser parts talk to."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from portal.api.headers import SecurityHeaders
from portal.api.site import PortInPlace

BUILT = Path.cwd() / ".web" / "build" / "client"
TIMES = {"idle_seconds": 900.0, "life_seconds": 40000.0, "warn_seconds": 120}
FRESH: dict[str, object] = {"signed_in": True, "session": "one", **TIMES}
session: dict[str, object] = {**FRESH}
stays: list[str] = []
posts: list[dict[str, str]] = []


async def sign_in(request: Request) -> Response:
    form = {name: str(value) for name, value in (await request.form()).items()}
    posts.append(form)
    await asyncio.sleep(0.3)
    if form.get("password") == "right":
        return JSONResponse({"ok": True, "next": form.get("next", "/home")})
    if form.get("password") == "elsewhere":
        return JSONResponse({"ok": True, "next": "//example.org/"})
    return JSONResponse({"ok": False, "message": "That username and password do not match."}, 401)


async def refuse(_request: Request) -> Response:
    fields = {"username": "Someone has this username.", "reach": "Choose one."}
    return JSONResponse({"ok": False, "message": fields["username"], "fields": fields}, 422)


async def read_session(_request: Request) -> Response:
    return JSONResponse(session)


async def set_session(request: Request) -> Response:
    session.clear()
    session.update({**FRESH, **await request.json()})
    posts.clear()
    stays.clear()
    return JSONResponse(session)


async def stay(_request: Request) -> Response:
    stays.append("stay")
    session["idle_seconds"] = FRESH["idle_seconds"]
    return JSONResponse(session)


async def seen(_request: Request) -> Response:
    return JSONResponse({"posts": posts, "stays": len(stays)})


async def sign_out(_request: Request) -> Response:
    session["signed_in"] = False
    return RedirectResponse("/#signed-out=done", 303)


routes = Starlette(
    routes=[
        Route("/api/sign-in", sign_in, methods=["POST"]),
        Route("/api/refuse", refuse, methods=["POST"]),
        Route("/api/session", read_session),
        Route("/api/session/stay", stay, methods=["POST"]),
        Route("/api/sign-out", sign_out, methods=["POST"]),
        Route("/test/session", set_session, methods=["POST"]),
        Route("/test/seen", seen),
    ]
)


def layers() -> list[Starlette | Callable[[ASGIApp], ASGIApp]]:
    """Our stand-ins, under the headers that the portal itself sends."""
    return [routes, lambda app: PortInPlace(app, BUILT), lambda app: SecurityHeaders(app, BUILT)]
