"""The gallery, served, and a Chromium to look at it with."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import APIRequestContext, Browser, ConsoleMessage, Page

from tests.gallery.serving import gallery


@pytest.fixture(scope="session")
def origin() -> Iterator[str]:
    with gallery() as origin:
        yield origin


@pytest.fixture
def open_page(chromium: Browser, origin: str) -> Iterator[Callable[..., Page]]:
    """Opens pages, each in a profile of its own; a script error or a breach of the CSP fails the test."""
    opened: list[Page] = []
    problems: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or "Hydration" in message.text:
            problems.append(message.text)

    def make(path: str, *, width: int = 1280, **profile: object) -> Page:
        size = {"width": width, "height": 860}
        context = chromium.new_context(base_url=origin, viewport=size, **profile)  # type: ignore[arg-type]
        page = context.new_page()
        page.on("pageerror", lambda fault: problems.append(str(fault)))
        page.on("console", heard)
        page.goto(path)
        opened.append(page)
        return page

    yield make
    for page in opened:
        page.context.close()
    assert problems == []


@pytest.fixture
def gallery_api(chromium: Browser, origin: str) -> Iterator[APIRequestContext]:
    """The stand-in server, fresh: `/test/session` sets its session, `/test/seen` tells what came."""
    context = chromium.new_context(base_url=origin)
    context.request.post("/test/session", data={})
    yield context.request
    context.request.post("/test/session", data={})
    context.close()
