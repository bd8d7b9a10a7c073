"""Where emails go while there is no mail server: a folder of sealed files, since they name patients."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path
from uuid import UUID

from portal.integrations.email.compose import wire
from portal.integrations.email.port import Letter
from portal.vault import sealing

ENDING = ".eml.sealed"


@dataclass(frozen=True, slots=True)
class Kept:
    """An email in the folder, as `portal outbox` shows it."""

    id: UUID
    to: str
    subject: str
    text: str


class LocalMailer:
    """Puts each email into a file of its own, sealed under the practice's key, owner-only."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self.folder, self.key = folder, key

    def send(self, letter: Letter) -> None:
        """Keep the email. The same one twice is one file."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self.folder / f"{letter.id}{ENDING}"
        draft = path.with_suffix(".writing")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(sealing.seal(self.key, wire(letter), _binding(letter.id)))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)

    def kept(self) -> Iterator[Kept]:
        """The emails in the folder. Raises: sealing.Unreadable for one that was tampered with."""
        for path in sorted(self.folder.glob(f"*{ENDING}")):
            id = UUID(path.name.removesuffix(ENDING))
            message = message_from_bytes(
                sealing.unseal(self.key, path.read_bytes(), _binding(id)), policy=policy.default
            )
            body = message.get_body(("plain",))
            text = body.get_content() if body else ""
            yield Kept(id, str(message["To"]), str(message["Subject"]), text)


def _binding(id: UUID) -> bytes:
    return b"outbox:" + id.bytes
