"""SECURITY.md 15: what every answer carries, which pages may run what, and who may talk to us at all."""

import base64
import hashlib
import http.client
import json
import re
import socket

import httpx
import pytest
from starlette.applications import Starlette

from portal.api.app import routes
from portal.api.headers import SecurityHeaders
from portal.api.replies import safe_next
from portal.services import accounts
from portal.services.cookie import cookie_name
from portal.settings import get_settings
from tests import people
from tests.journeys.serving import Site
from tests.loops import run

pytestmark = pytest.mark.browser

INLINE = re.compile(r"<(script|style)(?![^>]*\bsrc=)[^>]*>(.*?)</\1>", re.DOTALL)
HANDLER = re.compile(r"<[^>]+\son[a-z]+\s*=", re.IGNORECASE)
EVERY_ANSWER = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
PAGES = ["/", "/home", "/help", "/staff/sign-in", "/staff/patients", "/staff/patients/1", "/no/such/page"]
FOR_ALL = "/api/shl/"
"""Shared links answer pages of any site; tests/security/test_19_sharing.py says what holds there."""

BY_LINK_ALONE = "/api/emails/off/"
"""A mail program's own button posts there (RFC 8058), with no cookie: tests/api/test_emails.py."""
POSTS = sorted(
    route.path
    for route in routes().routes
    if "POST" in (getattr(route, "methods", None) or ())
    and not route.path.startswith((FOR_ALL, BY_LINK_ALONE))
)
OTHERS = [
    ("GET", "/healthz"),
    ("GET", "/api/session"),
    ("GET", "/api/nothing"),
    ("GET", "/api/sign-in"),
    ("POST", "/api/sign-in"),
    ("POST", "/api/sign-out"),
    ("DELETE", "/api/session"),
    ("OPTIONS", "/api/sign-in"),
    ("GET", "/assets/none.js"),
    ("GET", "/_event"),
    ("POST", "/_upload"),
    ("GET", "/ping"),
    ("GET", "/_health"),
    ("GET", "/..%2f..%2fetc/passwd"),
    ("TRACE", "/"),
]
FOREIGN = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "http://localhost:1"},
    {"Origin": "{site}", "Sec-Fetch-Site": "cross-site"},
    {"Origin": "{site}", "Sec-Fetch-Site": "same-site"},
]
OTHER_ORIGINS = ["https://evil.example", "null", "http://localhost.evil.example", "http://localhost:1"]
NO_HTTP = [
    b"GET / HTTP/9.9\r\n\r\n",
    b"\x16\x03\x01\x02\x00",
    b"POST /api/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
]
NO_FORMS = [b"\xff\xfe=1", b"a" * 70_000, b"%ZZ=%", b"&" * 10_000, b"", b"{}", b"username[]=a&username[]=b"]
ELSEWHERE = [
    "//evil.example",
    "https://evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "/api/sign-out",
    "/home\r\nX: 1",
    "/staff/patients",
    "\t//evil.example",
]


def ask(site: Site, method: str, path: str, *, token: str = "", **more) -> httpx.Response:
    cookies = {cookie_name(): token} if token else {}
    with httpx.Client(base_url=site.origin, cookies=cookies) as client:
        return client.request(method, path, **more)


def from_here(site: Site) -> dict[str, str]:
    """What a browser says when one of our own forms is sent."""
    form = "application/x-www-form-urlencoded"
    return {"Origin": site.origin, "Accept": "application/json", "Content-Type": form}


def policy_of(answer: httpx.Response) -> dict[str, list[str]]:
    """The content security policy, by directive."""
    parts = answer.headers["content-security-policy"].split(";")
    return {words[0]: words[1:] for part in parts if (words := part.split())}


@pytest.mark.parametrize(("method", "path"), [*(("GET", path) for path in PAGES), *OTHERS])
def test_every_kind_of_answer_carries_them(site, method, path):
    answer = ask(site, method, path)
    for name, value in EVERY_ANSWER.items():
        assert answer.headers.get(name) == value, (path, answer.status_code, name)
    policy = policy_of(answer)
    assert policy["default-src"] == ["'none'"]
    assert policy["frame-ancestors"] == ["'none'"] and policy["base-uri"] == ["'none'"]


@pytest.mark.parametrize(
    "path", [*PAGES, "/api/session", "/api/nothing", "/assets/gone-Ab12.js", "/gone.svg"]
)
def test_nothing_private_is_kept_by_a_browser_or_a_proxy(site, path):
    assert ask(site, "GET", path).headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", PAGES)
def test_a_page_may_run_its_own_scripts_and_no_others(site, path):
    answer = ask(site, "GET", path)
    policy = policy_of(answer)
    loose = {"'unsafe-eval'", "'unsafe-inline'", "'unsafe-hashes'", "*", "data:", "blob:", "https:"}
    assert loose.isdisjoint(policy["script-src"]) and loose.isdisjoint(policy["style-src"])
    inline = INLINE.findall(answer.text)
    assert inline or path == "/no/such/page"  # which runs none: it is for old browsers too
    for element, text in inline:
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy[f"{element}-src"], text[:80]
    assert not HANDLER.search(answer.text)


def test_a_browser_gets_a_visit_cookie_once_and_only_with_a_page(site):
    with httpx.Client(base_url=site.origin) as browser:
        first = browser.get("/")
        told = first.headers["set-cookie"]
        assert re.fullmatch(r"visit=[A-Za-z0-9_-]{43}; HttpOnly; Path=/; SameSite=strict", told)
        assert "set-cookie" not in browser.get("/help").headers
    assert "set-cookie" not in ask(site, "GET", "/api/session").headers
    assert "set-cookie" not in ask(site, "GET", "/healthz").headers
    assert "set-cookie" not in ask(site, "GET", "/assets/gone-Ab12.js").headers


def test_over_tls_browsers_are_told_to_stay_there(home, monkeypatch, tmp_path):
    monkeypatch.setenv("PORTAL_PUBLIC_URL", "https://portal.example.org")
    get_settings.cache_clear()
    app = SecurityHeaders(Starlette(), tmp_path)

    async def get() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://x.org") as client:
            return await client.get("/")

    told = run(get()).headers["strict-transport-security"]
    assert int(re.search(r"max-age=(\d+)", told)[1]) >= 31_536_000


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "/.//evil.example",
        "/x/..//evil.example",
        "evil",
    ],
)
def test_no_way_on_leads_to_another_site(path):
    assert safe_next(path, "/home") == "/home"
    assert safe_next("/records/results?page=2", "/home") == "/records/results?page=2"


@pytest.mark.parametrize("path", POSTS)
def test_a_form_on_another_site_does_nothing_here(site, path):
    alice = people.alice()
    form = {"username": alice.username, "password": alice.password}
    for headers in FOREIGN:
        sent = {name: value.replace("{site}", site.origin) for name, value in headers.items()}
        answer = ask(site, "POST", path, data=form, headers=sent, token=alice.token)
        assert answer.status_code == 403 and "set-cookie" not in answer.headers, headers
    assert accounts.who(alice.token).name == "Alice Ames"


def test_another_site_may_not_read_our_answers(site):
    headers = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    for method in ("GET", "OPTIONS"):
        answer = ask(site, method, "/api/session", headers=headers)
        assert "access-control-allow-origin" not in answer.headers


def connect(site: Site, origin: str, cookie: str) -> bool:
    """Whether a websocket opens for a page of this origin (RFC 6455, up to the answer to the handshake)."""
    headers = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": base64.b64encode(bytes(16)).decode(),
        "Origin": origin,
        "Cookie": f"{cookie_name()}={cookie}",
    }
    wire = http.client.HTTPConnection("127.0.0.1", site.port, timeout=5)
    try:
        wire.request("GET", "/_event/?token=0123&EIO=4&transport=websocket", headers=headers)
        return wire.getresponse().status == 101
    finally:
        wire.close()


@pytest.mark.parametrize("origin", OTHER_ORIGINS)
def test_the_live_connection_refuses_other_origins(site, origin):
    assert not connect(site, origin, people.alice().token)


def test_the_live_connection_opens_from_our_own_pages(site):
    assert connect(site, site.origin, people.alice().token)


def test_no_upload_gets_in_beside_our_own_routes(site):
    alice = people.alice()
    for path in ("/_upload", "/_upload/x", "/_all_routes", "/openapi.json", "/docs"):
        answer = ask(site, "POST", path, token=alice.token, files={"files": ("a.txt", b"a")})
        assert answer.status_code in (400, 403, 404, 405), (path, answer.status_code)
        assert "Traceback" not in answer.text


@pytest.mark.parametrize("said", NO_HTTP)
def test_what_is_not_http_gets_no_stack_trace(site, said):
    with socket.create_connection(("127.0.0.1", site.port), timeout=5) as wire:
        wire.sendall(said)
        wire.settimeout(2)
        try:
            heard = wire.recv(4000)
        except (TimeoutError, ConnectionResetError):
            heard = b""
    assert b"Traceback" not in heard and b".py" not in heard


@pytest.mark.parametrize("body", NO_FORMS)
def test_a_body_that_is_no_form_is_refused_in_words(site, body):
    answer = ask(site, "POST", "/api/sign-in", content=body, headers=from_here(site))
    assert answer.status_code in (422, 429), answer.text
    assert set(answer.json()) == {"ok", "message", "fields"}


def test_a_next_page_elsewhere_is_not_followed(site):
    alice = people.alice(signed_in=False)
    for where in ELSEWHERE:
        form = {"username": alice.username, "password": alice.password, "next": where}
        going = ask(site, "POST", "/api/sign-in", data=form, headers=from_here(site)).json()["next"]
        assert going == "/home", where


def test_the_token_is_in_no_answer_but_its_own_cookie(site):
    alice = people.alice()
    for path in PAGES:
        answer = ask(site, "GET", path, token=alice.token)
        assert alice.token not in answer.text and alice.token not in json.dumps(dict(answer.headers))


def test_an_error_page_says_nothing_of_what_was_asked(site):
    for path in ("/no/such/zyqpage?zyq=zyqvalue", "/api/zyqpage?zyq=zyqvalue", "/staff/patients/zyqpage"):
        answer = ask(site, "GET", path, headers={"X-Zyq": "zyqheader"})
        assert "zyq" not in answer.text and "Traceback" not in answer.text


def test_nothing_of_all_this_is_in_the_servers_log(site):
    alice = people.alice()
    for _ in range(2):
        ask(site, "GET", f"/no/such?token={alice.token}", token=alice.token, headers={"X-Name": "zyqheader"})
        ask(site, "POST", "/api/sign-in", data={"username": "zyquser"}, headers=from_here(site))
    connect(site, site.origin, alice.token)
    said = site.log.read_text()
    assert alice.token not in said and "zyq" not in said
