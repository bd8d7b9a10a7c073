"""A security key in software (W3C WebAuthn, CTAP2): what a browser and its device answer, honest or not.

key = Authenticator()
made = key.create(options)          # the JSON our server sent, answered as a browser would
shown = key.get(options)
"""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, encode_cbor

from portal.settings import get_settings

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Held:
    """One passkey in the key."""

    credential_id: bytes
    user_handle: bytes
    private: ec.EllipticCurvePrivateKey
    count: int = 0


@dataclass
class Authenticator:
    """Makes passkeys and signs with them. The fields are what a dishonest one would say instead."""

    origin: str = ""
    site: str = ""
    verified: bool = True
    present: bool = True
    counts: bool = True
    calls_it: bytes = b""
    held: list[Held] = field(default_factory=list)

    def create(self, options: str | dict[str, Any]) -> str:
        """A new passkey for these creation options; raises KeyError when it holds an excluded one."""
        asked = _read(options)
        excluded = {base64url_to_bytes(one["id"]) for one in asked.get("excludeCredentials", [])}
        if excluded & {one.credential_id for one in self.held}:
            raise KeyError("InvalidStateError")
        one = Held(
            self.calls_it or secrets.token_bytes(32),
            base64url_to_bytes(asked["user"]["id"]),
            ec.generate_private_key(ec.SECP256R1()),
        )
        self.held.append(one)
        attested = bytes(16) + len(one.credential_id).to_bytes(2) + one.credential_id + _cose(one.private)
        data = self._data(asked["rp"]["id"], one, flags=ATTESTED) + attested
        statement = encode_cbor({"fmt": "none", "attStmt": {}, "authData": data})
        return _answer(
            one,
            clientDataJSON=self._client("webauthn.create", asked),
            attestationObject=statement,
            transports=["internal"],
        )

    def get(self, options: str | dict[str, Any], *, which: int = -1) -> str:
        """A passkey shown for these request options."""
        asked, one = _read(options), self.held[which]
        one.count += 1
        data = self._data(asked["rpId"], one)
        client = self._client("webauthn.get", asked)
        signed = data + hashlib.sha256(client).digest()
        signature = one.private.sign(signed, ec.ECDSA(hashes.SHA256()))
        return _answer(
            one,
            clientDataJSON=client,
            authenticatorData=data,
            signature=signature,
            userHandle=one.user_handle,
        )

    def _data(self, site: str, one: Held, *, flags: int = 0) -> bytes:
        flags |= (PRESENT if self.present else 0) | (VERIFIED if self.verified else 0)
        count = one.count if self.counts else 0
        return hashlib.sha256((self.site or site).encode()).digest() + bytes([flags]) + count.to_bytes(4)

    def _client(self, kind: str, asked: dict[str, Any]) -> bytes:
        origin = self.origin or get_settings().origin
        return json.dumps(
            {"type": kind, "challenge": asked["challenge"], "origin": origin, "crossOrigin": False}
        ).encode()


def _read(options: str | dict[str, Any]) -> dict[str, Any]:
    return json.loads(options) if isinstance(options, str) else options


def _cose(private: ec.EllipticCurvePrivateKey) -> bytes:
    """The public key as COSE has it (RFC 9053): EC2, ES256, P-256."""
    at = private.public_key().public_numbers()
    return encode_cbor({1: 2, 3: -7, -1: 1, -2: at.x.to_bytes(32), -3: at.y.to_bytes(32)})


def _answer(one: Held, **response: bytes | list[str]) -> str:
    told = {
        name: bytes_to_base64url(value) if isinstance(value, bytes) else value
        for name, value in response.items()
    }
    named = bytes_to_base64url(one.credential_id)
    return json.dumps({"id": named, "rawId": named, "type": "public-key", "response": told})
