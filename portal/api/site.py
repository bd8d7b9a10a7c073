"""The built pages, served as they are, but for two things.

Reflex bakes `localhost` and a port into `reflex-env-….js`: it is answered from memory with the port of this
run, so one build serves any port. And a page is answered at its own address, without a slash at the end.
"""

import re
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from portal.settings import get_settings

BAKED = re.compile(r"(https?|ws)://localhost:\d+")


class PortInPlace:
    """ASGI middleware that answers `/assets/reflex-env-….js` with this run's port."""

    def __init__(self, app: ASGIApp, built: Path) -> None:
        self.app = app
        self.files = {f"/assets/{path.name}": path for path in built.glob("assets/reflex-env-*.js")}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = self.files.get(scope.get("path", "")) if scope["type"] == "http" else None
        if path is None:
            await self.app(scope, receive, send)
            return
        port = get_settings().port
        text = BAKED.sub(lambda found: f"{found[1]}://localhost:{port}", path.read_text())
        await Response(text, media_type="text/javascript")(scope, receive, send)


class PagesWithoutSlash:
    """ASGI middleware that answers `/home` with the page itself and not with a way to `/home/`."""

    def __init__(self, app: ASGIApp, built: Path) -> None:
        self.app = app
        self.pages = {f"/{path.parent.relative_to(built).as_posix()}" for path in built.rglob("index.html")}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] in self.pages:
            scope = {**scope, "path": f"{scope['path']}/"}
        await self.app(scope, receive, send)


async def healthy(_request: Request) -> Response:
    """For the load balancer: the process answers."""
    return Response("ok", media_type="text/plain")
