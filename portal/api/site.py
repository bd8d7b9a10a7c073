"""The built pages, served as they are, but for four things.

Reflex bakes `localhost` and a port into `reflex-env-….js`: it is answered from memory with the port of this
run, so one build serves any port. A page is answered at its own address, without a slash at the end. And a
wrong address is answered with a page that needs no scripts. And a file is the same whoever asks for it.
"""

import re
from functools import lru_cache
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from portal.settings import get_settings

BAKED = re.compile(r"(https?|ws)://localhost:\d+")
SCRIPT = re.compile(rb"<script\b.*?</script>", re.DOTALL)
PRELOADED = re.compile(rb'<link\b[^>]*rel="modulepreload"[^>]*>')


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


class OwnMissingPage:
    """ASGI middleware that answers a wrong address, still as 404, with `/not-found` as it is without scripts.

    Reflex answers with an empty page that its scripts fill: nothing for an old browser. And the scripts of
    a page that was built at one address must not run at another.
    """

    def __init__(self, app: ASGIApp, built: Path) -> None:
        self.app = app
        self.page = built / "not-found" / "index.html"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or not self.page.exists():
            await self.app(scope, receive, send)
            return
        is_ours = False

        async def send_or_replace(message: Message) -> None:
            nonlocal is_ours
            if message["type"] == "http.response.start":
                kind = Headers(raw=message["headers"]).get("content-type", "")
                is_ours = message["status"] == 404 and kind.startswith("text/html")
            if not is_ours:
                await send(message)

        await self.app(scope, receive, send_or_replace)
        if is_ours:
            await HTMLResponse(without_scripts(self.page), status_code=404)(scope, receive, send)


class SameForAll:
    """ASGI middleware around the framework's: the answer for a built file does not go by the Origin header.

    A page on its way fetches its files, then imports them (components/web/going.jsx). Browsers send an Origin
    with one and not the other, and would ask again for what they have.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_alike(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["Vary"] = "Accept-Encoding"
            await send(message)

        is_file = scope["type"] == "http" and scope["path"].startswith("/assets/")
        await self.app(scope, receive, send_alike if is_file else send)


@lru_cache(maxsize=4)
def without_scripts(page: Path) -> bytes:
    """A built page without the scripts that would fill it."""
    return PRELOADED.sub(b"", SCRIPT.sub(b"", page.read_bytes()))


async def healthy(_request: Request) -> Response:
    """For the load balancer: the process answers."""
    return Response("ok", media_type="text/plain")
