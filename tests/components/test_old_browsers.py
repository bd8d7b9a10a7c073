"""Someone comes with a browser from 2013: a readable page and a phone number, never a blank one."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from portal.components.document import old_browser_script

SCRIPT = Path("assets/old-browser.js")
YOUNGER = re.compile(r"=>|`|\b(let|const|class|async|await|import|export|of)\b|\.\.\.|\?\.|\?\?")


def test_the_script_is_one_that_old_browsers_can_read() -> None:
    code = re.sub(r"/\*.*?\*/", "", SCRIPT.read_text(), flags=re.DOTALL)
    assert YOUNGER.findall(code) == []


def test_only_browsers_without_modules_run_it() -> None:
    tag = str(old_browser_script())
    assert "noModule:true" in tag
    assert "/old-browser.js" in tag


def test_its_page_has_the_practice_its_phone_and_what_to_use(open_page) -> None:
    page: Page = open_page("about:blank")
    page.route("**/assets/*.js", lambda route: route.abort())  # it cannot run the modules
    page.goto("/")
    assert page.locator("script[nomodule]").count() == 1
    page.evaluate(SCRIPT.read_text())
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "This browser is too old for the patient portal"
    )
    expect(page.get_by_role("link", name="555-0134")).to_have_attribute("href", "tel:555-0134")
    for words in ("Lakeside Family Practice", "Mon–Fri 8 AM–5 PM", "Safari, Chrome, Firefox, Edge"):
        expect(page.get_by_text(words)).to_be_visible()
    expect(page.get_by_label("Username")).to_have_count(0)
