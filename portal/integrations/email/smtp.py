"""Sending through the practice's mail server (RFC 5321), over TLS."""

import smtplib
import ssl
from urllib.parse import SplitResult, unquote, urlsplit

from portal.integrations.email.compose import ascii_address, wire
from portal.integrations.email.port import Letter, NotNow, Refused
from portal.settings import get_settings

SECONDS = 20
HERE = ("localhost", "127.0.0.1", "::1")


class SmtpMailer:
    """One connection an email. `smtps://` is TLS from the start, `smtp://` turns it on (STARTTLS).

    Without TLS nothing is sent, except to a mail server on this machine that offers none.
    """

    def __init__(self, url: str) -> None:
        self.server: SplitResult = urlsplit(url)

    def send(self, letter: Letter) -> None:
        """Hand the email over. Raises: NotNow, Refused."""
        try:
            connection = self._connect()
        except (OSError, smtplib.SMTPException) as fault:
            raise NotNow(f"the mail server cannot be used ({_why(fault)})") from fault
        try:
            self._hand_over(connection, letter)
        finally:
            _part(connection)

    def _connect(self) -> smtplib.SMTP:
        host, tls = self.server.hostname or "localhost", ssl.create_default_context()
        name = urlsplit(get_settings().origin).hostname or "localhost"
        if self.server.scheme == "smtps":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                host, self.server.port or 465, name, timeout=SECONDS, context=tls
            )
        else:
            connection = smtplib.SMTP(host, self.server.port or 587, name, timeout=SECONDS)
        try:
            self._secure(connection, host, tls)
        except BaseException:
            connection.close()
            raise
        return connection

    def _secure(self, connection: smtplib.SMTP, host: str, tls: ssl.SSLContext) -> None:
        connection.ehlo()
        if self.server.scheme != "smtps" and (host not in HERE or connection.has_extn("starttls")):
            connection.starttls(context=tls)
            connection.ehlo()
        if self.server.username:
            connection.login(unquote(self.server.username), unquote(self.server.password or ""))

    def _hand_over(self, connection: smtplib.SMTP, letter: Letter) -> None:
        try:
            connection.sendmail(get_settings().mail_from, [ascii_address(letter.to)], wire(letter))
        except smtplib.SMTPRecipientsRefused as fault:
            code = next(iter(fault.recipients.values()))[0]
            _raise("the address was refused", code, fault)
        except smtplib.SMTPDataError as fault:
            _raise("the email was refused", fault.smtp_code, fault)
        except (OSError, smtplib.SMTPException) as fault:
            raise NotNow(f"the mail server did not take it ({_why(fault)})") from fault


def _raise(words: str, code: int, fault: Exception) -> None:
    """5yz is for good, everything else for now (RFC 5321, 4.2.1)."""
    kind = Refused if 500 <= code < 600 else NotNow
    raise kind(f"{words} ({code})") from fault


def _why(fault: Exception) -> str:
    """A reply code or the kind of fault; never the server's own words, which may name the recipient."""
    code = getattr(fault, "smtp_code", None)
    return str(code) if code else type(fault).__name__


def _part(connection: smtplib.SMTP) -> None:
    """Say goodbye; what was taken stays taken, whatever the answer."""
    try:
        connection.quit()
    except (OSError, smtplib.SMTPException):
        connection.close()
