"""Passkeys, and the challenges that browsers answer with them."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from portal.models.base import new_id, time_field


class PasskeyContents(BaseModel):
    """What a passkey is: the name its owner gave it, its id and its public key (COSE)."""

    model_config = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    name: str
    credential_id: bytes
    public_key: bytes
    transports: tuple[str, ...] = ()
    is_synced: bool = False


class Passkey(SQLModel, table=True):
    """One passkey of an account, found by the keyed hash of its id. Sealed under the practice's key."""

    __tablename__ = "passkey"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    credential_key: bytes = Field(unique=True)
    sign_count: int = Field(default=0, sa_type=BigInteger)
    made_at: datetime = time_field()
    used_at: datetime | None = time_field(default=None)
    sealed: bytes


class PasskeyChallenge(SQLModel, table=True):
    """Something random that one browser may answer with a passkey, once and soon, for one purpose."""

    __tablename__ = "passkey_challenge"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    purpose: str
    challenge_hash: bytes = Field(unique=True)
    visit_hash: bytes
    account_id: UUID | None = Field(default=None, foreign_key="account.id")
    expires_at: datetime = time_field(index=True)
    used_at: datetime | None = time_field(default=None)
