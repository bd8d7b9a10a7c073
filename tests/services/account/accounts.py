"""What the tests about one's own account share."""

from dataclasses import replace

from portal.db import unit_of_work
from portal.models.account import Account
from portal.services import proof
from portal.services.sign_in import From
from tests import mail, people

PHONE = From(
    address="198.51.100.20",
    device="Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.0 Mobile/15E148 Safari/604.1",
    browser="p" * 43,
)
LAPTOP = From(
    address="203.0.113.5",
    device="Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Safari/537.36",
    browser="l" * 43,
)


def proved(who: people.Person) -> people.Person:
    """The person after giving their password again."""
    return replace(who, token=proof.give(who.token, who.password, source=people.HERE))


def letters_to(address: str) -> list[mail.MailRow]:
    """What was written to an address, newest first, sent and as it reads."""
    mail.send_due()
    return [one for one in mail.emails() if one.to == address]


def account_of(who: people.Person) -> Account:
    with unit_of_work() as db:
        return db.get_one(Account, who.account_id)
