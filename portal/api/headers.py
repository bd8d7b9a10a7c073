"""What every answer carries (OWASP secure headers): CSP, framing, sniffing, referrer, caching, HSTS."""

import base64
import hashlib
import re
from functools import lru_cache
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from portal.settings import get_settings

NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
KEPT = (200, 206, 304)  # never a "not found": the next release may bring the file
STATIC = re.compile(r"/[a-z-]+\.(woff2|svg|js|css|webmanifest|png|ico)")
INLINE = re.compile(rb"<(script|style)(?![^>]*\bsrc=)[^>]*>(.*?)</\1>", re.DOTALL)


def inline_hashes(page: Path) -> dict[str, list[str]]:
    """CSP hashes of the inline scripts and styles of one built page, by element."""
    found: dict[str, set[str]] = {"script": set(), "style": set()}
    for element, text in INLINE.findall(page.read_bytes()):
        digest = base64.b64encode(hashlib.sha256(text).digest()).decode()
        found[element.decode()].add(f"'sha256-{digest}'")
    return {element: sorted(hashes) for element, hashes in found.items()}


def page_of(built: Path, path: str) -> Path:
    """The built page that answers at a path: its own, or the one for routes with an id in them."""
    own = built / path.strip("/") / "index.html"
    inside = own.resolve().is_relative_to(built.resolve())
    return own if inside and own.exists() else built / "__spa-fallback.html"


@lru_cache(maxsize=256)
def policy(page: Path) -> str:
    """The Content-Security-Policy of one built page. Pages opened from it bring no inline scripts along."""
    hashes = inline_hashes(page)
    socket = get_settings().origin.replace("http", "ws", 1)
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' {' '.join(hashes['script'])}".strip(),
            f"style-src 'self' {' '.join(hashes['style'])}".strip(),
            "img-src 'self' data: blob:",
            "font-src 'self'",
            "frame-src 'self'",
            f"connect-src 'self' {socket}",
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def kept_for(path: str) -> str:
    """How long a browser may keep an answer: named files long, pages and data not at all."""
    if path.startswith("/assets/reflex-env-"):
        return "no-cache"
    if path.startswith("/assets/"):
        return "public, max-age=31536000, immutable"
    return "public, max-age=86400" if STATIC.fullmatch(path) else "no-store"


def is_for_all(path: str) -> bool:
    """True for the answers that pages of other sites may read: shared links, which carry only ciphertext."""
    return path.startswith("/api/shl/")


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
                self._add(MutableHeaders(scope=message), scope["path"], message["status"])
            await send(message)

        await self.app(scope, receive, send_with_headers)

    def _add(self, headers: MutableHeaders, path: str, status: int) -> None:
        is_page = headers.get("content-type", "").startswith("text/html")
        own = policy(page_of(self.built, path)) if is_page else NOTHING
        headers.setdefault("Content-Security-Policy", own)
        headers["X-Content-Type-Options"] = "nosniff"
        headers.setdefault("X-Frame-Options", "DENY")
        headers["Referrer-Policy"] = "no-referrer"
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=()"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "cross-origin" if is_for_all(path) else "same-origin"
        headers["Cache-Control"] = kept_for(path) if status in KEPT else "no-store"
        if get_settings().secure:
            headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
