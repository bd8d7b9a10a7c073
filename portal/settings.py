"""Every setting a practice or operator can change, with its default and meaning.

Read from the environment (`PORTAL_…`) and from `.env` in the working folder. Nothing below reads
`os.environ` for itself.
"""

from functools import lru_cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from portal.errors import Unsafe


class Settings(BaseSettings):
    """Typed settings; every field is `PORTAL_` plus its name in capitals."""

    model_config = SettingsConfigDict(env_prefix="PORTAL_", env_file=".env", extra="ignore")

    mode: Literal["production", "demo"] = Field(
        "production", description="demo shows a made-up practice and says so on every page."
    )
    home: Path = Field(Path("var"), description="Folder that holds all data: database, keys, files, queue.")
    host: str = Field("127.0.0.1", description="Address to listen on; a TLS proxy stands before it.")
    port: int = Field(8000, ge=1, le=65535, description="Port to listen on.")
    public_url: str = Field("", description="Where people reach the portal, e.g. https://portal.example.org.")
    behind_proxy: int = Field(0, ge=0, le=5, description="How many trusted proxies add X-Forwarded-For.")
    database_url: str = Field("", description="postgresql+psycopg://…; SQLite under home when empty.")
    redis_url: str = Field(
        "", description="redis://… when several processes serve one practice; one alone needs none."
    )
    keyring: str = Field("", description="The keyring's JSON or its path; a file under home when empty.")
    smtp_url: str = Field("", description="smtp://user:password@host:587; a sealed local folder when empty.")
    mail_from: str = Field("portal@localhost", description="Whom emails come from.")
    debug: bool = Field(False, description="Never in production: it is refused there.")
    clock_file: str = Field("", description="Tests move time with it; refused in production.")

    practice_name: str = Field("Lakeside Family Practice", description="On every page and in every email.")
    practice_phone: str = Field("555-0134", description="Whom to call when something does not work.")
    practice_hours: str = Field("Mon–Fri 8 AM–5 PM", description="When someone answers the phone.")
    practice_address: str = Field("120 Lake Street, second floor", description="Where the practice is.")
    practice_timezone: str = Field("America/New_York", description="Zone that dates and times are shown in.")
    accent_hue: int = Field(192, ge=0, le=360, description="Hue of the practice's colour, 0–360.")
    language: str = Field("en", description="Language of pages, emails and printed papers.")

    invitation_days: int = Field(7, ge=1, le=60, description="How long an invitation's link works.")
    proof_tries: int = Field(10, ge=3, le=20, description="Birth date and ZIP tries per invitation per hour.")
    security_questions: bool = Field(
        True, description="Choose security questions, and answer one to get back in; false leaves them out."
    )
    reply_days: int = Field(
        3, ge=1, le=30, description="Business days within which the practice promises to answer a request."
    )
    message_old_days: int = Field(
        45, ge=7, le=3650, description="Days after which a conversation is gone on with in a new message."
    )
    idle_minutes: int = Field(15, ge=2, le=60, description="Signed out after so long without activity.")
    idle_warning_minutes: int = Field(2, ge=1, le=10, description="How long before that a warning shows.")
    session_hours: int = Field(12, ge=1, le=24, description="Signed out after so long in any case.")
    bcrypt_cost: int = Field(
        12, ge=4, le=16, description="Work factor of hashes; below 12 is refused in production."
    )
    staff_second_factor: bool = Field(
        True, description="Staff sign in with a code too; false only in demo mode."
    )
    emergency_minutes: int = Field(
        60, ge=5, le=480, description="How long a chart opened in an emergency stays open."
    )
    emergency_daily: int = Field(
        3, ge=1, le=50, description="Emergency openings by one person in 24 hours before each is slowed down."
    )
    import_max_mb: int = Field(100, ge=1, le=2000, description="Largest file read, after unpacking.")
    import_max_depth: int = Field(64, ge=16, le=200, description="Deepest nesting read, JSON or XML.")

    @field_validator("home")
    @classmethod
    def _absolute(cls, home: Path) -> Path:
        return home.expanduser().resolve()

    @property
    def origin(self) -> str:
        """The one origin browsers may come from."""
        return self.public_url.rstrip("/") or f"http://localhost:{self.port}"

    @property
    def secure(self) -> bool:
        """True when people reach us over TLS, so cookies take the `__Host-` prefix."""
        return self.origin.startswith("https://")

    @property
    def is_demo(self) -> bool:
        return self.mode == "demo"

    @property
    def db_url(self) -> str:
        """SQLAlchemy's address of the database."""
        return self.database_url or f"sqlite:///{self.home / 'portal.db'}"

    def refuse_unsafe(self) -> None:
        """Refuse a production that would not hold; says every reason at once.

        Raises:
            Unsafe: in production with debug, moved time, cheap hashing, no second factor for staff,
                an origin of `*`, or plain http on a name other than localhost.
        """
        if self.is_demo:
            return
        is_local = urlsplit(self.origin).hostname in ("localhost", "127.0.0.1", "::1")
        reasons = [
            (self.debug, "PORTAL_DEBUG is on"),
            (bool(self.clock_file), "PORTAL_CLOCK_FILE moves time"),
            (self.bcrypt_cost < 12, "PORTAL_BCRYPT_COST is below 12"),
            (not self.staff_second_factor, "PORTAL_STAFF_SECOND_FACTOR is off"),
            ("*" in self.public_url, "PORTAL_PUBLIC_URL allows any origin (*)"),
            (
                not self.secure and not is_local,
                "PORTAL_PUBLIC_URL is not https",
            ),
        ]
        found = [words for is_wrong, words in reasons if is_wrong]
        if found:
            raise Unsafe("Refusing to start in production: " + "; ".join(found) + ".")


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """The settings of this process, read once. Tests call `get_settings.cache_clear()`."""
    return Settings()
