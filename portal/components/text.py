"""Words on a page: `portal.i18n.t` that also takes Reflex vars and follows the reader's language.

With one catalogue a text is a plain string in the built page. With several it is a match on the reader's
language, a var that the composition root hands to `follow()` once.
"""

from collections.abc import Callable
from typing import Any

import reflex as rx

from portal import i18n

Words = str | rx.Var[str]
_reader: list[rx.Var[str]] = []


def follow(language: rx.Var[str] | None) -> None:
    """Let every text from now on follow this var, the reader's language code; None stops it."""
    _reader[:] = [] if language is None else [language]


def t(text: str, **values: Any) -> Words:
    """`text` in the reader's language, its `{names}` filled from `values`, which may be vars."""
    return _in_each_language(lambda lang: _filled(i18n.catalogue(lang).gettext(text), values))


def nt(one: str, many: str, n: int | rx.Var[int], **values: Any) -> Words:
    """The right one of `one` and `many` for `n`, which may be a var; `{n}` is filled in."""
    if not isinstance(n, rx.Var):
        return _in_each_language(
            lambda lang: _filled(i18n.catalogue(lang).ngettext(one, many, n), {"n": n, **values})
        )
    return rx.cond(n == 1, t(one, n=n, **values), t(many, n=n, **values))


def _in_each_language(say: Callable[[str], Words]) -> Words:
    languages = i18n.languages()
    if len(languages) == 1 or not _reader:
        return say(i18n.language())
    own, *others = languages
    return rx.match(_reader[0], *[(lang, say(lang)) for lang in others], say(own))


def _filled(text: str, values: dict[str, Any]) -> Words:
    if not values:
        return text
    filled = text.format(**values)
    return rx.Var.create(filled) if any(isinstance(value, rx.Var) for value in values.values()) else filled
