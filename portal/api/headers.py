"""What every answer carries (OWASP secure headers): CSP, framing, sniffing, referrer, caching, HSTS."""

import base64
import hashlib
import re
from functools import lru_cache
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from portal.settings import get_settings

INLINE = re.compile(rb"<(script|style)(?![^>]*\bsrc=)[^>]*>(.*?)</\1>", re.DOTALL)


def inline_hashes(built: Path) -> dict[str, list[str]]:
    """CSP hashes of the inline scripts and styles in the built pages, by element."""
    found: dict[str, set[str]] = {"script": set(), "style": set()}
    for page in built.rglob("*.html"):
        for element, text in INLINE.findall(page.read_bytes()):
            digest = base64.b64encode(hashlib.sha256(text).digest()).decode()
            found[element.decode()].add(f"'sha256-{digest}'")
    return {element: sorted(hashes) for element, hashes in found.items()}


@lru_cache(maxsize=2)
def policy(built: Path) -> str:
    """The Content-Security-Policy of our pages."""
    hashes = inline_hashes(built)
    socket = get_settings().origin.replace("http", "ws", 1)
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' {' '.join(hashes['script'])}".strip(),
            f"style-src 'self' {' '.join(hashes['style'])}".strip(),
            "img-src 'self' data: blob:",
            "font-src 'self'",
            f"connect-src 'self' {socket}",
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


class SecurityHeaders:
    """ASGI middleware around everything, our routes, Reflex's and the static pages."""

    def __init__(self, app: ASGIApp, built: Path) -> None:
        self.app = app
        self.built = built

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add(MutableHeaders(scope=message), scope["path"])
            await send(message)

        await self.app(scope, receive, send_with_headers)

    def _add(self, headers: MutableHeaders, path: str) -> None:
        headers.setdefault("Content-Security-Policy", policy(self.built))
        headers["X-Content-Type-Options"] = "nosniff"
        headers["X-Frame-Options"] = "DENY"
        headers["Referrer-Policy"] = "no-referrer"
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=()"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        if path.startswith("/assets/"):
            headers["Cache-Control"] = "public, max-age=31536000, immutable"
        else:
            headers["Cache-Control"] = "no-store"
        if get_settings().secure:
            headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
