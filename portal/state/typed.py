"""What was typed into a form, read from what any client may send."""

MOST = 2_000


def typed(form: object, name: str, *, most: int = MOST) -> str:
    """The text of a field; empty for anything that is no text."""
    given = form.get(name, "") if isinstance(form, dict) else ""
    return given[:most] if isinstance(given, str) else ""
