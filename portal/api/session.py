"""Signing in and out over HTTP: the only place where the session cookie is set or taken back."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from portal.api.replies import (
    answer,
    clear_cookie,
    clear_step,
    form_of,
    give_session,
    refuse_foreign,
    safe_next,
    set_step,
    source_of,
    token_of,
    visit_of,
)
from portal.errors import SignedOut, StepWanted
from portal.services import door, sign_in
from portal.services.account import devices
from portal.services.aside import aside
from portal.settings import get_settings


async def post_sign_in(request: Request) -> Response:
    """Patients, representatives and guardians."""
    return await _sign_in(request, staff=False)


async def post_staff_sign_in(request: Request) -> Response:
    """Staff, with their second factor."""
    return await _sign_in(request, staff=True)


async def post_sign_out(request: Request) -> Response:
    """End the session here and now, perhaps with all others of the account; have the browser forget it."""
    refuse_foreign(request)
    form, source = await form_of(request), source_of(request)
    if form.get("everywhere"):
        await aside(door.in_account, token_of(request), devices.end_everywhere, address=source.address)
    await aside(sign_in.sign_out, token_of(request), source=source)
    start = "/staff/sign-in" if form.get("from") == "staff" else "/"
    response = answer(request, next_path=f"{start}#signed-out=done")
    clear_cookie(response)
    return response


async def get_session(request: Request) -> Response:
    """How long this session still has, or why it is over. Looking does not extend it."""
    try:
        return _times(await aside(sign_in.remaining, token_of(request)))
    except SignedOut as refusal:
        return JSONResponse({"signed_in": False, "reason": refusal.reason})


async def post_stay(request: Request) -> Response:
    """The person is here: the idle limit starts anew."""
    refuse_foreign(request)
    try:
        return _times(await aside(sign_in.stay, token_of(request)))
    except SignedOut as refusal:
        return JSONResponse({"signed_in": False, "reason": refusal.reason}, status_code=401)


async def let_in(request: Request, token: str, form: dict[str, str], *, staff: bool) -> Response:
    """The session cookie for whoever has just proved themself here, and where they wanted to go.

    Whoever was signed in here before is signed out.
    """
    if old := token_of(request):
        await aside(sign_in.sign_out, old, source=source_of(request))
    home = "/staff/patients" if staff else "/home"
    wanted = safe_next(form.get("next", ""), home)
    is_right_side = wanted.startswith("/staff") == staff
    response = answer(request, next_path=wanted if is_right_side else home)
    give_session(request, response, token)
    clear_step(request, response)
    return response


async def _sign_in(request: Request, *, staff: bool) -> Response:
    refuse_foreign(request)
    form = await form_of(request)
    try:
        token = await aside(
            sign_in.sign_in,
            form.get("username", ""),
            form.get("password", ""),
            staff=staff,
            code=form.get("code", ""),
            visit=visit_of(request),
            source=source_of(request),
        )
    except StepWanted as wanted:
        response = answer(request, step=True)
        set_step(response, wanted.step)
        return response
    return await let_in(request, token, form, staff=staff)


def _times(left: sign_in.Remaining) -> Response:
    warn = get_settings().idle_warning_minutes * 60
    body = {
        "signed_in": True,
        "session": left.session,
        "idle_seconds": left.idle,
        "life_seconds": left.life,
        "warn_seconds": warn,
    }
    return JSONResponse(body)


ROUTES = [
    Route("/api/sign-in", post_sign_in, methods=["POST"]),
    Route("/api/staff/sign-in", post_staff_sign_in, methods=["POST"]),
    Route("/api/sign-out", post_sign_out, methods=["POST"]),
    Route("/api/session", get_session, methods=["GET"]),
    Route("/api/session/stay", post_stay, methods=["POST"]),
]
