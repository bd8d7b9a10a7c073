"""However it is called, the command answers in one clear line and leaves with the right code."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import typer

from portal import build, cli
from portal.errors import NotFound


def in_shell(*arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PORTAL_HOME": str(home)}
    return subprocess.run(
        [sys.executable, "-m", "portal", *arguments],
        cwd=build.ROOT, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def raising(fault: BaseException) -> Callable[[list[str]], typer.Typer]:
    """Makes a command that does nothing but raise."""
    app = typer.Typer()

    @app.command()
    def only() -> None:
        raise fault

    return lambda _asked_for: app


def test_every_command_explains_itself(portal):
    listed = portal("--help").out
    app = cli.make_app()
    commands = [[command.name] for command in app.registered_commands]
    assert {name for names in cli.GROUPS.values() for name in names} == {
        *(words[0] for words in commands), *(group.name for group in app.registered_groups)
    }  # fmt: skip
    for group in app.registered_groups:
        commands += [
            [group.name],
            *([group.name, one.name] for one in group.typer_instance.registered_commands),
        ]
    for words in commands:
        assert words[0] in listed
        said = portal(*words, "--help")
        assert (said.code, said.err) == (0, "")
        assert f"Usage: portal {' '.join(words)}" in said.out


def test_without_a_command_it_shows_what_there_is(portal):
    said = portal()
    assert said.code == 2
    assert "doctor" in said.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["docter"], "portal: No such command 'docter'"),
        (["doctor", "--jason"], "portal: No such option: --jason"),
        (["doctor", "now"], "portal: Got unexpected extra argument"),
    ],
)
def test_a_slip_of_the_finger_is_one_line_and_exit_2(portal, arguments, words):
    said = portal(*arguments)
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert said.err.startswith(words)


def test_a_refusal_is_told_in_its_own_words(portal, monkeypatch):
    monkeypatch.setattr(cli, "make_app", raising(NotFound("Nobody on file has that\nMRN.")))
    said = portal()
    assert (said.code, said.err) == (1, "portal: Nobody on file has that MRN.\n")


def test_a_fault_of_ours_says_where_and_not_whose_data(portal, monkeypatch):
    monkeypatch.setattr(cli, "make_app", raising(KeyError("Alice Applewhite 1984-03-09")))
    said = portal()
    assert said.code == 1
    assert said.err.count("\n") == 1
    assert "Something went wrong (KeyError" in said.err
    assert "Alice" not in said.err


def test_a_stop_from_the_keyboard_is_no_traceback(portal, monkeypatch):
    monkeypatch.setattr(cli, "make_app", raising(KeyboardInterrupt()))
    said = portal()
    assert (said.code, said.err) == (130, "")


def test_a_real_process_leaves_with_the_same_codes(tmp_path):
    nothing_there = in_shell("doctor", "--json", home=tmp_path / "none")
    assert nothing_there.returncode == 1
    assert nothing_there.stdout.count("\n") == 1
    refused = in_shell("serve", home=tmp_path / "none")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == f"portal: There is no portal at {tmp_path / 'none'} yet. Run: portal migrate\n"
    assert in_shell("migrate", home=tmp_path / "home").returncode == 0
    assert in_shell("no-such-thing", home=tmp_path / "home").returncode == 2
