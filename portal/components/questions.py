"""Choosing three security questions and answering them: at enrolment, and whenever they are chosen anew."""

import reflex as rx

from portal.components.forms import field, select_field
from portal.components.text import t
from portal.services.credentials import QUESTIONS_ASKED, questions


def question_fields(errors: rx.Var[dict[str, str]]) -> list[rx.Component]:
    """Fields `question_1`, `answer_1` and so on, with what is wrong with each by its name."""
    return [part for n in range(1, QUESTIONS_ASKED + 1) for part in _question(n, errors)]


def _question(n: int, errors: rx.Var[dict[str, str]]) -> list[rx.Component]:
    return [
        select_field(
            t("Question {n}", n=n),
            f"question_{n}",
            questions(),
            empty=t("Choose a question"),
            error=errors[f"question_{n}"],
        ),
        field(
            t("Your answer to question {n}", n=n),
            f"answer_{n}",
            help=t("Capital letters and spaces do not matter.") if n == 1 else "",
            error=errors[f"answer_{n}"],
            autocomplete="off",
            max_length=200,
        ),
    ]
