"""Seal and unseal: AES-256-GCM (NIST SP 800-38D) with a fresh 96-bit nonce each time.

A sealed value is one version byte, the nonce, then the ciphertext with its tag. What is not secret but must
not be swapped (table, row, patient) goes in as associated data.
"""

import os
import secrets
from collections.abc import Callable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from portal.errors import Unsafe
from portal.vault.keyring import keyring

VERSION = b"\x01"
NONCE = 12


class Unreadable(Exception):
    """Sealed bytes that this key and these associated data do not open: damaged, moved or another's."""


def new_data_key() -> bytes:
    """A new 256-bit data key."""
    return secrets.token_bytes(32)


def seal(key: bytes, contents: bytes, bound_to: bytes) -> bytes:
    """`contents` sealed under `key` and bound to `bound_to`."""
    nonce = os.urandom(NONCE)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, contents, bound_to)


def unseal(key: bytes, sealed: bytes, bound_to: bytes) -> bytes:
    """What `seal` was given. Raises: Unreadable."""
    return opener(key)(sealed, bound_to)


def opener(key: bytes) -> Callable[[bytes, bytes], bytes]:
    """`unseal` under one key, for many values at once: takes the sealed bytes and what they are bound to."""
    decrypt = AESGCM(key).decrypt

    def unseal_one(sealed: bytes, bound_to: bytes) -> bytes:
        if sealed[:1] != VERSION:
            raise Unreadable("unknown seal")
        try:
            return decrypt(sealed[1 : 1 + NONCE], sealed[1 + NONCE :], bound_to)
        except (InvalidTag, ValueError) as fault:
            raise Unreadable("the seal does not open") from fault

    return unseal_one


def wrap(data_key: bytes, bound_to: bytes) -> tuple[str, bytes]:
    """The active master key's id, and the data key sealed under it."""
    ring = keyring()
    return ring.active, seal(ring.masters[ring.active], data_key, b"data-key:" + bound_to)


def unwrap(master_id: str, wrapped: bytes, bound_to: bytes) -> bytes:
    """The data key. Raises: Unsafe when its master key is not in the keyring; Unreadable."""
    masters = keyring().masters
    if master_id not in masters:
        raise Unsafe(f"The data was sealed with master key {master_id}, which the keyring does not hold.")
    return unseal(masters[master_id], wrapped, b"data-key:" + bound_to)
