"""The built pages as a browser gets them."""

from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from portal.api.headers import SecurityHeaders, kept_for, page_of
from portal.api.site import OwnMissingPage, PagesWithoutSlash, PortInPlace
from portal.settings import get_settings
from tests.loops import run

PAGE = "<html><script>let here = 'home'</script></html>"


@pytest.fixture
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A very small build."""
    root = tmp_path_factory.mktemp("built")
    for name in ("home", "records/results"):
        (root / name).mkdir(parents=True)
        (root / name / "index.html").write_text(PAGE)
    (root / "__spa-fallback.html").write_text("<html><script>let any = 1</script></html>")
    (root / "assets").mkdir()
    (root / "assets" / "reflex-env-x1.js").write_text("var e={EVENT:`ws://localhost:8000/_event`}")
    return root


class Web:
    """Asks the layers themselves, without a network."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    def get(self, path: str) -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as web:
                return await web.get(path)

        return run(ask())


@pytest.fixture
def client(built: Path, home: Path) -> Web:
    async def page(request):
        return FileResponse(built / "home" / "index.html", media_type="text/html")

    async def words(request):
        return PlainTextResponse("words")

    async def gone(request):
        return PlainTextResponse("gone", status_code=404)

    async def nowhere(request):
        return HTMLResponse("<script>fill()</script>", status_code=404)

    routes = [Route("/home/", page), Route("/api/words", words), Route("/api/gone", gone)]
    app = Starlette(routes=[*routes, Route("/nowhere", nowhere)])
    app.router.redirect_slashes = False
    inner = OwnMissingPage(PagesWithoutSlash(PortInPlace(app, built), built), built)
    layers = SecurityHeaders(inner, built)
    return Web(layers)


def test_a_page_answers_at_its_own_address_without_a_detour(client: Web) -> None:
    answer = client.get("/home")

    assert (answer.status_code, answer.text) == (200, PAGE)


def test_a_wrong_address_gets_a_page_that_needs_no_scripts(client: Web, built: Path) -> None:
    (built / "not-found").mkdir()
    (built / "not-found" / "index.html").write_text(
        '<html><head><link rel="modulepreload" href="/a.js"/><link href="/a.css" rel="stylesheet"/>'
        "<script>let here = 1;\nlet there = 2;</script></head><body><h1>Not here</h1>"
        '<script type="module" async="">import "/a.js"</script></body></html>'
    )

    answer = client.get("/nowhere")

    kept = '<html><head><link href="/a.css" rel="stylesheet"/></head><body><h1>Not here</h1></body></html>'
    assert (answer.status_code, answer.text) == (404, kept)
    assert client.get("/api/gone").text == "gone"
    assert client.get("/home").text == PAGE


def test_a_page_may_run_its_own_inline_scripts_and_no_others(client: Web, built: Path) -> None:
    policy = client.get("/home").headers["content-security-policy"]

    assert policy.count("'sha256-") == 1
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


def test_what_is_no_page_may_run_nothing(client: Web) -> None:
    assert client.get("/api/words").headers["content-security-policy"].startswith("default-src 'none'; frame")


def test_the_socket_is_at_this_runs_port(client: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_PORT", "8777")
    get_settings.cache_clear()

    answer = client.get("/assets/reflex-env-x1.js")
    assert "ws://localhost:8777/_event" in answer.text
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/home", "no-store"),
        ("/api/documents/1/0", "no-store"),
        ("/font.woff2", "public, max-age=86400"),
        ("/assets/root-Ab12.js", "public, max-age=31536000, immutable"),
    ],
)
def test_only_what_is_public_is_kept_by_the_browser(path: str, kept: str) -> None:
    assert kept_for(path) == kept


@pytest.mark.parametrize("path", ["/records/results/8c1", "/../../etc/passwd", "/%2e%2e", "/nowhere"])
def test_other_addresses_have_the_policy_of_the_page_that_serves_them(built: Path, path: str) -> None:
    assert page_of(built, path) == built / "__spa-fallback.html"
