"""Alice makes a link; Dr. Lee opens it in a browser of his own, until she turns it off."""

import base64
import json
import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests import people
from tests.journeys import practice
from tests.journeys.browser import axe, come_in
from tests.sharing import payload_of, share, with_a_record

pytestmark = pytest.mark.browser

PASSCODE = "blue heron lake"


@pytest.fixture
def alice(page: Page, site) -> Page:
    """Her browser, signed in."""
    practice.fill(site.home)
    page.emulate_media(reduced_motion="reduce")
    come_in(page, practice.enrolled("alice"))
    return page


@pytest.fixture
def stranger(chromium, site) -> Iterator[BrowserContext]:
    """A phone that has never been here."""
    context = chromium.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    yield context
    context.close()


@pytest.fixture
def sent(stranger: BrowserContext) -> list[str]:
    """Everything that the phone sends: addresses, bodies, and frames of the websocket."""
    heard: list[str] = []
    stranger.on("request", lambda request: heard.append(f"{request.url} {request.post_data}"))

    def listen(page: Page) -> None:
        page.on(
            "websocket",
            lambda wire: wire.on("framesent", lambda frame: heard.append(str(frame))),
        )

    stranger.on("page", listen)
    return heard


def make_a_link(alice: Page) -> str:
    """From Health Records to a link with a passcode of her own."""
    alice.goto("/records")
    alice.get_by_role("main").get_by_role("link", name=re.compile("^Share")).click()
    expect(alice.get_by_text("There is no link yet.")).to_be_visible()
    alice.get_by_role("link", name="Make a link").click()
    expect(alice.get_by_label("Allergies")).to_be_checked()
    expect(alice.get_by_label("Visits")).not_to_be_checked()
    alice.get_by_label("Passcode").fill("12345")
    alice.get_by_role("button", name="Make the link").click()
    expect(alice.get_by_text("Use 6 to 64 characters.").first).to_be_visible()
    expect(alice.get_by_label("Passcode")).to_be_focused()
    axe(alice)
    alice.get_by_label("Add the same as a PDF").check()
    alice.get_by_label("Name of this link").fill("For Dr. Lee")
    alice.get_by_label("Passcode").fill(PASSCODE)
    alice.get_by_role("button", name="Make the link").click()
    expect(alice.get_by_role("heading", level=1)).to_have_text("For Dr. Lee", timeout=60_000)
    expect(alice.get_by_text(PASSCODE)).to_be_visible()
    return alice.get_by_text(re.compile(r"^http.*/shared#shlink:/")).inner_text()


def test_cancelled_while_it_is_being_made_nothing_is_shared_and_nobody_is_led_away(alice: Page) -> None:
    alice.goto("/records/sharing")
    before = alice.locator("main .items li").count()
    alice.get_by_role("link", name="Make a link").click()
    expect(alice.get_by_label("Allergies")).to_be_checked()
    alice.get_by_label("Add the same as a PDF").check()
    alice.get_by_role("button", name="Make the link").click()
    expect(
        alice.get_by_role("status").get_by_text("If you cancel or leave, nothing is shared")
    ).to_be_visible()
    alice.get_by_role("link", name="Cancel").click()
    expect(alice.get_by_role("heading", level=1)).to_have_text("Share my record")
    expect(alice.get_by_role("link", name="Make a link")).to_be_visible()
    alice.get_by_role("link", name="Make a link").click()  # answered only once the making has come to its end
    expect(alice.get_by_role("button", name="Make the link")).to_be_visible(timeout=60_000)
    alice.goto("/records/sharing")
    expect(alice.get_by_role("heading", name="Links")).to_be_visible()
    alice.wait_for_load_state("networkidle")
    assert (alice.locator("main .items li").count(), alice.url[-16:]) == (before, "/records/sharing")


def test_from_making_a_link_to_turning_it_off(
    alice: Page, stranger: BrowserContext, sent: list[str], site
) -> None:
    link = make_a_link(alice)
    alice.set_viewport_size({"width": 390, "height": 844})
    axe(alice)

    lee = stranger.new_page()
    lee.goto(link)
    expect(lee.get_by_role("heading", name="Someone shared health information with you")).to_be_visible()
    assert lee.url == f"{site.origin}/shared"
    axe(lee)
    lee.get_by_role("button", name="Open").click()
    expect(lee.get_by_label("Your name")).to_be_focused()
    lee.get_by_label("Your name").fill("Dr. Lee")
    lee.get_by_label("Passcode").fill("a wrong guess")
    lee.get_by_role("button", name="Open").click()
    expect(lee.get_by_text("This passcode is not right. You have 4 tries left, then")).to_be_visible()
    expect(lee.get_by_label("Passcode")).to_be_focused()
    axe(lee)
    lee.get_by_label("Passcode").fill(PASSCODE.upper())
    lee.get_by_role("button", name="Open").click()

    expect(lee.get_by_role("heading", name="Alice", exact=False).first).to_be_focused()
    expect(lee.get_by_text(re.compile(r"^Born "))).to_be_visible()
    expect(lee.get_by_role("heading", name="Allergies")).to_be_visible()
    expect(lee.get_by_text("LDL cholesterol").first).to_be_visible()
    axe(lee)
    assert lee.evaluate("document.documentElement.scrollWidth <= innerWidth")
    with lee.expect_download() as started:
        lee.get_by_role("button", name="Download as FHIR").click()
    assert started.value.path().read_bytes().startswith(b'{"resourceType": "Bundle"')
    with lee.expect_download() as started:
        lee.get_by_role("button", name="Download as PDF").click()
    assert started.value.path().read_bytes().startswith(b"%PDF-")
    key = payload_of(link)["key"]
    stored = lee.evaluate("JSON.stringify([localStorage, sessionStorage, document.cookie])")
    assert not [word for word in ("Alice", "LDL", key, PASSCODE.upper()) if word in stored]
    assert sent and not [line for line in sent if key in line or "shlink" in line]

    alice.reload()
    expect(alice.get_by_text("Dr. Lee", exact=True)).to_have_count(2)
    expect(alice.get_by_text("Wrong passcode")).to_be_visible()
    alice.get_by_role("button", name="Turn the link off").click()
    alice.get_by_role("button", name="Turn it off").click()
    expect(alice.get_by_text("The link is turned off.")).to_be_visible()
    expect(alice.get_by_text("Turned off", exact=True)).to_be_visible()

    lee.reload()
    lee.get_by_label("Your name").fill("Dr. Lee")
    lee.get_by_label("Passcode").fill(PASSCODE)
    lee.get_by_role("button", name="Open").click()
    expect(lee.get_by_role("heading", name="This link does not work any more")).to_be_visible()
    axe(lee)
    lee.close()


def test_links_that_cannot_be_opened_say_why(alice: Page, stranger: BrowserContext, sent, site) -> None:
    person = practice.enrolled("alice")
    made = share(person, "conditions", passcode=PASSCODE)
    phone = stranger.new_page()
    phone.goto(f"{site.origin}/shared")
    expect(phone.get_by_role("heading", name="Open a shared link")).to_be_visible()
    axe(phone)
    phone.get_by_label("Link").fill(made.link[:-30])
    phone.get_by_role("button", name="Continue").click()
    expect(phone.get_by_text("Part of the link is missing.")).to_be_visible()
    phone.get_by_label("Link").fill(made.link)
    phone.get_by_role("button", name="Continue").click()
    expect(phone.get_by_label("Passcode")).to_be_visible()
    phone.context.set_offline(True)
    phone.get_by_label("Your name").fill("Dr. Lee")
    phone.get_by_label("Passcode").fill(PASSCODE)
    phone.get_by_role("button", name="Open").click()
    expect(phone.get_by_text("There is no connection right now.")).to_be_visible()
    phone.context.set_offline(False)

    for changed, heading in (
        ({"key": "A" * 43}, "This link does not fit what was shared"),
        ({"exp": 1_000_000_000}, "This link does not work any more"),
        ({"url": "https://other.example/api/shl/" + "A" * 43}, "This link belongs to another website"),
        ({"url": f"{site.origin}/api/sign-out"}, "This is not the whole link"),
        ({"v": 2}, "This link is of a newer kind"),
    ):
        phone.goto(relink(made.payload | changed, site.origin))
        if "key" in changed:
            phone.get_by_label("Your name").fill("Dr. Lee")
            phone.get_by_label("Passcode").fill(PASSCODE)
            phone.get_by_role("button", name="Open").click()
        expect(phone.get_by_role("heading", name=heading)).to_be_visible()
    assert not [line for line in sent if "/api/sign-out" in line or "other.example" in line]
    assert not [line for line in sent if made.payload["key"] in line or "shlink" in line]


class AnotherSite(BaseHTTPRequestHandler):
    """A page that is not ours."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<title>A viewer</title>")

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


ASK = """async ([url, passcode]) => {
  const body = JSON.stringify({ recipient: "Dr. Lee", passcode, embeddedLengthMax: 0 });
  const headers = { "Content-Type": "application/json" };
  const manifest = await (await fetch(url, { method: "POST", headers, body })).json();
  const file = await fetch(manifest.files[0].location);
  return [file.status, file.headers.get("content-type"), (await file.text()).split(".").length];
}"""


def test_a_viewer_on_another_site_gets_the_file_too(stranger: BrowserContext, site) -> None:
    made = share(with_a_record(people.alice()))
    server = HTTPServer(("127.0.0.1", 0), AnotherSite)
    Thread(target=server.serve_forever, daemon=True).start()
    page = stranger.new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}/")

    got = page.evaluate(ASK, [made.payload["url"], made.passcode])

    server.shutdown()
    server.server_close()
    assert got == [200, "application/jose", 5]


def relink(payload: dict, origin: str) -> str:
    """A link with another payload."""
    said = base64.urlsafe_b64encode(json.dumps(payload).encode()).decode().rstrip("=")
    return f"{origin}/shared#shlink:/{said}"
