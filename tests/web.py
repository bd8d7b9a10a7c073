"""A browser as far as HTTP goes: it keeps cookies and says where it comes from. Our routes answer it."""

from typing import Any

import httpx

from portal.api.app import routes
from tests.loops import run

OURS = {"Origin": "http://localhost:8000", "Sec-Fetch-Site": "same-origin", "Accept": "application/json"}


class Browser:
    """Asks our own routes; `cookies` is what it holds."""

    def __init__(self, *, token: str = "", address: str = "192.0.2.7", visit: str = "") -> None:
        self.cookies = httpx.Cookies()
        for name, value in (("portal", token), ("visit", visit)):
            if value:
                self.cookies.set(name, value, domain="localhost.local")
        self._from = (address, 50000)

    def post(self, path: str, *, headers: dict[str, str] = OURS, **body: Any) -> httpx.Response:
        """Send a form from one of our own pages, unless the headers say otherwise."""
        return self.ask("POST", path, headers=headers, **body)

    def get(self, path: str, *, headers: dict[str, str] = OURS, **query: Any) -> httpx.Response:
        return self.ask("GET", path, headers=headers, **query)

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        return run(self._ask(method, path, **more))

    async def _ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        way = httpx.ASGITransport(routes(), client=self._from)
        async with httpx.AsyncClient(
            transport=way, base_url="http://localhost:8000", cookies=self.cookies
        ) as client:
            response = await client.request(method, path, **more)
            self.cookies = client.cookies
            return response
