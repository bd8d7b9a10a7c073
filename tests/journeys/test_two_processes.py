"""Two processes serve one practice. Alice is on one of them, Nia on the other; neither notices."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from portal import build
from portal.vault import keyring
from tests import people
from tests.conftest import live_in
from tests.journeys.browser import come_in
from tests.journeys.serving import Site, serving
from tests.messages import wrote
from tests.redis_server import RedisServer, find_binary

pytestmark = pytest.mark.browser
Both = tuple[Site, Site, RedisServer]


@pytest.fixture
def both(tmp_path: Path, migrated: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Both]:
    """Two servers of one practice, and the Redis between them."""
    if not find_binary():
        pytest.skip("Redis: no redis-server found")
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    (home / "portal.db").write_bytes(migrated.read_bytes())
    with live_in(home, monkeypatch):
        keyring.make()
        build.ensure()
    with RedisServer(tmp_path) as redis:
        given = {"PORTAL_REDIS_URL": redis.url}
        with serving(home, **given) as one, serving(home, **given) as other:
            with live_in(home, monkeypatch, **one.settings, **given):
                yield one, other, redis


def opened(chromium: Browser, site: Site, who: people.Person, path: str) -> Page:
    page = chromium.new_context(base_url=site.origin).new_page()
    come_in(page, who, path)
    return page


def test_what_happens_on_one_is_seen_on_the_other_at_once(both: Both, chromium: Browser) -> None:
    one, other, _ = both
    alice, nia = people.alice(), people.nia()
    thread = wrote(alice, "Hello")
    hers = opened(chromium, one, alice, f"/messages/{thread}")
    expect(hers.get_by_text("Hello")).to_be_visible()
    desk = opened(chromium, other, nia, f"/staff/messages/{thread}")
    desk.get_by_label("Your answer to Alice Ames").press_sequentially("Good morning")
    expect(hers.get_by_text("Nia Novak is writing…")).to_be_visible()
    hers.get_by_label("Your reply").press_sequentially("And")
    expect(desk.get_by_text("Alice Ames is writing…")).to_be_visible()
    desk.get_by_role("button", name="Send to Alice Ames").click()
    expect(hers.get_by_text("Good morning")).to_be_visible()
    expect(desk.get_by_text("Read by Alice Ames")).to_be_visible()

    phone = opened(chromium, other, people.sign_in(alice), "/profile/security")
    phone.get_by_role("button", name="Sign out everywhere").click()
    asked = phone.get_by_role("dialog", name="Sign out everywhere?")
    asked.get_by_role("button", name="Sign out everywhere").click()
    expect(hers.get_by_role("heading", name="Sign in")).to_be_visible(timeout=9_000)


def test_when_redis_goes_away_each_goes_on_by_itself(both: Both, chromium: Browser) -> None:
    one, _, redis = both
    alice, nia = people.alice(), people.nia()
    thread = wrote(alice, "Hello")
    hers = opened(chromium, one, alice, f"/messages/{thread}")
    desk = opened(chromium, one, nia, f"/staff/messages/{thread}")
    redis.stop()
    desk.get_by_label("Your answer to Alice Ames").fill("Good morning")
    desk.get_by_role("button", name="Send to Alice Ames").click()
    expect(hers.get_by_text("Good morning")).to_be_visible()
    redis.start()
