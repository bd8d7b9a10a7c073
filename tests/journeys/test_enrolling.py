"""Jo is invited, sets up her account in a real browser, and is in."""

import pytest
from playwright.sync_api import Browser, Page, expect

from portal.access.actor import operator
from portal.services import door, enrolment, invitations
from tests import people
from tests.journeys.browser import axe, shoot
from tests.journeys.serving import Site
from tests.mail import emails, link_for, send_due
from tests.people import HERE

pytestmark = pytest.mark.browser

LOOKS = [(width, scheme) for width in (390, 1280) for scheme in ("light", "dark")]


def link(site: Site, token: str) -> str:
    return f"{site.origin}/enroll#{token}"


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).locator("visible=true").click()


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", name=words)).to_be_visible()


def prove(page: Page, zip_code: str = "04101") -> None:
    page.get_by_label("Date of birth").fill("03/09/1984")
    page.get_by_label("ZIP code").fill(zip_code)
    press(page, "Continue")


def choose(page: Page, username: str) -> None:
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password", exact=True).fill("kettle orchid mulberry 7")
    press(page, "Continue")


def answer(page: Page) -> None:
    for n, (question, words) in enumerate(
        [("first-pet", "Rex"), ("first-car", "Beetle"), ("first-job", "Baker")], 1
    ):
        page.get_by_label(f"Question {n}", exact=True).select_option(question)
        page.get_by_label(f"Your answer to question {n}").fill(words)


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_every_step_and_mistake_is_accessible(chromium: Browser, site: Site, width: int, scheme: str) -> None:
    jo = people.patient("Jo Jones")
    context = chromium.new_context(
        base_url=site.origin,
        viewport={"width": width, "height": 844},
        color_scheme=scheme,
        reduced_motion="reduce",
    )
    page = context.new_page()

    def looks_right(name: str) -> None:
        shoot(page, f"enroll-{name}-{width}-{scheme}")
        axe(page)

    page.goto("/enroll")
    heading(page, "I have an invitation")
    looks_right("start")
    press(page, "Continue")
    expect(page.get_by_text("This is not the whole link")).to_be_visible()
    looks_right("start-wrong")
    page.get_by_label("Link from your email").fill(link(site, link_for(jo)))
    press(page, "Continue")
    heading(page, "Step 1 of 3")
    looks_right("1")
    press(page, "Continue")
    expect(page.get_by_text("Enter the 5 digits")).to_be_visible()
    looks_right("1-empty")
    prove(page, "99999")
    expect(page.get_by_text("does not match")).to_be_visible()
    looks_right("1-wrong")
    prove(page)
    heading(page, "Step 2 of 3")
    looks_right("2")
    press(page, "Continue")
    expect(page.get_by_text("A password has 12 to 128")).to_be_visible()
    looks_right("2-empty")
    choose(page, f"jo.{width}.{scheme}")
    heading(page, "Step 3 of 3")
    looks_right("3")
    press(page, "Finish")
    expect(page.get_by_text("Enter an answer").first).to_be_visible()
    looks_right("3-empty")
    context.close()


@pytest.mark.parametrize("path", ["/", "/#signed-out=idle", "/recover", "/help", "/legal/privacy"])
@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_the_pages_around_it_are_accessible(
    chromium: Browser, site: Site, path: str, width: int, scheme: str
) -> None:
    context = chromium.new_context(
        base_url=site.origin,
        viewport={"width": width, "height": 844},
        color_scheme=scheme,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for question in page.locator("summary").all():
        if question.is_visible():
            question.click()
    shoot(page, f"public-{path}-{width}-{scheme}")
    axe(page)
    context.close()


@pytest.mark.parametrize("end", ["expired", "used", "revoked", "replaced", "unknown"])
def test_a_dead_link_says_what_to_do(page: Page, site: Site, end: str) -> None:
    jo = people.patient("Jo Jones")
    token = link_for(jo)
    words = {
        "expired": "This link has run out",
        "used": "This link was used already",
        "revoked": "This link no longer works",
        "replaced": "There is a newer link",
        "unknown": "We do not know this link",
    }
    if end == "used":
        proof = enrolment.prove(token, "03/09/1984", "04101", source=HERE)
        answers = [("first-pet", "Rex"), ("first-car", "Beetle"), ("first-job", "Baker")]
        chosen = enrolment.Choice("jo.used.once", "kettle orchid mulberry 7", answers)
        enrolment.activate(proof, chosen, source=HERE)
    elif end == "revoked":
        door.as_actor(operator(), invitations.revoke, patient_id=jo.patient_id)
    elif end == "replaced":
        door.as_actor(operator(), invitations.resend, patient_id=jo.patient_id)
    elif end == "expired":
        site.forward(days=7)
    page.goto(link(site, token if end != "unknown" else "x" * 43))
    heading(page, words[end])
    assert "555-0134" in page.locator("main").inner_text()
    assert "Jo" not in page.locator("main").inner_text()
    axe(page)


def test_jo_sets_up_her_account_by_keyboard_and_is_in(page: Page, site: Site) -> None:
    token = link_for(people.patient("Jo Jones"))
    page.goto(link(site, token))
    heading(page, "Step 1 of 3")
    assert token not in page.url
    page.get_by_label("Date of birth").press_sequentially("03091984")
    assert page.get_by_label("Date of birth").input_value() == "03/09/1984"
    page.keyboard.press("Tab")
    page.keyboard.type("04101")
    page.keyboard.press("Enter")
    heading(page, "Step 2 of 3")
    expect(page.get_by_role("heading", name="Step 2 of 3")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("jo.by.keyboard")
    page.keyboard.press("Tab")
    page.keyboard.type("kettle orchid mulberry 7")
    expect(page.get_by_text("Hard to guess (done)")).to_be_visible()
    expect(page.get_by_text("Not taken by someone else (done)")).to_be_visible()
    page.keyboard.press("Enter")
    heading(page, "Step 3 of 3")
    answer(page)
    page.keyboard.press("Enter")
    heading(page, "Good ")
    expect(page.get_by_text("Jo Jones").first).to_be_visible()
    page.goto(link(site, token))
    heading(page, "This link was used already")


def test_back_finds_what_was_typed(page: Page, site: Site) -> None:
    page.goto(link(site, link_for(people.patient("Jo Jones"))))
    prove(page)
    heading(page, "Step 2 of 3")
    choose(page, "jo.goes.back")
    heading(page, "Step 3 of 3")
    answer(page)
    page.go_back()
    heading(page, "Step 2 of 3")
    expect(page.get_by_label("Username")).to_have_value("jo.goes.back")
    page.go_back()
    heading(page, "Step 1 of 3")
    expect(page.get_by_label("ZIP code")).to_have_value("04101")
    page.go_forward()
    heading(page, "Step 2 of 3")
    press(page, "Back")
    heading(page, "Step 1 of 3")
    press(page, "Continue")
    heading(page, "Step 2 of 3")
    press(page, "Continue")
    heading(page, "Step 3 of 3")
    expect(page.get_by_label("Your answer to question 2")).to_have_value("Beetle")
    press(page, "Finish")
    heading(page, "Good ")


def test_what_is_wrong_takes_the_focus(page: Page, site: Site) -> None:
    page.goto(link(site, link_for(people.patient("Jo Jones"))))
    prove(page)
    heading(page, "Step 2 of 3")
    page.get_by_label("Username").fill("jo.focus")
    press(page, "Continue")
    expect(page.get_by_label("Password", exact=True)).to_be_focused()
    expect(page.get_by_label("Password", exact=True)).to_have_attribute("aria-invalid", "true")


def test_nothing_that_was_typed_is_in_an_address_or_in_what_the_browser_keeps(page: Page, site: Site) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(link(site, link_for(people.patient("Jo Jones"))))
    prove(page)
    heading(page, "Step 2 of 3")
    choose(page, "jo.leaves.nothing")
    heading(page, "Step 3 of 3")
    answer(page)
    press(page, "Finish")
    heading(page, "Good ")
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
    for private in ("1984", "04101", "leaves", "kettle", "Beetle"):
        assert private not in kept
        assert not any(private in url for url in asked)


def test_the_practice_resends_and_only_the_newest_email_works(page: Page, site: Site) -> None:
    jo = people.patient("Jo Jones")
    link_for(jo)
    door.as_actor(operator(), invitations.resend, patient_id=jo.patient_id)
    send_due()
    mail = emails()[0]
    assert f"{site.origin}/enroll#" in mail.text
    page.goto(next(word for word in mail.text.split() if "/enroll#" in word))
    heading(page, "Step 1 of 3")
