"""What the frame does for those who cannot see it, cannot use a mouse, or have lost the connection."""

from playwright.sync_api import Page, expect


def test_going_elsewhere_reads_out_the_new_heading(open_page) -> None:
    page: Page = open_page("/home")
    expect(page.get_by_role("heading", level=1)).not_to_be_focused()
    page.get_by_role("link", name="All results").click()
    heading = page.get_by_role("heading", level=1, name="Results")
    expect(heading).to_be_focused()
    expect(page).to_have_title("Filled · Lakeside Family Practice")


def test_the_first_press_of_tab_offers_to_skip_the_frame(open_page) -> None:
    page: Page = open_page("/home")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the page")
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_the_account_menu_closes_as_menus_do(open_page) -> None:
    page: Page = open_page("/home")
    face = page.locator("header summary")
    out = page.get_by_role("button", name="Sign out")
    face.click()
    expect(out).to_be_visible()
    page.keyboard.press("Escape")
    expect(out).to_be_hidden()
    expect(face).to_be_focused()
    face.press("Enter")
    expect(out).to_be_visible()
    page.get_by_role("heading", level=1).click()
    expect(out).to_be_hidden()


def test_signing_out_is_a_real_post(open_page, gallery_api) -> None:
    page: Page = open_page("/home", java_script_enabled=False)
    page.locator("header summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/#signed-out=done")
    assert gallery_api.get("/api/session").json()["signed_in"] is False


def test_a_phone_has_the_tabs_at_the_bottom_and_more(open_page) -> None:
    page: Page = open_page("/home", width=390)
    bar = page.get_by_role("navigation", name="Main")
    expect(bar).to_have_count(1)
    expect(bar.get_by_role("link", name="Home")).to_have_attribute("aria-current", "page")
    bar.get_by_text("More").click()
    expect(bar.get_by_role("button", name="Sign out")).to_be_in_viewport(ratio=1)


def test_a_dialog_takes_focus_and_gives_it_back(open_page) -> None:
    page: Page = open_page("/pieces")
    opener = page.get_by_role("button", name="Primary")
    opener.click()
    dialog = page.get_by_role("dialog", name="Revoke this invitation?")
    expect(dialog).to_be_visible()
    assert page.evaluate("document.querySelector('dialog[open]').contains(document.activeElement)")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()
    opener.click()
    expect(dialog).to_be_visible()


def test_the_secret_of_a_link_leaves_the_address_bar(open_page) -> None:
    token = "A-z_9" * 8 + "abc"
    page: Page = open_page(f"/fragment#{token}")
    expect(page.locator("#token")).to_have_text(token)
    assert "#" not in page.url
    assert token not in page.evaluate(
        "JSON.stringify([history.state, {...sessionStorage}, {...localStorage}])"
    )


def test_a_fragment_that_is_no_secret_is_none(open_page) -> None:
    page: Page = open_page("/fragment#<script>alert(1)</script>")
    expect(page.locator("#token")).to_have_text("none")
    assert "#" not in page.url


def test_a_page_that_breaks_says_so_kindly(chromium, origin) -> None:
    context = chromium.new_context(base_url=origin)
    page: Page = context.new_page()
    page.add_init_script("window.fall = true")
    page.goto("/broken")
    expect(page.get_by_role("heading", name="This page did not load")).to_be_visible()
    expect(page.get_by_text("call 555-0134")).to_be_visible()
    assert "secret words" not in page.content()
    context.close()


def test_offline_is_said_and_unsaid(open_page) -> None:
    page: Page = open_page("/home")
    page.context.set_offline(True)
    bar = page.get_by_text("You are offline. What you typed is still here.")
    expect(bar).to_be_visible()
    page.context.set_offline(False)
    expect(bar).to_be_hidden()


def test_the_demonstration_says_so_on_every_page(open_page) -> None:
    for path in ("/", "/home", "/forms", "/pieces"):
        expect(open_page(path).get_by_text("Demonstration: made-up people")).to_be_visible()
