"""The command as an operator meets it: what it prints, where, and the code it leaves with."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from portal import cli


@dataclass(frozen=True)
class Said:
    """One run of the command."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON object it printed."""
        assert self.out.count("\n") == 1, f"not one line: {self.out!r}"
        return json.loads(self.out)


@pytest.fixture
def portal(capfd: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Run the command in this process: `portal("doctor", "--json")`."""

    def run(*arguments: object) -> Said:
        capfd.readouterr()
        code = cli.run([str(argument) for argument in arguments])
        said = capfd.readouterr()
        return Said(code, said.out, said.err)

    return run
