"""SMART Health Links (HL7 STU1): a link's payload, its files as JWE (RFC 7516), and QR codes."""

import base64
import json
from dataclasses import dataclass
from typing import Any

import segno
from joserfc import jwe
from joserfc.jwk import OctKey

LONGEST_URL = 128
LONGEST_LABEL = 80
FHIR = "application/fhir+json"
"""The one kind of file we put into a link: a standard viewer refuses a manifest with any it does not know."""

_ALGORITHMS = ["dir", "A256GCM", "DEF"]


@dataclass(frozen=True, slots=True)
class Payload:
    """What stands in a link. `key` is 43 characters of base64url; `expires` counts seconds since 1970."""

    url: str
    key: str
    expires: int
    label: str = ""

    def link(self, viewer: str) -> str:
        """The whole link: the address of a viewer, then "#shlink:/" and the payload."""
        return f"{viewer}#shlink:/{_base64url(self._json())}"

    def _json(self) -> bytes:
        named: dict[str, Any] = {"label": self.label} if self.label else {}
        said = {"url": self.url, "key": self.key, "exp": self.expires, "flag": "P", **named, "v": 1}
        return json.dumps(said, separators=(",", ":"), ensure_ascii=False).encode()


def encrypt(key: str, contents: bytes) -> bytes:
    """A file as a compact JWE: dir, A256GCM, a fresh IV, deflated, with its type in the header."""
    header = {"alg": "dir", "enc": "A256GCM", "zip": "DEF", "cty": FHIR}
    raw = base64.urlsafe_b64decode(f"{key}=")
    return jwe.encrypt_compact(header, contents, OctKey.import_key(raw), algorithms=_ALGORITHMS).encode()


def qr_picture(text: str) -> str:
    """A QR code (ISO/IEC 18004, level M) as an SVG in a data address, black on white with its margin."""
    made = segno.make(text, error="m", micro=False, boost_error=False, encoding="utf-8")
    return str(made.svg_data_uri(border=4, dark="#000", light="#fff", scale=4, omitsize=True))


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
