"""Sharing as its two sides know it: the patient who makes a link, and a viewer that someone else wrote.

made = share(alice, label="For Dr. Lee")
answer = manifest(made, recipient="Dr. Lee")
document = read(made, answer.json())
"""

import base64
import json
import zlib
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from portal.services import door, sharing
from portal.services.sharing import Choice, LinkDetail
from tests.charts import condition, lab, medicine, on_file, panel
from tests.people import Person
from tests.web import Browser

PASSCODE = "seven herons"
ELSEWHERE = {"Origin": "https://viewer.example", "Content-Type": "application/json"}


@dataclass(frozen=True)
class Shared:
    """A link as its maker holds it."""

    id: UUID
    link: str
    passcode: str
    payload: dict[str, Any]

    @property
    def path(self) -> str:
        """The path of its manifest."""
        return "/api/shl/" + str(self.payload["url"]).rpartition("/")[2]


def share(person: Person, *kinds: str, passcode: str = PASSCODE, **more: Any) -> Shared:
    """Make a link, as the form does."""
    chosen = kinds or ("results", "conditions")
    packed = door.in_chart(person.token, sharing.prepare, Choice(chosen, passcode=passcode, **more))
    made = door.in_chart(person.token, sharing.create, packed)
    link = shown(person, UUID(made.id)).link
    return Shared(UUID(made.id), link, made.passcode, payload_of(link))


def shown(person: Person, share_id: UUID) -> LinkDetail:
    """The page of one link."""
    return door.in_chart(person.token, sharing.show_link, share_id=share_id)


def revoke(person: Person, made: Shared) -> None:
    """Turn a link off."""
    door.in_chart(person.token, sharing.revoke, share_id=made.id)


def manifest(made: Shared, *, address: str = "198.51.100.4", **body: Any) -> httpx.Response:
    """What someone else's viewer gets for this link; the right passcode unless told otherwise."""
    asked = {"recipient": "Dr. Lee", "passcode": made.passcode} | body
    return ask(made.path, {key: value for key, value in asked.items() if value is not None}, address=address)


def ask(path: str, body: Any, *, address: str = "198.51.100.4") -> httpx.Response:
    """A manifest request with this body."""
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Browser(address=address).ask("POST", path, headers=ELSEWHERE, content=text)


def read(made: Shared, found: dict[str, Any]) -> dict[str, Any]:
    """The first file of a manifest, decrypted with what the link holds."""
    return json.loads(plaintext(made, jwe_of(found["files"][0])))


def jwe_of(file: dict[str, Any]) -> str:
    """A file of a manifest, embedded or fetched."""
    if "embedded" in file:
        return str(file["embedded"])
    return fetch(file["location"]).text


def fetch(location: str) -> httpx.Response:
    """What stands where a manifest says."""
    return Browser().ask("GET", location.removeprefix("http://localhost:8000"), headers=ELSEWHERE)


def plaintext(made: Shared, jwe: str) -> bytes:
    """A compact JWE opened by RFC 7516 alone, without the library that made it."""
    header, key, nonce, ciphertext, tag = jwe.split(".")
    said = json.loads(decoded(header))
    assert (said["alg"], said["enc"], said["cty"], key) == ("dir", "A256GCM", "application/fhir+json", "")
    raw = AESGCM(decoded(made.payload["key"])).decrypt(
        decoded(nonce), decoded(ciphertext) + decoded(tag), header.encode()
    )
    return zlib.decompress(raw, wbits=-15) if said.get("zip") == "DEF" else raw


def payload_of(link: str) -> dict[str, Any]:
    """What a link says of itself."""
    found: dict[str, Any] = json.loads(decoded(link.partition("#shlink:/")[2]))
    return found


def decoded(text: str) -> bytes:
    """Base64url without its padding."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def with_a_record(person: Person) -> Person:
    """Two results in a panel, a condition and a medicine on file."""
    parts = lab("ldl", "148.50", high="130"), lab("hdl", "51")
    on_file(person, *parts, panel("Lipid panel", *parts), condition("asthma"), medicine("albuterol"))
    return person
