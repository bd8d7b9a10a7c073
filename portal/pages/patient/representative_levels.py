"""What someone may see and do: one choice for each part of the record."""

from collections.abc import Callable
from typing import Any

import reflex as rx

from portal.components import select_field, t
from portal.services import scopes


def levels(errors: Any, given: Callable[[str], Any]) -> list[rx.Component]:
    """The choices, with what they mean; `given` is what is chosen for a part now, or nothing."""
    choices = [("none", t("Nothing")), ("view", t("See")), ("act", t("See and act"))]
    asked = [
        select_field(name, f"level_{scope}", choices, value=_chosen(given(scope)))
        for scope, name in scopes.names().items()
    ]
    wrong = rx.cond(errors["levels"] != "", rx.el.p(errors["levels"], class_name="field-error", role="alert"))
    means = t(
        "“See”: they can read it and save it. “See and act”: they can also do things there for you, such as "
        "asking for a correction or sharing by link. What they do is written down with their name."
    )
    return [rx.el.p(means, class_name="quiet"), *asked, wrong]


def _chosen(level: Any) -> Any:
    return rx.cond((level == "view") | (level == "act"), level, "none")
