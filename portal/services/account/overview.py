"""What the page about an account's safety shows, in one look."""

from dataclasses import dataclass, field

from portal.access.needs import OWN, needs
from portal.access.own import Own
from portal.models.account import AccountContents
from portal.services.account import changing, devices
from portal.services.account.devices import DeviceRow
from portal.services.credentials import questions


@dataclass(frozen=True, slots=True)
class Security:
    """How an account is signed in to, and where that is so now. `questions` in words, never the answers."""

    username: str = ""
    questions: list[str] = field(default_factory=list)
    devices: list[DeviceRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Choosing:
    """What choosing anew begins with: the username, the part of it a password may not hold, the questions."""

    username: str = ""
    about: str = ""
    questions: list[str] = field(default_factory=list)


@needs(OWN)
def show_security(own: Own) -> Security:
    """How this account is signed in to, and where."""
    words = dict(questions())
    chosen = [words[key] for key in changing.chosen_questions(own) if key in words]
    return Security(own.unseal(own.account, AccountContents).username, chosen, devices.rows(own))


@needs(OWN)
def show_choosing(own: Own) -> Choosing:
    """What the pages to choose a password or questions begin with."""
    username = own.unseal(own.account, AccountContents).username
    return Choosing(username, changing.about(own), changing.chosen_questions(own))
