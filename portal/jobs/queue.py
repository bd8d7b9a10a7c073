"""The queue: a file of ids under PORTAL_HOME, worked on by threads of the serving process.

Losing the file loses nothing: what is to be done stands in the database, and a sweep each minute picks up
whatever was never queued.
"""

from pathlib import Path
from uuid import UUID

from huey import SqliteHuey, crontab
from huey.consumer import Consumer
from huey.serializer import SignedSerializer

from portal import owner
from portal.services import aging_out, outbox, recovery, stored
from portal.services.exporting import making
from portal.services.records import corrections
from portal.services.sharing import delete_what_is_over
from portal.services.staff.messages import sending
from portal.vault.lookup import lookup

WORKERS = 2
LONGEST_POLL = 1.0
"""Seconds an email may wait to be noticed."""
STOP_SECONDS = 25


class _Consumer(Consumer):  # type: ignore[misc]
    """Huey's consumer inside a server, which has signal handlers of its own."""

    def _set_signal_handlers(self) -> None:
        """Leave the process's signals to the server."""


class Queue:
    """The queue and its workers."""

    def __init__(self, file: Path) -> None:
        owner.ready(file)
        signed = SignedSerializer(secret=lookup("queue", "signature").hex())
        self.huey = SqliteHuey("portal", filename=str(file), serializer=signed, results=False)
        self._send = self.huey.task(name="send")(_send)
        self._export = self.huey.task(name="export")(_export)
        self._many = self.huey.task(name="many")(_many)
        self.huey.periodic_task(crontab(minute="*"), name="sweep")(self.sweep)
        self.huey.periodic_task(crontab(minute="23"), name="drafts")(corrections.drop_stale_drafts)
        self.huey.periodic_task(crontab(minute="41"), name="recoveries")(recovery.drop_old)
        self.huey.periodic_task(crontab(minute="*"), name="end-links")(delete_what_is_over)
        self.huey.periodic_task(crontab(minute="*/10"), name="aging-out")(aging_out.nightly)
        self.huey.periodic_task(crontab(minute="53"), name="orphans")(stored.remove_orphans)
        self.consumer = _Consumer(
            self.huey, workers=WORKERS, max_delay=LONGEST_POLL, shutdown_timeout=STOP_SECONDS
        )

    def put(self, mail_id: UUID) -> None:
        """Queue one email."""
        self._send(mail_id.hex)

    def put_export(self, _export_id: UUID) -> None:
        """Queue the making of downloads; whoever makes one makes all that wait."""
        self._export()

    def put_many(self, _sending_id: UUID) -> None:
        """Queue a message to many; whoever sends one sends all that wait."""
        self._many()

    def sweep(self) -> None:
        """Queue every email whose time has come; one that is queued already is sent once all the same.

        Downloads that nobody makes are made, and those whose day is over are taken away.
        """
        for mail_id in outbox.due():
            self.put(mail_id)
        making.remove_old()
        if making.due():
            self._export()
        if sending.due():
            self._many()

    def start(self) -> None:
        """Start the workers; what is due is queued at once, and what is written from now on as it is."""
        outbox.queue_with(self.put)
        making.queue_with(self.put_export)
        sending.queue_with(self.put_many)
        self.huey.flush()
        making.begin_again()
        self.sweep()
        self.consumer.start()

    def stop(self) -> None:
        """Let the workers finish what they have in hand, then stop."""
        outbox.queue_with(None)
        making.queue_with(None)
        sending.queue_with(None)
        self.consumer.stop(graceful=True)
        self.huey.storage.close()


def _export() -> None:
    making.make_due()


def _many() -> None:
    sending.send_due()


def _send(mail_id: str) -> None:
    outbox.deliver(UUID(mail_id))
