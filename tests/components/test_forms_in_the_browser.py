"""Alice fills in forms, on good days and bad."""

from collections.abc import Callable

from playwright.sync_api import APIRequestContext, Page, expect


def sign_in(page: Page, password: str) -> None:
    page.get_by_label("Username").fill("alice")
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()


def seen(api: APIRequestContext) -> list[dict[str, str]]:
    return api.get("/test/seen").json()["posts"]


def test_a_refusal_is_read_out_and_keeps_what_she_typed(open_page, gallery_api) -> None:
    page: Page = open_page("/")
    sign_in(page, "wrong")
    alert = page.get_by_role("alert")
    expect(alert).to_have_text("That username and password do not match.")
    expect(alert).to_be_focused()
    expect(page.get_by_label("Username")).to_have_value("alice")
    expect(page.get_by_label("Password", exact=True)).to_have_value("wrong")


def test_she_goes_where_the_answer_says_and_the_link_wanted(open_page, gallery_api) -> None:
    page: Page = open_page("/#next=%2Fresult")
    sign_in(page, "right")
    page.wait_for_url("**/result/")
    assert seen(gallery_api) == [{"username": "alice", "password": "right", "next": "/result"}]


def test_she_reads_where_she_goes_on_to_once_signed_in(open_page) -> None:
    page: Page = open_page("/#next=/messages/1")
    expect(page.get_by_text("Sign in, and you go on to the page you asked for.")).to_be_visible()
    page.evaluate("location.hash = 'next=/enroll%23abc'")
    expect(page.get_by_text("Sign in, and you go on with your invitation.")).to_be_visible()
    page.evaluate("location.hash = 'signed-out=idle&next=/enroll'")
    expect(page.get_by_text("You were signed out after 15 minutes")).to_be_visible()
    page.evaluate("location.hash = 'next=//example.org/'")
    expect(page.get_by_text("Sign in, and")).to_have_count(0)


def test_a_link_cannot_send_her_to_another_site(open_page, gallery_api) -> None:
    page: Page = open_page("/#next=//example.org/")
    sign_in(page, "elsewhere")
    expect(page.get_by_role("button", name="Sign in")).to_be_enabled()
    assert page.url.endswith("/#next=//example.org/")
    assert seen(gallery_api) == [{"username": "alice", "password": "elsewhere"}]


def test_pressing_twice_sends_once(open_page, gallery_api) -> None:
    page: Page = open_page("/")
    page.get_by_label("Username").fill("alice")
    page.get_by_label("Password", exact=True).fill("wrong")
    page.get_by_role("button", name="Sign in").dblclick()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    assert len(seen(gallery_api)) == 1


def test_while_it_is_sent_the_button_says_so(open_page, gallery_api) -> None:
    page: Page = open_page("/")
    page.route("**/api/sign-in", lambda route: None)
    sign_in(page, "right")
    waiting = page.get_by_role("button", name="Signing in…")
    expect(waiting).to_have_attribute("aria-disabled", "true")
    expect(waiting).to_be_focused()


def test_a_lost_connection_loses_nothing(open_page, gallery_api) -> None:
    page: Page = open_page("/")
    page.get_by_label("Username").fill("alice")
    page.context.set_offline(True)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("What you typed is still here")
    expect(page.get_by_label("Username")).to_have_value("alice")
    page.context.set_offline(False)


def test_an_answer_that_is_not_ours_is_a_kind_word(open_page, gallery_api) -> None:
    page: Page = open_page("/")
    page.route("**/api/sign-in", lambda route: route.fulfill(status=502, body="<h1>Bad Gateway</h1>"))
    sign_in(page, "right")
    expect(page.get_by_role("alert")).to_contain_text("call 555-0134")


def test_errors_stand_beside_their_fields(open_page, gallery_api) -> None:
    page: Page = open_page("/forms")
    page.get_by_role("button", name="Go on").click()
    username = page.get_by_label("Username")
    expect(username).to_be_focused()
    expect(username).to_have_attribute("aria-invalid", "true")
    expect(username).to_have_accessible_description(
        "6 to 50 letters, digits and . _ - @ Someone has this username."
    )
    expect(page.get_by_text("Someone has this username.")).to_have_count(1)  # and no alert with it again
    expect(page.get_by_role("group", name="How should we reach you?")).to_contain_text("Choose one.")
    expect(page.get_by_label("ZIP code")).to_have_accessible_description("ZIP codes have 5 digits.")


def test_the_password_can_be_looked_at(open_page) -> None:
    page: Page = open_page("/")
    secret = page.get_by_label("Password", exact=True)
    secret.fill("a long sentence")
    show = page.get_by_role("button", name="Show password")
    show.click()
    expect(secret).to_have_attribute("type", "text")
    page.get_by_role("button", name="Hide Password").click()
    expect(secret).to_have_attribute("type", "password")
    expect(secret).to_have_value("a long sentence")


def test_a_birth_date_is_typed_as_digits(open_page) -> None:
    page: Page = open_page("/forms")
    born = page.get_by_label("Date of birth")
    born.press_sequentially("04171985")
    expect(born).to_have_value("04/17/1985")
    for _ in range(5):
        born.press("Backspace")
    expect(born).to_have_value("04/17")
    for typed, shown in (
        ("4/7/1985", "4/7/1985"),
        ("04/17/1985", "04/17/1985"),
        ("9/29/1997", "9/29/1997"),
        ("07/4/1985", "07/4/1985"),
    ):
        born.fill("")
        born.press_sequentially(typed)
        expect(born).to_have_value(shown)


def test_without_scripts_it_is_a_plain_form(open_page: Callable[..., Page], gallery_api) -> None:
    page = open_page("/", java_script_enabled=False)
    sign_in(page, "right")
    assert seen(gallery_api) == [{"username": "alice", "password": "right"}]


def test_filters_give_their_fields_to_the_page(open_page) -> None:
    page: Page = open_page("/filled")
    page.get_by_label("Search results").fill("potassium")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator("#said")).to_have_text("potassium")
