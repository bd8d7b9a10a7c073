"""An operator lets staff in, and shuts them out."""

import pytest

from portal.errors import SignedOut
from portal.services.accounts import who
from tests import people

LINK = r"http://localhost:8000/staff/set-up#"


def test_a_new_colleague_gets_a_link_to_set_up_her_account(portal, home):
    said = portal("staff", "add", "nia@example.org", "--role", "clinician", "--name", "Nia Novak", "--json")
    assert said.code == 0
    assert said.json["email"] == "nia@example.org"
    assert said.json["link"].startswith(LINK)
    again = portal("staff", "reset", "nia@example.org")
    assert again.code == 0
    assert LINK in again.out
    assert said.json["link"] not in again.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["add", "nia@example.org", "--role", "king"], "Choose one of these roles: "),
        (["add", "nia", "--role", "clinician", "--name", "Nia"], "Enter an email address"),
        (["reset", "nobody@example.org"], "Nobody who works here has that email address."),
        (["disable", "nobody@example.org"], "Nobody who works here has that email address."),
    ],
)
def test_what_cannot_be_done_is_one_line(portal, home, arguments, words):
    said = portal("staff", *arguments)
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)
    assert said.err.startswith(f"portal: {words}")


def test_one_account_an_address(portal, home):
    portal("staff", "add", "nia@example.org", "--role", "clinician")
    said = portal("staff", "add", "NIA@example.org", "--role", "biller")
    assert (said.code, said.err) == (1, "portal: There is an account for that email address already.\n")


def test_who_is_shut_out_is_out_at_once_and_can_be_let_in_again(portal, home):
    nia = people.nia()
    said = portal("staff", "disable", nia.username)
    assert (said.code, said.out) == (0, f"{nia.username} can no longer sign in.\n")
    with pytest.raises(SignedOut):
        who(nia.token)
    assert portal("staff", "enable", nia.username).out == f"{nia.username} can sign in again.\n"
    assert who(people.sign_in(nia).token).name == "Nia Novak"
