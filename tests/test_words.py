"""Another language is a catalogue, not a rewrite: every visible text can be found, and is used when there."""

import ast
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo

from portal import i18n
from portal.components import text
from portal.settings import get_settings

PORTAL = Path(__file__).resolve().parent.parent / "portal"
KEYWORDS = {"t": None, "N_": None, "nt": (1, 2)}


def found() -> set[str]:
    """Every text that the catalogue tools find in the sources."""
    messages = extract_from_dir(str(PORTAL), keywords=KEYWORDS, method_map=[("**.py", "python")])
    texts: set[str] = set()
    for _file, _line, message, _comments, _context in messages:
        texts.update([message] if isinstance(message, str) else message)
    return texts


def calls() -> Iterator[tuple[Path, ast.Call]]:
    for path in PORTAL.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("N_", "nt")
            ):
                yield path, node


@pytest.fixture
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A practice that speaks German, with a small catalogue."""
    catalogue = Catalog(locale="de")
    catalogue.add("Sign out", "Abmelden")
    catalogue.add(("{n} new", "{n} new ones"), ("{n} neuer", "{n} neue"))
    where = tmp_path / "de" / "LC_MESSAGES"
    where.mkdir(parents=True)
    with (where / "portal.mo").open("wb") as file:
        write_mo(file, catalogue)
    monkeypatch.setattr(i18n, "LOCALES", tmp_path)
    monkeypatch.setenv("PORTAL_LANGUAGE", "de")
    i18n.catalogue.cache_clear()
    get_settings.cache_clear()
    yield
    i18n.catalogue.cache_clear()
    get_settings.cache_clear()


def test_the_catalogue_tools_find_what_people_read() -> None:
    texts = found()

    assert {"Sign out", "Health Records", "Help", "Skip to the page"} <= texts
    assert len(texts) > 300


def test_marked_texts_are_written_out_where_they_are_marked() -> None:
    for path, call in calls():
        words = call.args[:2] if isinstance(call.func, ast.Name) and call.func.id == "nt" else call.args[:1]
        assert all(isinstance(word, ast.Constant) for word in words), f"{path.name}:{call.lineno}"


def test_a_catalogue_changes_every_word_and_date(german: None) -> None:
    assert i18n.t("Sign out") == "Abmelden"
    assert text.t("Sign out") == "Abmelden"
    assert [i18n.nt("{n} new", "{n} new ones", n) for n in (1, 3)] == ["1 neuer", "3 neue"]
    assert i18n.t("Not in the catalogue yet") == "Not in the catalogue yet"

    assert i18n.day(date(2026, 11, 22)) == "22.11.2026"
