"""What page authors lean on, without a browser."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import reflex as rx

from portal import i18n
from portal.components import document, follow, icons, nt, staff_screen, t
from portal.components.icons import icon
from portal.settings import get_settings

WEB = Path(icons.__file__).parent / "web"


class Spoken(rx.State):
    language: str = "en"
    name: str = ""
    n: int = 0


@pytest.fixture
def two_languages(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    class Spanish(i18n.gettext.NullTranslations):
        def gettext(self, message: str) -> str:
            return {"Hello {name}": "Hola {name}", "Send": "Enviar"}.get(message, message)

    monkeypatch.setattr(i18n, "languages", lambda: ["en", "es"])
    monkeypatch.setattr(
        i18n, "catalogue", lambda lang: Spanish() if lang == "es" else i18n.gettext.NullTranslations()
    )
    follow(Spoken.language)
    yield
    follow(None)


def test_with_one_language_a_text_is_plain_in_the_built_page() -> None:
    assert t("Send") == "Send"
    assert t("{n} new", n=3) == "3 new"


def test_a_text_can_hold_what_the_state_knows() -> None:
    words = t("Hello {name}, {n} new", name=Spoken.name, n=Spoken.n)
    assert isinstance(words, rx.Var)
    assert "Hello " in str(words)
    assert "name" in str(words)


def test_plurals_follow_a_number_or_a_var() -> None:
    assert nt("{n} result", "{n} results", 1) == "1 result"
    assert nt("{n} result", "{n} results", 4) == "4 results"
    words = str(nt("{n} result", "{n} results", Spoken.n))
    assert ' result"' in words
    assert ' results"' in words


@pytest.mark.usefixtures("two_languages")
def test_with_several_languages_a_text_follows_the_reader() -> None:
    words = str(t("Send"))
    assert "language" in words
    assert "Enviar" in words
    assert "Send" in words
    assert "Hola " in str(t("Hello {name}", name=Spoken.name))


def test_every_icon_has_its_drawing_and_every_drawing_its_name() -> None:
    drawn = re.findall(r"^  (\w+): \"", (WEB / "icons.jsx").read_text(), re.MULTILINE)
    assert tuple(drawn) == icons.NAMES


def test_an_icon_that_does_not_exist_is_refused_where_it_is_written() -> None:
    with pytest.raises(ValueError, match="No icon 'spleen'"):
        icon("spleen")


def test_the_practices_hue_colours_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "#005c5a" in str(document.head())
    monkeypatch.setenv("PORTAL_ACCENT_HUE", "300")
    get_settings.cache_clear()
    head = str(document.head())
    assert "--accent-h:300" in head
    assert "#005c5a" not in head
    monkeypatch.undo()
    get_settings.cache_clear()


def test_the_head_loads_nothing_from_elsewhere() -> None:
    assert not re.search(r"https?://", str(document.head()))


def test_what_shows_when_a_page_breaks_never_shows_the_fault() -> None:
    shown = str(document.broken_screen().fallback_render)
    assert "This page did not load" in shown
    assert "stack" not in re.sub(r"className:\"[^\"]*\"", "", shown)
    assert "error" not in shown


def test_the_typeface_is_small_and_licensed() -> None:
    font = Path("assets/font.woff2").read_bytes()
    assert font[:4] == b"wOF2"
    assert len(font) <= 40_000
    assert "SIL Open Font License" in Path("assets/font-LICENSE.txt").read_text()


def test_the_browsers_parts_never_evaluate_text() -> None:
    for file in WEB.glob("*.jsx"):
        code = file.read_text()
        assert not re.search(r"\beval\b|new Function|innerHTML|dangerouslySet|https?://", code), file.name


def test_a_tab_of_a_duty_shows_to_the_roles_that_have_it_and_no_other() -> None:
    drawn = str(staff_screen("Queue", tab="corrections"))
    corrections = drawn[: drawn.index('"/staff/corrections"')].rpartition("includes")[0][-200:]

    assert "clinician" in corrections and "administrator" in corrections
    assert "front-desk" not in corrections and "biller" not in corrections
