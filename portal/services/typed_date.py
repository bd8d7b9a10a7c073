"""A birth date as people type it."""

import re
from datetime import date


def birth_date_in(text: str) -> date | None:
    """A date written 4/17/1985, 04-17-1985, 04171985 or 1985-04-17; None for anything else."""
    text = text.strip()
    if re.fullmatch(r"\d{8}", text):
        text = f"{text[:2]}/{text[2:4]}/{text[4:]}"
    parts = re.split(r"[-/.]", text)
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    month, day, year = (parts[1], parts[2], parts[0]) if len(parts[0]) == 4 else parts
    if len(year) != 4 or len(month) > 2 or len(day) > 2:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
