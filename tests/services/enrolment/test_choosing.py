"""A username and a password by the rules."""

import pytest

from portal.errors import Conflict, Invalid
from portal.services import credentials, enrolment
from portal.vault.tokens import new_token
from tests import people
from tests.people import HERE
from tests.services.enrolment.steps import PASSWORD

pytestmark = pytest.mark.usefixtures("home")


def test_usernames_are_answered_to_holders_of_a_proof_only() -> None:
    alice = people.alice()
    for proof in ("", "x", new_token()):
        with pytest.raises(Conflict):
            enrolment.check_username(proof, alice.username, source=HERE)


@pytest.mark.parametrize(
    "name", ["", "short", "a" * 51, "jo jones", "jo/jones", "jönes1", "jo\u200bjones", "jo\njones"]
)
def test_a_username_against_the_rules_is_refused(proof: str, name: str) -> None:
    with pytest.raises(Invalid) as refused:
        enrolment.check_username(proof, name, source=HERE)
    assert list(refused.value.fields) == ["username"]


def test_a_username_is_taken_whatever_its_case(proof: str) -> None:
    alice = people.alice()
    with pytest.raises(Invalid, match="taken"):
        enrolment.check_username(proof, alice.username.upper(), source=HERE)
    assert enrolment.check_username(proof, " jo@Example.org ", source=HERE) == "jo@Example.org"


@pytest.mark.parametrize(
    ("password", "rule"),
    [
        ("", "12 to 128"),
        ("x7!kQ2#vB9@", "12 to 128"),
        ("kettle orchid mulberry " * 6, "12 to 128"),
        ("password1234", "guess"),
        ("aaaaaaaaaaaaaaaa", "guess"),
        ("qwertyuiop1234", "guess"),
        ("password password", "guess"),
        ("letmein, letmein, letmein", "guess"),
        ("jo.jones kettle orchid mulberry", "username"),
        ("kettle JoJones orchid mulberry", "username"),
        ("Lakeside Family Practice kettle orchid", "practice"),
        ("kettle lakesidefamilypractice orchid", "practice"),
    ],
)
def test_a_weak_password_is_refused_with_the_rule_it_breaks(password: str, rule: str) -> None:
    with pytest.raises(Invalid, match=rule):
        credentials.checked_password(password, "jo.jones")


@pytest.mark.parametrize(
    "password",
    [
        PASSWORD,
        "x7!kQ2#vB9@z",
        "кошка гуляет сама по себе",
        "🐈🦜🐢🌵🎺🧵🧭🪁🦔🪴🧲🪵",
        "kettle orchid mulb" * 7,
    ],
)
def test_any_characters_make_a_password(password: str) -> None:
    assert credentials.checked_password(password, "jo.jones")


def test_a_username_is_never_its_own_password() -> None:
    name = "._-@._-@._-@._-@"
    with pytest.raises(Invalid, match="username"):
        credentials.checked_password(name, name)


def test_the_rules_are_told_one_by_one() -> None:
    rules = credentials.password_rules("password", "jo.jones")
    assert (rules.length, rules.not_common, rules.not_personal, rules.all) == (False, False, True, False)
    assert credentials.password_rules(PASSWORD, "jo.jones").all
    assert not any(
        (credentials.password_rules("", "").length, credentials.password_rules("", "").not_personal)
    )
