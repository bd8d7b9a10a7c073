"""Refusals a person may read. Anything else that is raised is a fault of ours and is never shown."""


class Refusal(Exception):
    """Base of all refusals; `message` is plain words for the person concerned."""

    default = "That did not work. Nothing was lost."

    def __init__(self, message: str = "") -> None:
        self.message = message or self.default
        super().__init__(self.message)


class SignedOut(Refusal):
    """There is no live session. `reason` is one of: none, idle, age, ended; `at` the page it was seen on."""

    default = "You are signed out. Please sign in again."

    def __init__(self, message: str = "", *, reason: str = "none", at: str = "") -> None:
        super().__init__(message)
        self.reason, self.at = reason, at


class ProofWanted(Exception):
    """The person must show again that it is them (their password, a passkey); then it goes on by itself.

    Not a `Refusal`, so that no screen takes it for one. `event` is the event that was held up.
    """

    message = "Please enter your password again to go on. Nothing was changed yet."

    def __init__(self, event: object = None) -> None:
        super().__init__(self.message)
        self.event = event


class StepWanted(Exception):
    """The password was right, and the second factor comes next. `step` is the half-session's token."""

    def __init__(self, step: str) -> None:
        super().__init__()
        self.step = step


class NotPermitted(Refusal):
    """Signed in, but this is not theirs to see or do. Audited where it is caught."""

    default = "You do not have access to this."


class NotFound(Refusal):
    """No such thing, or not within this chart: the two look the same from outside."""

    default = "We could not find that."


class Invalid(Refusal):
    """Input that cannot be taken. `fields` maps a field's name to what is wrong with it."""

    default = "Please check what you entered."

    def __init__(self, message: str = "", *, fields: dict[str, str] | None = None) -> None:
        super().__init__(message or (next(iter(fields.values())) if fields else ""))
        self.fields = fields or {}


class Conflict(Refusal):
    """Someone else was first, or the thing has moved on meanwhile."""

    default = "This has changed meanwhile. Reload the page to see it as it is now."


class TooMany(Refusal):
    """A rate limit; `wait` is seconds until the next try counts."""

    default = "Too many tries. Please wait a moment and try again."

    def __init__(self, message: str = "", *, wait: int = 60) -> None:
        super().__init__(message)
        self.wait = wait


class Unavailable(Refusal):
    """What was asked for cannot be made right now: a machine's limit, and nobody's mistake."""

    default = "That cannot be done right now. Please try again later."


class Busy(Unavailable):
    """Too many want the same costly thing at this moment; `wait` is seconds until it is worth another try."""

    default = (
        "We are very busy at this moment. Nothing was lost, and nothing is wrong with what you typed. "
        "Please try again in a few seconds."
    )
    wait = 5


class Unsafe(Refusal):
    """A setting under which the portal must not start."""
