"""What people type of numbers, as it is compared with what is on file."""


def plain_number(text: str) -> str:
    """A ZIP code's first five digits or a phone number's last ten; empty for anything else."""
    digits = "".join(c for c in text if c.isascii() and c.isdigit())
    if len(digits) in (5, 9):
        return digits[:5]
    return digits[-10:] if len(digits) == 10 or (len(digits) == 11 and digits.startswith("1")) else ""
