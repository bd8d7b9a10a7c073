"""From words to an email as it goes over the wire (RFC 5322, text and HTML in one)."""

import html
from dataclasses import dataclass
from datetime import datetime
from email.charset import QP, Charset
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

from emails import Message
from emails.template import StringTemplate

from portal.i18n import language, t
from portal.integrations.email.port import Letter
from portal.settings import get_settings

TEMPLATES = Path(__file__).parent / "templates"
BUTTON = (
    "display:inline-block;background:#005a58;color:#ffffff;font-weight:bold;text-decoration:none;"
    "padding:13px 26px;border-radius:999px"
)
CODE = "margin:24px 0;font-size:32px;line-height:1.3;font-weight:bold;letter-spacing:3px"


@dataclass(frozen=True, slots=True)
class Draft:
    """What an email says. `button` is the words on its one link and where that goes, `code` one to type, and
    `off` the page that stops emails like this one.
    """

    subject: str
    lines: tuple[str, ...]
    button: tuple[str, str] | None = None
    after: tuple[str, ...] = ()
    code: str = ""
    off: str = ""


def letter(id: UUID, to: str, draft: Draft, written_at: datetime) -> Letter:
    """The email that says what `draft` says, in the practice's frame."""
    message = Message(
        text=StringTemplate((TEMPLATES / "letter.txt").read_text("utf-8"), safe_substitute=False),
        html=StringTemplate((TEMPLATES / "letter.html").read_text("utf-8"), safe_substitute=False),
    )
    message.render(**_plain(draft))
    text = message.text_body
    message.render(**_marked_up(draft))
    return Letter(id, to, draft.subject, text, message.html_body, written_at, draft.off)


def wire(letter: Letter) -> bytes:
    """The email as bytes with CRLF line ends.

    The Message-ID is made from the email's own id: should it ever be handed over twice, because the process
    died between sending and writing that down, the reader's mailbox can see that it is one.
    """
    settings = get_settings()
    message = Message(
        subject=letter.subject,
        mail_from=(settings.practice_name, settings.mail_from),
        mail_to=ascii_address(letter.to),
        text=letter.text,
        html=letter.html,
        date=letter.written_at,
        message_id=f"<{letter.id.hex}@{_domain()}>",
        headers={"Auto-Submitted": "auto-generated"} | _off(letter.off),
        charset=_readable(),
    )
    done: bytes = message.as_bytes()
    return done


def _off(link: str) -> dict[str, str]:
    """What lets a mail program offer to stop these emails with one press (RFC 2369, RFC 8058)."""
    if not link:
        return {}
    return {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def ascii_address(address: str) -> str:
    """An address with its domain as DNS spells it (RFC 5891)."""
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.encode('idna').decode()}"


def _plain(draft: Draft) -> dict[str, str]:
    label, link = draft.button or ("", "")
    blocks = (*draft.lines, draft.code, link and f"{label}:\n{link}", *draft.after)
    body = "\n\n".join(block for block in blocks if block)
    off = f"\n\n{_off_words()}:\n{draft.off}" if draft.off else ""
    return {"body": body, "foot": _foot() + off, "practice": get_settings().practice_name}


def _marked_up(draft: Draft) -> dict[str, str]:
    parts = [
        _paragraphs(draft.lines),
        f'<p style="{CODE}">{html.escape(draft.code)}</p>' if draft.code else "",
        _button(*draft.button) if draft.button else "",
        _paragraphs(draft.after),
        _spelled_out(draft.button[1]) if draft.button else "",
    ]
    return {
        "body": "\n".join(part for part in parts if part),
        "foot": html.escape(_foot()) + _off_link(draft.off),
        "practice": html.escape(get_settings().practice_name),
        "subject": html.escape(draft.subject),
        "language": html.escape(language()),
    }


def _paragraphs(lines: tuple[str, ...]) -> str:
    return "\n".join(f'<p style="margin:0 0 16px">{html.escape(line)}</p>' for line in lines)


def _button(label: str, link: str) -> str:
    face = f'<a href="{html.escape(link)}" style="{BUTTON}">{html.escape(label)}</a>'
    return f'<p style="margin:24px 0">{face}</p>'


def _spelled_out(link: str) -> str:
    words = html.escape(t("If the button does not work, copy this into your browser:"))
    address = f'<span style="word-break:break-all">{html.escape(link)}</span>'
    return f'<p style="margin:0 0 16px;font-size:15px;color:#565b66">{words}<br>{address}</p>'


def _foot() -> str:
    settings = get_settings()
    return t(
        "{practice}, {phone}. Please do not answer this email: nobody reads the answers.",
        practice=settings.practice_name,
        phone=settings.practice_phone,
    )


def _off_words() -> str:
    return t("Stop these emails")


def _off_link(link: str) -> str:
    """The way to stop them, under the foot."""
    return f' <a href="{html.escape(link)}">{html.escape(_off_words())}</a>' if link else ""


def _readable() -> Charset:
    """UTF-8 in quoted-printable, which a person can read even raw; `emails` would choose base64."""
    charset = Charset("utf-8")
    charset.body_encoding = QP
    return charset


def _domain() -> str:
    sender = get_settings().mail_from.rpartition("@")[2]
    return sender if "." in sender else urlsplit(get_settings().origin).hostname or "localhost"
