"""The visit cookie: given with a page to a browser that has none."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from portal.services.cookie import new_visit, visit_in, visit_name
from portal.settings import get_settings


class VisitCookie:
    """ASGI middleware: HttpOnly, this site only, gone with the browser; of no use to anyone else."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or visit_in(Headers(scope=scope).get("cookie", "")):
            await self.app(scope, receive, send)
            return

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                is_page = headers.get("content-type", "").startswith("text/html")
                if is_page and not scope["path"].startswith("/assets/"):
                    headers.append("Set-Cookie", _cookie())
            await send(message)

        await self.app(scope, receive, send_with_cookie)


def _cookie() -> str:
    answer = Response()
    secure = get_settings().secure
    answer.set_cookie(visit_name(), new_visit(), path="/", secure=secure, httponly=True, samesite="strict")
    return answer.headers["set-cookie"]
