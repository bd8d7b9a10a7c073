"""Takes the pictures in docs/screenshots from the demonstration: python -m tests.journeys.pictures."""

import tempfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from portal import build
from portal.demo.opening import open_home, open_practice
from tests.conftest import live_in
from tests.journeys.browser import FLAGS, find_chromium, settled
from tests.journeys.serving import serving

FOLDER = build.ROOT / "docs" / "screenshots"
PUBLIC = [("sign-in", "/"), ("recover", "/recover"), ("help", "/help")]
PATIENT = [
    ("home", "/home"),
    ("records", "/records"),
    ("results", "/records/results"),
    ("visits", "/records/visits"),
    ("medications", "/medications"),
    ("messages", "/messages"),
    ("message-new", "/messages/new"),
    ("notifications", "/profile/notifications"),
    ("download", "/records/download"),
    ("sharing", "/records/sharing"),
    ("wallet-card", "/records/sharing/card"),
    ("corrections", "/records/corrections"),
    ("activity", "/records/activity"),
    ("profile", "/profile"),
    ("security", "/profile/security"),
    ("representatives", "/profile/representatives"),
]
HELPER = [("household", "/home"), ("for-another", "/records/results")]
"""Dana at her own Home, and then in the record of the one she helps."""

STAFF = [
    ("staff-patients", "/staff/patients"),
    ("staff-messages", "/staff/messages"),
    ("staff-message-new", "/staff/messages/new"),
    ("staff-settings-messages", "/staff/settings/messages"),
    ("staff-profile-messages", "/staff/profile/messages"),
    ("staff-holds", "/staff/holds"),
    ("staff-corrections", "/staff/corrections"),
    ("staff-contact-changes", "/staff/contact-changes"),
    ("staff-aging-out", "/staff/aging-out"),
    ("staff-emergency", "/staff/emergency"),
    ("staff-settings", "/staff/settings"),
]
ONE_OF = {
    "messages": "Rash",
    "staff-messages": "The bill",
    "results": "Lipid panel",
    "visits": "Yearly physical",
    "staff-patients": "Alice",
}
LOOKS = [(1280, 860, "light"), (390, 844, "dark")]


def main() -> None:
    """Every picture, light on a desk and dark on a phone."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    home = Path(tempfile.mkdtemp(prefix="portal-pictures-"))
    with pytest.MonkeyPatch.context() as patch, live_in(home, patch):
        build.ensure()
        open_home()
        opened = open_practice()
        with (
            serving(home, PORTAL_STAFF_SECOND_FACTOR="false") as site,
            live_in(home, patch, **site.settings),
            sync_playwright() as playwright,
        ):
            browser = playwright.chromium.launch(executable_path=find_chromium(playwright), args=FLAGS)
            for width, height, scheme in LOOKS:
                look = {"viewport": {"width": width, "height": height}, "color_scheme": scheme}
                visits = (
                    (None, PUBLIC),
                    (opened.patient, PATIENT),
                    (opened.helper, HELPER),
                    (opened.staff, STAFF),
                )
                for sign_in, screens in visits:
                    context = browser.new_context(base_url=site.origin, reduced_motion="reduce", **look)
                    page = context.new_page()
                    if sign_in is not None:
                        _sign_in(page, sign_in, staff=screens is STAFF)
                    for name, path in screens:
                        _take(page, name, path, f"{width}-{scheme}")
                    context.close()
            browser.close()


def _sign_in(page: Page, who: object, *, staff: bool) -> None:
    way = "/api/staff/sign-in" if staff else "/api/sign-in"
    form = {"username": who.username, "password": who.password}
    origin = page.context.request.get("/healthz").url.removesuffix("/healthz")
    headers = {"Accept": "application/json", "Origin": origin}
    assert page.context.request.post(way, form=form, headers=headers).ok


def _take(page: Page, name: str, path: str, look: str) -> None:
    page.goto(path)
    page.locator("h1").first.wait_for()
    page.wait_for_load_state("networkidle")
    if name == "for-another":
        page.goto("/home")
        page.get_by_role("button", name="Open for Alice").click()
        page.get_by_text("You are viewing").first.wait_for()
        page.goto(path)
        page.locator("main .items li").first.wait_for()
    settled(page)
    page.screenshot(path=FOLDER / f"{name}-{look}.png")
    if inside := ONE_OF.get(name):
        page.locator("main a", has_text=inside).first.click()
        page.locator("h1", has_text=inside).first.wait_for()
        page.wait_for_timeout(600)
        page.screenshot(path=FOLDER / f"{name.removesuffix('s')}-{look}.png")


if __name__ == "__main__":
    main()
