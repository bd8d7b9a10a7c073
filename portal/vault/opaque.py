"""Numbers that a browser holds and hands back without being able to tell what they are, or how far apart."""

import base64

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from portal.vault.sealing import Unreadable

_BYTES = 8


def hide_number(key: bytes, number: int) -> str:
    """The number as 32 letters, digits, `-` and `_` (AES-SIV, RFC 5297); the same ones each time."""
    return base64.urlsafe_b64encode(AESSIV(key).encrypt(number.to_bytes(_BYTES), None)).decode()


def find_number(key: bytes, hidden: str) -> int:
    """What `hide_number` hid under this key. Raises: sealing.Unreadable for anything else."""
    try:
        return int.from_bytes(AESSIV(key).decrypt(base64.urlsafe_b64decode(hidden), None))
    except (ValueError, InvalidTag):
        raise Unreadable from None
