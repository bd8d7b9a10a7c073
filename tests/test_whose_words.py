"""Whoever looks at someone else's record reads that person's name, or words that are right for both.

"Your record" on a page is one half of `for_whom`, or the page is always about one's own record.
"""

import ast
from pathlib import Path

import pytest

import portal

PAGES = Path(portal.__file__).parent / "pages" / "patient"
SERVICES = Path(portal.__file__).parent / "services"
OWN = ("representative", "hide_item", "profile_", "security", "email_change")
"""Pages that are about one's own account and record, whoever's the session looks at."""
SAYS = ("your record", "my record", "your care team", "your body", "your health record")


def wrong_in(source: str) -> list[str]:
    """Texts that say whose record it is without asking whose it is."""
    tree = ast.parse(source)
    asked = {
        id(text)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "for_whom"
        for text in ast.walk(call)
    }
    return [
        text.value
        for text in ast.walk(tree)
        if isinstance(text, ast.Constant)
        and isinstance(text.value, str)
        and id(text) not in asked
        and any(words in text.value.lower() for words in SAYS)
        and text.value != ast.get_docstring(tree, clean=False)
    ]


def pages() -> list[Path]:
    return [page for page in sorted(PAGES.glob("*.py")) if not page.name.startswith(OWN)]


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_every_page_says_whose_record_it_is(page: Path) -> None:
    assert wrong_in(page.read_text()) == []


@pytest.mark.parametrize("feature", ["records", "exporting", "sharing", "activity"])
def test_what_services_say_of_a_record_is_right_for_whoever_reads_it(feature: str) -> None:
    sources = sorted((SERVICES / feature).rglob("*.py"))
    assert {str(one): found for one in sources if (found := wrong_in(one.read_text()))} == {}


def test_it_would_be_found() -> None:
    assert wrong_in('x = t("Your record")') == ["Your record"]
    assert wrong_in('x = for_whom(t("Your record"), N_("The record of {name}"))') == []
