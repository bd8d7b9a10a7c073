"""Passkeys (W3C WebAuthn Level 3): what a browser is asked for, and whether what it shows is genuine.

A passkey counts only for this portal's address, only with the person verified by their device (a fingerprint,
face or PIN), and only for the challenge it was made for.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

import webauthn
from webauthn.helpers import base64url_to_bytes, options_to_json
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.structs import (
    AttestationConveyancePreference,
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    CredentialDeviceType,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from portal.settings import get_settings

PATIENCE_MS = 5 * 60 * 1000
LONGEST = 20_000
"""More characters than any passkey's answer has."""
ALGORITHMS = [
    COSEAlgorithmIdentifier.ECDSA_SHA_256,
    COSEAlgorithmIdentifier.EDDSA,
    COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256,
]


class NotGenuine(Exception):
    """What a browser showed does not prove anything."""


@dataclass(frozen=True, slots=True)
class Known:
    """A passkey as a browser is told of it: its id, and how its device is reached."""

    credential_id: bytes
    transports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """A new passkey. `is_synced` when its owner's other devices have it too."""

    credential_id: bytes
    public_key: bytes
    sign_count: int
    is_synced: bool
    transports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """What an answer says of itself, before anything of it is checked. `text` is all of it."""

    credential_id: bytes
    challenge: bytes
    user_handle: bytes | None
    text: str


def site() -> str:
    """The name passkeys are bound to: this portal's host."""
    return urlsplit(get_settings().origin).hostname or "localhost"


def creation_options(
    challenge: bytes, account_id: UUID, *, username: str, name: str, have: Sequence[Known]
) -> str:
    """What a browser is asked for to make a passkey, as JSON; none of those the person has already."""
    options = webauthn.generate_registration_options(
        rp_id=site(),
        rp_name=get_settings().practice_name,
        user_id=account_id.bytes,
        user_name=username,
        user_display_name=name,
        challenge=challenge,
        timeout=PATIENCE_MS,
        attestation=AttestationConveyancePreference.NONE,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=_described(have),
        supported_pub_key_algs=ALGORITHMS,
    )
    return options_to_json(options)


def request_options(challenge: bytes, *, have: Sequence[Known] = ()) -> str:
    """What a browser is asked for to show a passkey, as JSON: one of `have`, or any it has for this site."""
    options = webauthn.generate_authentication_options(
        rp_id=site(),
        challenge=challenge,
        timeout=PATIENCE_MS,
        allow_credentials=_described(have),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(options)


def claim_of(text: str) -> Claim:
    """Which passkey and which challenge an answer names. Raises: NotGenuine."""
    if len(text) > LONGEST:
        raise NotGenuine
    try:
        said = json.loads(text)
        client = json.loads(base64url_to_bytes(said["response"]["clientDataJSON"]))
        handle = said["response"].get("userHandle")
        return Claim(
            base64url_to_bytes(said["rawId"]),
            base64url_to_bytes(client["challenge"]),
            base64url_to_bytes(handle) if handle else None,
            text,
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise NotGenuine from fault


def check_made(claim: Claim) -> Made:
    """The passkey that a browser made for this challenge. Raises: NotGenuine."""
    try:
        found = webauthn.verify_registration_response(
            credential=claim.text,
            expected_challenge=claim.challenge,
            expected_rp_id=site(),
            expected_origin=get_settings().origin,
            require_user_verification=True,
            supported_pub_key_algs=ALGORITHMS,
        )
        transports = _transports(claim.text)
    except Exception as fault:  # whatever the library trips over was put there by the one who sent it
        raise NotGenuine from fault
    is_synced = found.credential_device_type == CredentialDeviceType.MULTI_DEVICE
    return Made(found.credential_id, found.credential_public_key, found.sign_count, is_synced, transports)


def check_shown(claim: Claim, public_key: bytes, sign_count: int) -> int:
    """How often the device says this passkey was used, when the answer is genuine.

    Raises:
        NotGenuine: not signed by this key, for this challenge, site and origin, with the person verified; or
            the count did not go up, as it does not when a device was copied.
    """
    try:
        found = webauthn.verify_authentication_response(
            credential=claim.text,
            expected_challenge=claim.challenge,
            expected_rp_id=site(),
            expected_origin=get_settings().origin,
            credential_public_key=public_key,
            credential_current_sign_count=sign_count,
            require_user_verification=True,
        )
    except Exception as fault:  # as above
        raise NotGenuine from fault
    return found.new_sign_count


def _described(have: Sequence[Known]) -> list[PublicKeyCredentialDescriptor]:
    known = {each.value: each for each in AuthenticatorTransport}
    return [
        PublicKeyCredentialDescriptor(
            id=one.credential_id, transports=[known[name] for name in one.transports if name in known] or None
        )
        for one in have
    ]


def _transports(text: str) -> tuple[str, ...]:
    known = {each.value for each in AuthenticatorTransport}
    said = json.loads(text)["response"].get("transports") or []
    return tuple(sorted({name for name in said if isinstance(name, str) and name in known}))
