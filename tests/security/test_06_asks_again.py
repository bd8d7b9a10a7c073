"""SECURITY.md 6: whatever changes how an account is got into, or who else gets in, asks again first.

All services are walked, so that one written tomorrow asks too, or is named here with the reason why not.
"""

import importlib
import pkgutil

import pytest

from portal import services
from portal.access.needs import Need

AFRESH = {
    "devices.end_device": "it only takes access away, and must be quick",
    "devices.end_everywhere": "it only takes access away, and must be quick",
    "email_change.cancel_email": "it keeps everything as it is",
    "keeping.rename_passkey": "a name changes nothing about who gets in",
    "accounts.switch": "it opens nothing that was not open",
    "representatives.end": "it only takes access away, and must be quick",
    "representatives.leave": "it only takes access away",
    "representatives.pause": "it only takes access away, and must be quick",
    "representatives.resend": "it sends what was asked with proof to the same address once more",
    "representatives.take_back": "it only takes an offer away, and must be quick",
    "wishes.choose_wishes": "which emails tell of messages; those about the account always come",
    "joining.accept": "it takes up what someone offered, who was asked then",
}
"""What changes one's own account and does not ask."""
GUARDED = ("portal.services.account", "portal.services.second_factor")
"""Whatever changes anything here asks, whichever door it comes through."""


def acting() -> dict[str, tuple[str, Need]]:
    """Every service that changes something, by its action: its module and what it needs."""
    found = {}
    for module in pkgutil.walk_packages(services.__path__, "portal.services."):
        for thing in vars(importlib.import_module(module.name)).values():
            need = getattr(thing, "need", None)
            if isinstance(need, Need) and need.acting:
                found[need.action] = (thing.__module__, need)
    return found


ALL = acting()
MUST_ASK = sorted(action for action, (module, need) in ALL.items() if need.own or module.startswith(GUARDED))


def test_the_walk_finds_them() -> None:
    assert {"changing.set_password", "changing.set_questions", *AFRESH} <= set(MUST_ASK)


@pytest.mark.parametrize("action", MUST_ASK)
def test_it_asks_again_first(action: str) -> None:
    assert ALL[action][1].proof != (action in AFRESH), f"{action} must say proof=True, or why not"
