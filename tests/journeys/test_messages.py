"""Alice writes to her care team with a picture and reads the answer as it comes; Nia answers at the desk."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, WebSocketRoute, expect

from portal.models.account import Role
from tests import people
from tests.charts import lab, on_file
from tests.journeys.browser import axe, come_in
from tests.journeys.serving import Site
from tests.messages import began, nothing_waits, wrote

pytestmark = pytest.mark.browser


def picture(colour: str = "teal") -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(kept, "JPEG")
    return kept.getvalue()


def desk_of(chromium: Browser, site: Site, who: people.Person, path: str) -> Page:
    page = chromium.new_context(base_url=site.origin, viewport={"width": 1280, "height": 900}).new_page()
    come_in(page, who, path)
    return page


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_alice_writes_with_a_picture_and_reads_the_answer_without_a_reload(
    page: Page, site: Site, chromium: Browser
) -> None:
    nothing_waits()
    alice, nia = people.alice(), people.nia()
    desk = desk_of(chromium, site, nia, "/staff/messages")
    expect(desk.get_by_role("heading", name="Messages")).to_be_visible()
    come_in(page, alice, "/messages")
    page.get_by_role("link", name="New message").first.click()

    page.get_by_label("What is it about?").select_option(label="Something else")
    page.get_by_label("Who should get it?").select_option(index=1)
    press(page, "Send")
    expect(page.get_by_text("Write your message.")).to_be_visible()
    expect(page.get_by_label("Subject")).to_be_focused()
    axe(page)
    page.get_by_label("Subject").fill("My knee")
    page.get_by_label("Your message").fill("It is swollen. Here is a picture.")
    page.get_by_label("Add pictures or a PDF (optional)").set_input_files(
        [
            {"name": "knee.jpg", "mimeType": "image/jpeg", "buffer": picture()},
            {"name": "tune.mp3", "mimeType": "audio/mpeg", "buffer": b"ID3" + b"\x00" * 99},
        ]
    )
    expect(page.get_by_text("tune.mp3: This kind of file cannot be added here.")).to_be_visible()
    expect(page.get_by_role("button", name="Remove knee.jpg")).to_be_visible()
    page.get_by_label("What knee.jpg shows").fill("A swollen left knee")
    page.wait_for_timeout(2000)  # what is typed is kept within two seconds of a pause
    page.reload()
    expect(page.get_by_label("Your message")).to_have_value("It is swollen. Here is a picture.")
    expect(page.get_by_label("What knee.jpg shows")).to_have_value("A swollen left knee")
    page.get_by_role("button", name="Send", exact=True).dblclick()
    expect(page.get_by_role("heading", name="Sent. Nothing more to do.")).to_be_focused()
    axe(page)
    page.get_by_role("link", name="See the conversation").click()
    shown = page.get_by_role("img", name="A swollen left knee")
    expect(shown).to_be_visible()
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") == 480

    row = desk.locator("main").get_by_role("link", name="My knee")
    expect(row).to_be_visible()
    row.click()
    expect(desk.get_by_text("It is swollen. Here is a picture.")).to_be_visible()
    press(desk, "Take it")
    expect(desk.get_by_text("Nia Novak took this")).to_be_visible()
    desk.get_by_label("Your answer to Alice Ames").fill("Rest it, and put ice on it.")
    press(desk, "Send to Alice Ames")
    expect(page.get_by_text("Rest it, and put ice on it.")).to_be_visible()
    axe(page)
    axe(desk)
    expect(desk.get_by_text("Read by Alice Ames")).to_be_visible()
    desk.context.close()


def test_the_number_on_the_tab_is_right_in_every_window(
    page: Page, site: Site, context: BrowserContext, chromium: Browser
) -> None:
    alice, nia = people.alice(), people.nia()
    desk = desk_of(chromium, site, nia, f"/staff/messages/{wrote(alice, 'Hello', subject='Greetings')}")
    come_in(page, alice, "/home")
    other = context.new_page()
    other.goto("/records")
    tab = "Messages 1 new"
    expect(page.get_by_role("link", name="Messages").first).to_be_visible()
    desk.get_by_label("Your answer to Alice Ames").fill("Good morning!")
    press(desk, "Send to Alice Ames")
    expect(page.get_by_text("1 conversation with new messages")).to_be_visible()
    for window in (page, other):
        expect(window.get_by_role("link", name=tab).first).to_be_visible()
    page.get_by_role("link", name="1 conversation with new messages").click()
    page.locator("main").get_by_role("link", name="Greetings").click()
    expect(page.get_by_text("Good morning!")).to_be_visible()
    expect(other.get_by_role("link", name=tab)).to_have_count(0)
    page.go_back()
    expect(page.get_by_role("heading", name="Messages")).to_be_visible()
    desk.context.close()


def test_an_emailed_link_lands_on_the_conversation_after_sign_in(page: Page, site: Site) -> None:
    alice, nia = people.alice(signed_in=False), people.nia()
    thread = began(nia, alice, "Your form is here.", subject="Form")
    page.goto(f"/messages/{thread}?for={alice.patient_id}")
    page.get_by_label("Username").fill(alice.username)
    page.get_by_role("textbox", name="Password").fill(alice.password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("Your form is here.")).to_be_visible()
    assert page.url.partition("?")[0].endswith(f"/messages/{thread}")


def test_a_conversation_never_stands_under_the_address_of_another(page: Page, site: Site) -> None:
    """On a slow line the one of before would be read, and answered, as if it were this one."""
    alice, nia = people.alice(), people.nia()
    for words, subject in (("Your form is here.", "Form"), ("Your iron is low.", "Iron")):
        began(nia, alice, words, subject=subject)
    is_slow, late = False, []

    def pass_on(wire: WebSocketRoute) -> None:
        server = wire.connect_to_server()
        server.on_message(lambda told: late.append((wire, told)) if is_slow else wire.send(told))

    page.route_web_socket(re.compile("_event"), pass_on)
    come_in(page, alice, "/messages")
    page.locator("main").get_by_role("link", name="Form").click()
    expect(page.get_by_text("Your form is here.")).to_be_visible()
    page.get_by_role("link", name="Messages").last.click()
    iron = page.locator("main").get_by_role("link", name="Iron")
    expect(iron).to_be_visible()

    is_slow = True
    iron.click()
    expect(page.locator("main")).to_have_attribute("aria-busy", "true")
    expect(page.get_by_text("Your form is here.")).not_to_be_visible()
    expect(page.get_by_role("heading", name="Form")).to_have_count(0)
    expect(page.get_by_label("Your message")).to_have_count(0)
    is_slow = False
    for wire, told in late:
        wire.send(told)
    expect(page.get_by_text("Your iron is low.")).to_be_visible()
    expect(page.get_by_role("heading", level=1, name="Iron")).to_be_focused()
    page.go_back()
    expect(iron).to_be_focused()


def test_what_came_while_her_laptop_slept_is_there_when_it_wakes(
    page: Page, site: Site, chromium: Browser
) -> None:
    """The connection died unnoticed: nothing comes through it, and nothing says so."""
    alice, nia = people.alice(), people.nia()
    thread = wrote(alice, "Is it broken?", subject="My toe")
    desk = desk_of(chromium, site, nia, f"/staff/messages/{thread}")
    dead: list[WebSocketRoute] = []
    wires: list[WebSocketRoute] = []

    def pass_on(wire: WebSocketRoute) -> None:
        server = wire.connect_to_server()
        wires.append(wire)
        wire.on_message(lambda told: None if wire in dead else server.send(told))
        server.on_message(lambda told: None if wire in dead else wire.send(told))

    page.route_web_socket(re.compile("_event"), pass_on)
    page.clock.install()
    come_in(page, alice, f"/messages/{thread}")
    expect(page.get_by_text("Is it broken?")).to_be_visible()
    page.get_by_label("Your reply").fill("It is blue by now.")
    page.clock.run_for(3000)  # a moment after a pause it is kept
    expect(page.get_by_text("Saved at")).to_be_visible()

    dead += wires
    desk.get_by_label("Your answer to Alice Ames").fill("No, only bruised.")
    press(desk, "Send to Alice Ames")
    expect(desk.get_by_text("No, only bruised.").first).to_be_visible()
    page.clock.run_for(3000)
    expect(page.get_by_text("No, only bruised.")).to_have_count(0)
    page.clock.fast_forward("02:00")
    expect(page.get_by_text("No, only bruised.")).to_be_visible()
    expect(page.get_by_label("Your reply")).to_have_value("It is blue by now.")
    desk.context.close()


def test_words_of_an_emergency_lead_to_911_and_back(page: Page, site: Site) -> None:
    come_in(page, people.alice(), "/messages/new")
    page.get_by_label("What is it about?").select_option(label="Something else")
    page.get_by_label("Who should get it?").select_option(index=1)
    page.get_by_label("Subject").fill("Pain")
    page.get_by_label("Your message").fill("I have chest pain.")
    press(page, "Send")
    expect(page.get_by_role("heading", name="Is this an emergency?")).to_be_focused()
    expect(page.get_by_role("link", name="Call 911")).to_have_attribute("href", "tel:911")
    axe(page)
    press(page, "Go back to the message")
    expect(page.get_by_label("Your message")).to_have_value("I have chest pain.")
    press(page, "Send")
    press(page, "It is not an emergency. Send it")
    expect(page.get_by_role("heading", name="Sent. Nothing more to do.")).to_be_visible()


def test_ask_about_this_takes_the_result_along(page: Page, site: Site) -> None:
    alice = people.alice()
    on_file(alice, lab("iron"))
    come_in(page, alice, "/records/results")
    page.locator("main").get_by_role("link", name="iron").click()
    page.get_by_role("link", name="Ask about this").click()
    expect(page.get_by_text("You ask about:")).to_be_visible()
    expect(page.get_by_role("link", name="iron")).to_be_visible()


def test_a_reply_written_meanwhile_is_seen_before_a_second_one_goes(
    page: Page, site: Site, chromium: Browser
) -> None:
    alice, nia = people.alice(), people.nia()
    priya = people.staff("Priya Raman", role=Role.CLINICIAN)
    thread = wrote(alice, "Hello")
    come_in(page, nia, f"/staff/messages/{thread}")
    mine = page.get_by_label("Your answer to Alice Ames")
    mine.press_sequentially("Good day")
    expect(page.get_by_text("Saved at ")).to_be_visible()
    other = desk_of(chromium, site, priya, f"/staff/messages/{thread}")
    other.get_by_label("Your answer to Alice Ames").fill("Hello Alice")
    press(other, "Send to Alice Ames")
    expect(page.get_by_text("Hello Alice")).to_be_visible()
    press(page, "Send to Alice Ames")
    expect(page.get_by_text("Something was written here meanwhile.")).to_be_visible()
    expect(mine).to_have_value("Good day")
    press(page, "Send anyway")
    expect(other.get_by_text("Good day")).to_be_visible()
    other.context.close()


def test_nia_works_by_keyboard(page: Page, site: Site) -> None:
    alice, nia = people.alice(), people.nia()
    thread = wrote(alice, "Hello", subject="Greetings")
    come_in(page, nia, f"/staff/messages/{thread}")
    page.get_by_role("button", name="Hand over…").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Hand over")
    expect(dialog).to_be_visible()
    axe(page)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name="Hand over…")).to_be_focused()
    page.get_by_role("button", name="Add a note…").focus()
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_label("Note").fill("She likes to be called Al.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("li").get_by_text("She likes to be called Al.")).to_be_visible()
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.get_by_role("button", name="Add a note…").click()
    expect(page.get_by_role("dialog").get_by_label("Note")).to_have_value("")


def test_she_chooses_her_emails_and_stops_them_from_one(page: Page, site: Site) -> None:
    from portal.services.notifications import stopping

    alice = people.alice()
    come_in(page, alice, "/profile")
    page.get_by_role("link", name="Notifications").click()
    expect(page.get_by_role("heading", name="Notifications")).to_be_visible()
    page.get_by_label("No emails at certain hours").check()
    page.get_by_label("From").select_option(label="10:00 PM")
    press(page, "Save")
    expect(page.get_by_text("Saved. It holds from now on.")).to_be_visible()
    page.reload()
    expect(page.get_by_label("From")).to_have_value("22")
    axe(page)
    page.context.clear_cookies()
    page.goto(stopping.stop_link(alice.account_id))
    press(page, "Stop these emails")
    expect(page.get_by_text("Stopped. No more emails about new messages.")).to_be_visible()
    axe(page)
    press(page, "Send them again")
    expect(page.get_by_text("We email you again")).to_be_visible()
