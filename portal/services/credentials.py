"""The rules for what a person chooses: username, password, security questions."""

import re
import unicodedata
from dataclasses import dataclass
from threading import Lock

from zxcvbn import zxcvbn

from portal.errors import Invalid
from portal.i18n import t
from portal.settings import get_settings
from portal.vault.lookup import folded

CHARACTERS = re.compile(r"[A-Za-z0-9._@-]+")
NAME_SHORTEST, NAME_LONGEST = 6, 50
SHORTEST, LONGEST = 12, 128
ENOUGH = 3
"""zxcvbn's score of 3: safely unguessable, more than 10^8 guesses."""
SCORED = 72
QUESTIONS_ASKED = 3
ANSWER_SHORTEST, ANSWER_LONGEST = 3, 200

_scoring = Lock()


@dataclass(frozen=True, slots=True)
class UsernameRules:
    """Which of the rules a username meets."""

    length: bool = False
    characters: bool = False
    free: bool = False


@dataclass(frozen=True, slots=True)
class PasswordRules:
    """Which of the rules a password meets."""

    length: bool = False
    not_common: bool = False
    not_personal: bool = False

    @property
    def all(self) -> bool:
        return self.length and self.not_common and self.not_personal


def questions() -> list[tuple[str, str]]:
    """The security questions to choose from, as (key, words)."""
    return [
        ("first-pet", t("What was the name of your first pet?")),
        ("first-street", t("What street did you live on when you were ten?")),
        ("first-school", t("What was the name of your first school?")),
        ("first-teacher", t("What was the last name of a teacher you liked?")),
        ("first-job", t("What was the first job you were paid for?")),
        ("first-car", t("What was the make and model of your first car?")),
        ("childhood-friend", t("What was the first name of your best friend as a child?")),
        ("parents-met", t("In what town did your parents meet?")),
        ("first-trip", t("Where did you go on your first long trip?")),
        ("childhood-dish", t("What dish did you like best as a child?")),
    ]


def username_rules(username: str) -> UsernameRules:
    """Which rules a username meets; whether it is free is for those who may ask."""
    name = username.strip()
    length = NAME_SHORTEST <= len(name) <= NAME_LONGEST
    return UsernameRules(length, bool(CHARACTERS.fullmatch(name)))


def checked_username(username: str) -> str:
    """The username without spaces around it. Raises: Invalid."""
    name, rules = username.strip(), username_rules(username)
    if not rules.length:
        raise Invalid(fields={"username": t("A username has 6 to 50 characters.")})
    if not rules.characters:
        raise Invalid(fields={"username": t("Use only letters, digits and . _ - @ in a username.")})
    return name


def password_rules(password: str, username: str) -> PasswordRules:
    """Which rules a password meets (NIST 800-63B 3.1.1.2: length and blocklist, no composition rule)."""
    password = normal(password)
    if not password:
        return PasswordRules()
    length = SHORTEST <= len(password) <= LONGEST
    return PasswordRules(
        length=length,
        not_common=_is_hard_to_guess(password, username),
        not_personal=not _is_personal(password, username),
    )


def checked_password(password: str, username: str) -> str:
    """The password as it is hashed. Raises: Invalid, saying the first rule it does not meet."""
    rules = password_rules(password[: LONGEST * 4], username)
    if not rules.length:
        raise Invalid(fields={"password": t("A password has 12 to 128 characters.")})
    if not rules.not_personal:
        words = t("Leave your username and the practice's name out of your password.")
        raise Invalid(fields={"password": words})
    if not rules.not_common:
        words = t("That password is easy to guess. Try three or four words that do not belong together.")
        raise Invalid(fields={"password": words})
    return normal(password)


def checked_answers(answers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Three different questions with their answers. Raises: Invalid, naming each field that is wrong."""
    known, seen = {key for key, _words in questions()}, set()
    wrong: dict[str, str] = {}
    for n, (question, answer) in enumerate(answers, start=1):
        if question not in known:
            wrong[f"question_{n}"] = t("Choose a question.")
        elif question in seen:
            wrong[f"question_{n}"] = t("Choose three different questions.")
        seen.add(question)
        size = len(" ".join(answer.split()))
        if not ANSWER_SHORTEST <= size <= ANSWER_LONGEST:
            wrong[f"answer_{n}"] = t("Enter an answer of 3 characters or more.")
    if len(answers) != QUESTIONS_ASKED:
        raise Invalid(t("Choose three different questions."))
    if wrong:
        raise Invalid(fields=wrong)
    return answers


def normal(password: str) -> str:
    """NFKC, so that the same password typed on another keyboard is the same."""
    return unicodedata.normalize("NFKC", password)


def _is_hard_to_guess(password: str, username: str) -> bool:
    about = [username, *get_settings().practice_name.split(), "portal", "patient"]
    spellings = {password[:SCORED], _squeezed(password)[:SCORED] or password[:SCORED]}
    with _scoring:  # zxcvbn keeps the words about a person in a global
        scores = [zxcvbn(spelling, user_inputs=about)["score"] for spelling in spellings]
    return bool(min(scores) >= ENOUGH)


def _is_personal(password: str, username: str) -> bool:
    squeezed = _squeezed(password)
    about = (_squeezed(username), _squeezed(get_settings().practice_name))
    same = folded(password) == folded(username)
    return same or any(word in squeezed for word in about if len(word) >= 4)


def _squeezed(text: str) -> str:
    return "".join(c for c in folded(text) if c.isalnum())
