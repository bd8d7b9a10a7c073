"""A device with passkeys in a test's Chromium (DevTools protocol), whose owner touches it at once."""

from playwright.sync_api import Page

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Device:
    """The passkeys of one page."""

    def __init__(self, page: Page) -> None:
        self._wire = page.context.new_cdp_session(page)
        self._wire.send("WebAuthn.enable")
        made = self._wire.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
        self._id = {"authenticatorId": made["authenticatorId"]}

    def knows(self, whoever_touches_it: bool) -> None:
        """Whether whoever touches it from now on is its owner, or somebody it does not know."""
        self._wire.send("WebAuthn.setUserVerified", {**self._id, "isUserVerified": whoever_touches_it})

    def count(self) -> int:
        """How many passkeys are in it."""
        return len(self._wire.send("WebAuthn.getCredentials", self._id)["credentials"])

    def forget(self) -> None:
        """It was lost: whatever was in it is gone."""
        self._wire.send("WebAuthn.clearCredentials", self._id)
