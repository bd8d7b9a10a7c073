"""The one shape of answer our forms understand, and what every route checks first."""

from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from portal.errors import (
    Busy,
    Conflict,
    Invalid,
    NotFound,
    NotPermitted,
    ProofWanted,
    Refusal,
    SignedOut,
    TooMany,
    Unavailable,
)
from portal.services.cookie import cookie_name, device_name, step_name, visit_name
from portal.services.sign_in import From
from portal.settings import get_settings
from portal.vault.tokens import looks_like_token, new_token

FORM_BYTES = 64_000
STEP_SECONDS = 5 * 60
DEVICE_SECONDS = 400 * 86400
"""The longest that browsers keep a cookie."""
STATUS = {
    SignedOut: 401, NotPermitted: 403, NotFound: 404, Conflict: 409, Invalid: 422, TooMany: 429,
    Unavailable: 503,
}  # fmt: skip


def source_of(request: Request) -> From:
    """Where a request came from; trusts as many proxies as the settings name, and no header beyond."""
    address = request.client.host if request.client else ""
    hops = get_settings().behind_proxy
    if hops:
        chain = [
            part.strip() for part in request.headers.get("x-forwarded-for", "").split(",") if part.strip()
        ]
        address = chain[-hops] if len(chain) >= hops else address
    device = request.headers.get("user-agent", "")[:300]
    return From(address=address[:64], device=device, browser=_browser_of(request))


def _browser_of(request: Request) -> str:
    """The token of this browser's device cookie, or the one it gets when it is let in (`give_session`)."""
    known = request.cookies.get(device_name(), "")
    if looks_like_token(known):
        return known
    if not hasattr(request.state, "browser"):
        request.state.browser = new_token()
    given: str = request.state.browser
    return given


def token_of(request: Request) -> str:
    """The session token in the request's cookie, or empty."""
    return request.cookies.get(cookie_name(), "")


def visit_of(request: Request) -> str:
    """The token of this browser's visit, or empty."""
    return request.cookies.get(visit_name(), "")


def whose(request: Request) -> UUID | None:
    """Whose record a page's link is about, as it says itself; None: the one that the session looks at.

    So a page left open in another window never hands out someone else's. The chart's door checks it like any.

    Raises: NotFound for what is no id.
    """
    said = request.query_params.get("patient", "")
    try:
        return UUID(said) if said else None
    except ValueError:
        raise NotFound from None


def refuse_foreign(request: Request) -> None:
    """Raises: NotPermitted unless the browser says the request comes from our own pages (ASVS 3.5)."""
    origin = request.headers.get("origin")
    site = request.headers.get("sec-fetch-site", "")
    if origin == "null" and site == "same-origin":
        return  # a plain form: with "no-referrer" the browser withholds the origin and vouches for the site
    if origin not in allowed_origins(request) or site not in ("", "same-origin", "none"):
        raise NotPermitted


def allowed_origins(request: Request) -> set[str]:
    """The portal's own origin; on localhost any of its names with this port."""
    settings = get_settings()
    if settings.public_url:
        return {settings.origin}
    return {f"http://{name}:{settings.port}" for name in ("localhost", "127.0.0.1")}


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a small urlencoded form. Raises: Invalid when it is too large or not one."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > FORM_BYTES:
            raise Invalid("That is more than this form takes.")
    try:
        return {name: values[-1] for name, values in parse_qs(body.decode(), keep_blank_values=True).items()}
    except (UnicodeDecodeError, ValueError):
        raise Invalid("That could not be read.") from None


def answer(request: Request, *, next_path: str = "", **more: Any) -> Response:
    """Success: JSON for our forms, a redirect for a browser without scripts."""
    if wants_json(request):
        return JSONResponse({"ok": True, "next": next_path, **more})
    return RedirectResponse(next_path or "/", status_code=303)


def refusal_answer(request: Request, refusal: Refusal) -> Response:
    """A refusal in its words; a browser without scripts gets a plain page."""
    status = next((code for kind, code in STATUS.items() if isinstance(refusal, kind)), 400)
    headers = {"Retry-After": str(refusal.wait)} if isinstance(refusal, TooMany | Busy) else {}
    if wants_json(request):
        fields = refusal.fields if isinstance(refusal, Invalid) else {}
        body = {"ok": False, "message": refusal.message, "fields": fields}
        return JSONResponse(body, status_code=status, headers=headers)
    return Response(refusal.message, status_code=status, media_type="text/plain", headers=headers)


def proof_wanted_answer(request: Request, wanted: ProofWanted) -> Response:
    """Our forms ask for the password and send themselves again; anything else reads the words."""
    if wants_json(request):
        return JSONResponse({"ok": False, "proof": True, "message": wanted.message}, status_code=403)
    return Response(wanted.message, status_code=403, media_type="text/plain")


def wants_json(request: Request) -> bool:
    return "application/json" in request.headers.get("accept", "")


def safe_next(path: str, default: str) -> str:
    """A path on this site to go on to, or the default for anything else."""
    parts = urlsplit(path)
    is_ours = path.startswith("/") and "//" not in path and not parts.netloc
    is_plain = path.isprintable() and "\\" not in path and not path.startswith("/api")
    return path if is_ours and is_plain and len(path) < 300 else default


def give_session(request: Request, response: Response, token: str) -> None:
    """The session cookie of a sign-in, and the device cookie by which this browser is known the next time."""
    set_cookie(response, token)
    response.set_cookie(
        device_name(),
        _browser_of(request),
        max_age=DEVICE_SECONDS,
        path="/",
        secure=get_settings().secure,
        httponly=True,
        samesite="strict",
    )


def set_cookie(response: Response, token: str) -> None:
    """The session cookie: HttpOnly, SameSite=Strict, gone with the browser."""
    response.set_cookie(
        cookie_name(), token, path="/", secure=get_settings().secure, httponly=True, samesite="strict"
    )


def set_step(response: Response, step: str) -> None:
    """The cookie of a half-session: HttpOnly, gone after its five minutes."""
    response.set_cookie(
        step_name(), step, max_age=STEP_SECONDS, path="/", secure=get_settings().secure, httponly=True,
        samesite="strict",
    )  # fmt: skip


def clear_step(request: Request, response: Response) -> None:
    """Take that cookie back, where there is one."""
    if step_name() in request.cookies:
        response.delete_cookie(
            step_name(), path="/", secure=get_settings().secure, httponly=True, samesite="strict"
        )


def clear_cookie(response: Response) -> None:
    """Take the cookie back and have the browser forget what it holds of us."""
    response.delete_cookie(
        cookie_name(), path="/", secure=get_settings().secure, httponly=True, samesite="strict"
    )
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
