"""Email: what one is, how it is composed, and where it goes."""

from portal.integrations.email.local import LocalMailer
from portal.integrations.email.port import Letter, Mailer, NotNow, Refused
from portal.integrations.email.smtp import SmtpMailer
from portal.settings import get_settings

__all__ = ["Letter", "LocalMailer", "Mailer", "NotNow", "Refused", "SmtpMailer", "local_mailer", "mailer"]


def mailer(key: bytes) -> Mailer:
    """The practice's mail server when one is set, or else the sealed folder; `key` is the practice's."""
    url = get_settings().smtp_url
    return SmtpMailer(url) if url else local_mailer(key)


def local_mailer(key: bytes) -> LocalMailer:
    """The sealed folder under `PORTAL_HOME`."""
    return LocalMailer(get_settings().home / "outbox", key)
