"""Inviting patients by email, and looking at what was sent."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from portal.access.actor import operator
from portal.cli.ready import require_ready
from portal.cli.records import PatientId
from portal.cli.speak import AsJson, say, say_json, show_table
from portal.errors import Invalid
from portal.i18n import moment
from portal.integrations.email.report import LARGEST
from portal.services import invitations, outbox
from portal.services.door import as_actor
from portal.services.notifications import reports
from portal.services.outbox import MailRow
from portal.services.which_patient import which_patient

Email = Annotated[str, typer.Argument(metavar="EMAIL", help="Where the invitation goes.")]
Texts = Annotated[bool, typer.Option("--text", help="Show what each email in the local folder says.")]
Report = Annotated[str, typer.Argument(metavar="[FILE]", help="The report; - is standard input.")]
Limit = Annotated[int, typer.Option("--limit", min=1, max=10_000, help="How many, newest first.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("invite")(invite)
    app.command("outbox")(show_outbox)
    app.command("bounced")(bounced)


def invite(patient: PatientId, email: Email, as_json: AsJson = False) -> None:
    """Invite a patient to enrol. An earlier invitation's link stops working.

    The email is sent at once. If that does not work now, the serving portal tries again by itself.
    """
    require_ready()
    made = as_actor(operator(), invitations.invite, patient_id=which_patient(patient), email=email)
    outbox.deliver_due()
    if as_json:
        expires = made.expires_at.isoformat() if made.expires_at else None
        say_json({"status": made.status, "email": made.email, "expires_at": expires})
        return
    say(f"Invited {made.email}. The link in the email works until {moment(made.expires_at)}.")


def show_outbox(text: Texts = False, limit: Limit = 50, as_json: AsJson = False) -> None:
    """List the emails of the portal, newest first.

    With no mail server set they are kept in a sealed local folder, and --text shows what they say.
    """
    require_ready()
    rows = as_actor(operator(), outbox.listing, limit=limit)
    if as_json:
        say_json({"emails": [_as_dict(row) for row in rows]})
    elif text:
        for row in rows:
            say(_in_full(row))
    elif rows:
        table = [(moment(row.created_at), _standing(row), row.kind, row.to) for row in rows]
        show_table(("Written", "Status", "Kind", "To"), table)
    else:
        say("The outbox is empty.")


def bounced(file: Report = "-", as_json: AsJson = False) -> int:
    """Take a mail server's report that an email could not be delivered (RFC 3464).

    Have your mail server hand the reports it gets for the sender's address to this command, one at a time on
    standard input. Staff and the person see that our emails come back; nothing else in a report is used.
    """
    require_ready()
    data = sys.stdin.buffer.read(LARGEST) if file == "-" else _read(file)
    is_ours = as_actor(operator(), reports.take_report, data=data)
    if as_json:
        say_json({"ours": is_ours})
    else:
        say("Marked as bounced." if is_ours else "This is no report about an email of ours.")
    return 0 if is_ours else 1


def _read(file: str) -> bytes:
    try:
        with Path(file).open("rb") as given:
            return given.read(LARGEST)
    except OSError:
        raise Invalid(f"{file} cannot be read.") from None


def _standing(row: MailRow) -> str:
    is_told = not row.failure or row.status in ("sent", row.failure)
    return row.status if is_told else f"{row.status} ({row.failure})"


def _in_full(row: MailRow) -> str:
    head = f"--- {moment(row.created_at)} to {row.to}, {_standing(row)}"
    return f"{head}\nSubject: {row.subject}\n\n{row.text}" if row.text else head


def _as_dict(row: MailRow) -> dict[str, object]:
    times = {name: getattr(row, name) for name in ("created_at", "sent_at", "next_try_at")}
    words = {name: getattr(row, name) for name in ("id", "kind", "to", "status", "tries", "failure")}
    return {**words, **{name: at.isoformat() if at else None for name, at in times.items()},
            "subject": row.subject, "text": row.text}  # fmt: skip
