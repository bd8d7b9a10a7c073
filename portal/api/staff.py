"""What staff send over HTTP: the end of their set-up, and files to import."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from functools import partial
from typing import Any
from urllib.parse import unquote

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from portal.api.replies import answer, form_of, give_session, refuse_foreign, source_of, token_of
from portal.errors import Invalid, Refusal
from portal.i18n import t
from portal.services import door, importing, sign_in
from portal.services.aside import aside
from portal.services.staff import set_up, uploads
from portal.settings import get_settings

BEAT_SECONDS = 5
SNIFFED = 1024
MOST_REFUSALS = 500
log = logging.getLogger("portal.api")
_one_at_a_time = CapacityLimiter(1)


async def post_set_up(request: Request) -> Response:
    """The password and second factor a staff member chose; signed in with them at once."""
    refuse_foreign(request)
    form = await form_of(request)
    fields = [form.get(name, "") for name in ("token", "password", "code")]
    token = await aside(set_up.finish, *fields, source=source_of(request))
    if old := token_of(request):
        await aside(sign_in.sign_out, old, source=source_of(request))
    response = answer(request, next_path="/staff/patients")
    give_session(request, response, token)
    return response


async def post_import(request: Request) -> Response:
    """One file as the body, its name percent-encoded in `X-File-Name`.

    The answer is lines of JSON: an empty object every few seconds while it is being read, so that no proxy
    gives up, and last `{"ok": true, "report": …}` or `{"ok": false, "message": …}`.
    """
    refuse_foreign(request)
    source = source_of(request)
    actor = await aside(door.in_practice, token_of(request), uploads.begin, address=source.address)
    name = uploads.safe_name(unquote(request.headers.get("x-file-name", ""), errors="replace"))
    data = await _body(request)
    work = partial(importing.import_upload, actor, name, data)
    return StreamingResponse(_lines(work), media_type="application/x-ndjson")


async def _body(request: Request) -> bytes:
    """The whole body. Raises: Invalid as soon as it is too large or clearly not a file we read."""
    cap = get_settings().import_max_mb * 1_000_000
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > cap:
        raise _too_large()
    data = bytearray()
    is_checked = False
    async for chunk in request.stream():
        data += chunk
        if len(data) > cap:
            raise _too_large()
        if not is_checked and len(data) >= SNIFFED:
            uploads.refuse_other_kinds(bytes(data[:SNIFFED]), is_all=False)
            is_checked = True
    uploads.refuse_other_kinds(bytes(data[:SNIFFED]), is_all=len(data) <= SNIFFED)
    return bytes(data)


async def _lines(work: Any) -> AsyncIterator[bytes]:
    """The report as the last line, with a line every few seconds until it is there."""
    task = asyncio.ensure_future(to_thread.run_sync(work, limiter=_one_at_a_time))
    while not task.done():
        yield b"{}\n"
        await asyncio.wait({task}, timeout=BEAT_SECONDS)
    yield json.dumps(_outcome(task)).encode() + b"\n"


def _outcome(task: "asyncio.Future[importing.Report]") -> dict[str, object]:
    try:
        report = task.result().to_dict()
    except Refusal as refusal:
        return {"ok": False, "message": refusal.message}
    except Exception as fault:
        log.error("an import failed: %s", type(fault).__name__)
        words = "Something went wrong on our side. What was imported so far is kept. Import the file again."
        return {"ok": False, "message": t(words)}
    refused = list(report["rejected"])  # type: ignore[call-overload]
    return {
        "ok": True,
        "report": {**report, "rejected": refused[:MOST_REFUSALS], "rejected_count": len(refused)},
    }


def _too_large() -> Invalid:
    size = get_settings().import_max_mb
    return Invalid(t("The file is larger than {size} MB, the most we read at once.", size=size))


ROUTES = [
    Route("/api/staff/set-up", post_set_up, methods=["POST"]),
    Route("/api/staff/import", post_import, methods=["POST"]),
]
