"""Alice leaves the portal open; it warns her, waits for her, and in the end tidies up after her."""

import json

from playwright.sync_api import Page, Route, expect

WARNING = "Are you still there?"


def hold(page: Page, **session: object) -> None:
    """Answer as a server would whose session stands like this."""
    times = {"idle_seconds": 900, "life_seconds": 40000, "warn_seconds": 120}
    answer = {"signed_in": True, "session": "one"} | times | session
    page.route("**/api/session", lambda route: route.fulfill(body=json.dumps(answer)))


def begin_again(page: Page) -> None:
    """From here the page's time is the test's; its first question to the server is answered."""
    page.clock.install()
    with page.expect_response("**/api/session"):
        page.reload()
    page.wait_for_timeout(600)


def test_she_is_warned_and_stays(open_page, gallery_api) -> None:
    gallery_api.post("/test/session", data={"idle_seconds": 119})
    page: Page = open_page("/home")
    dialog = page.get_by_role("dialog", name=WARNING)
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("timer")).to_contain_text("1:5")
    expect(dialog.get_by_role("button", name="Stay signed in")).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    assert gallery_api.get("/test/seen").json()["stays"] == 1


def test_focus_goes_back_to_where_she_was(open_page, gallery_api) -> None:
    page: Page = open_page("/filled")
    search = page.get_by_label("Search results")
    begin_again(page)
    search.fill("pota")
    expect(search).to_be_focused()
    hold(page, idle_seconds=100)
    page.clock.fast_forward("13:30")
    expect(page.get_by_role("dialog", name=WARNING)).to_be_visible()
    page.get_by_role("button", name="Stay signed in").click()
    expect(page.get_by_role("dialog", name=WARNING)).to_be_hidden()
    expect(search).to_be_focused()
    expect(search).to_have_value("pota")


def test_the_countdown_is_read_out_now_and_then(open_page, gallery_api) -> None:
    gallery_api.post("/test/session", data={"idle_seconds": 70})
    page: Page = open_page("/home")
    aloud = page.locator("dialog [aria-live]")
    expect(aloud).to_have_text("You will be signed out in 1:00.", timeout=20_000)


def test_when_time_is_up_nothing_private_stays(open_page, gallery_api) -> None:
    gallery_api.post("/test/session", data={"idle_seconds": 2})
    page: Page = open_page("/home")
    expect(page.get_by_role("dialog", name=WARNING)).to_be_visible()
    gallery_api.post("/test/session", data={"signed_in": False, "reason": "idle"})
    page.wait_for_url("**/#signed-out=idle")
    expect(page.get_by_text("Alice")).to_have_count(0)
    page.go_back()
    assert page.url == "about:blank"


def test_a_laptop_that_slept_wakes_to_the_sign_in_page(open_page, gallery_api) -> None:
    page: Page = open_page("/home")
    begin_again(page)
    hold(page, signed_in=False, reason="idle")
    page.clock.fast_forward("08:00:00")
    page.wait_for_url("**/#signed-out=idle")


def test_it_leaves_even_when_the_server_cannot_be_asked(open_page, gallery_api) -> None:
    page: Page = open_page("/home")
    begin_again(page)
    page.route("**/api/session", lambda route: route.abort())
    page.clock.fast_forward("20:00")
    page.wait_for_url("**/#signed-out=idle")


def test_a_first_question_without_an_answer_is_asked_again(open_page, gallery_api) -> None:
    page: Page = open_page("/home")
    page.clock.install()
    page.route("**/api/session", lambda route: route.abort())
    page.reload()
    page.wait_for_timeout(600)
    page.unroute("**/api/session")
    hold(page, idle_seconds=100)
    page.clock.run_for(12_000)
    expect(page.get_by_role("dialog", name=WARNING)).to_be_visible()


def test_a_second_that_was_skipped_is_read_out_all_the_same(open_page, gallery_api) -> None:
    page: Page = open_page("/home")
    begin_again(page)
    hold(page, idle_seconds=115)
    page.clock.fast_forward("14:00")
    expect(page.get_by_role("dialog", name=WARNING)).to_be_visible()
    page.clock.fast_forward(57_500)  # from 1:55 to 0:58 in one step
    expect(page.locator("dialog [aria-live]")).to_have_text("You will be signed out in 1:00.")


def test_typing_keeps_her_signed_in_once_a_minute_at_most(open_page, gallery_api) -> None:
    page: Page = open_page("/filled")
    begin_again(page)
    search = page.get_by_label("Search results")
    search.click()
    stays: list[Route] = []
    page.route("**/api/session/stay", lambda route: (stays.append(route), route.fallback()))
    for _ in range(30):
        search.press("a")
        page.clock.run_for(10_000)
    assert 3 <= len(stays) <= 5


def test_reading_without_touching_does_not_keep_her_signed_in(open_page, gallery_api) -> None:
    page: Page = open_page("/filled")
    begin_again(page)
    page.clock.run_for(300_000)
    assert gallery_api.get("/test/seen").json()["stays"] == 0


def test_staying_in_one_tab_is_staying_in_all(open_page, gallery_api) -> None:
    gallery_api.post("/test/session", data={"idle_seconds": 110})
    one: Page = open_page("/home")
    other = one.context.new_page()
    other.goto("/result")
    expect(one.get_by_role("dialog", name=WARNING)).to_be_visible()
    expect(other.get_by_role("dialog", name=WARNING)).to_be_visible()
    other.get_by_role("button", name="Stay signed in").click()
    expect(one.get_by_role("dialog", name=WARNING)).to_be_hidden()
    expect(other.get_by_role("dialog", name=WARNING)).to_be_hidden()


def test_at_the_end_of_a_long_session_staying_is_not_offered(open_page, gallery_api) -> None:
    gallery_api.post("/test/session", data={"life_seconds": 100})
    page: Page = open_page("/pieces")
    dialog = page.get_by_role("dialog", name=WARNING)
    expect(dialog).to_contain_text("Please finish, then sign in again.")
    expect(dialog.get_by_role("button", name="Stay signed in")).to_have_count(0)
    expect(dialog.get_by_role("button", name="Sign out now")).to_be_visible()


def test_signing_out_in_one_tab_takes_the_page_away_in_the_others_without_any_push(
    open_page, gallery_api
) -> None:
    """No push reaches these tabs: their connection to the server is not the portal's."""
    other: Page = open_page("/home")
    expect(other.get_by_text("Alice").first).to_be_visible()
    one = other.context.new_page()
    one.goto("/home")
    one.locator("header summary").click()
    one.get_by_role("button", name="Sign out").click()
    other.wait_for_url("**/#signed-out=done")
    expect(other.get_by_text("Alice")).to_have_count(0)


def test_an_address_that_says_signed_out_signs_nobody_out(open_page, gallery_api) -> None:
    """Anyone may send her such a link; her tabs ask the server, and stay."""
    page: Page = open_page("/home")
    other = page.context.new_page()
    with page.expect_response("**/api/session"):
        other.goto("/#signed-out=done")
    expect(page.get_by_text("Alice").first).to_be_visible()
    assert page.url.rstrip("/").endswith("/home")


def test_a_tab_that_cannot_ask_believes_the_other_tab(open_page, gallery_api) -> None:
    page: Page = open_page("/home")
    page.wait_for_timeout(300)
    page.route("**/api/session", lambda route: route.abort())
    other = page.context.new_page()
    other.goto("/#signed-out=done")
    page.wait_for_url("**/#signed-out=done")


def test_whoever_signs_in_next_in_this_browser_finds_nothing_of_hers_in_another_tab(
    open_page, gallery_api
) -> None:
    page: Page = open_page("/home")
    with page.expect_response("**/api/session"):
        page.reload()
    page.wait_for_load_state("networkidle")
    assert gallery_api.get("/api/session").json()["session"] == "one"
    page.evaluate("document.body.dataset.hers = 'yes'")
    gallery_api.post("/test/session", data={"session": "two"})
    other = page.context.new_page()
    other.goto("/home")
    other.wait_for_timeout(300)
    other.evaluate("new BroadcastChannel('session').postMessage({over: 'ended'})")
    expect(page.locator("body[data-hers]")).to_have_count(0)
