"""What the guides say is true: every setting, command, file and link they name is there."""

import re

import pytest

from portal import build, cli
from portal.settings import Settings

GUIDES = ["README.md", "docs/operating.md", "docs/architecture.md", "docs/security.md"]


def text_of(guide: str) -> str:
    return (build.ROOT / guide).read_text()


def test_the_guide_lists_every_setting_with_its_default_and_meaning():
    rows = [line for line in text_of("docs/operating.md").splitlines() if line.startswith("| `PORTAL_")]
    wanted = []
    for name, field in Settings.model_fields.items():
        default = str(field.default).lower() if isinstance(field.default, bool) else str(field.default)
        shown = f"`{default}`" if default else "empty"
        wanted.append(f"| `PORTAL_{name.upper()}` | {shown} | {field.description} |")
    assert [row for row in rows if row.startswith("| `PORTAL_") and row.count("|") == 4] == wanted


def test_the_readme_lists_every_command():
    text = text_of("README.md")
    for commands in cli.GROUPS.values():
        for command in commands:
            assert re.search(rf"^\| `portal {command}\b", text, re.MULTILINE), command


def test_the_readme_opens_with_what_this_is_and_the_two_commands():
    opening = text_of("README.md").split("## ")[0]
    assert "![" in opening
    assert re.findall(r"^make (\w+)", opening, re.MULTILINE) == ["demo", "test"]


@pytest.mark.parametrize("guide", GUIDES)
def test_every_link_leads_somewhere(guide):
    folder = (build.ROOT / guide).parent
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", text_of(guide)):
        assert (folder / target).exists(), target


@pytest.mark.parametrize("guide", ["docs/architecture.md", "docs/security.md"])
def test_every_file_named_is_there(guide):
    places = [build.ROOT, build.ROOT / "portal"]
    for name in re.findall(r"`([a-z_]+/[a-z_/]*(?:\.[a-z]+)?)`", text_of(guide)):
        assert any((place / name).exists() for place in places), name
