"""Adding a passkey: what the browser is asked for, and what it made."""

from portal import clock
from portal.access.needs import OWN, needs
from portal.access.own import Own
from portal.errors import Conflict, Invalid
from portal.i18n import t
from portal.integrations.email import factor_words
from portal.models.account import AccountContents
from portal.models.passkey import Passkey, PasskeyContents
from portal.services.second_factor import telling, wanting
from portal.services.second_factor.passkeys import challenges, keeping
from portal.services.second_factor.passkeys.challenges import Answer, Purpose
from portal.vault import passkeys
from portal.vault.passkeys import NotGenuine

MOST = 20


@needs(OWN, acting=True, proof=True)
def begin_passkey(own: Own, name: str, *, visit: str) -> str:
    """What the browser is asked to make, as JSON.

    Raises:
        Invalid: the name will not do, or the browser has not loaded one of our pages.
        Conflict: they have as many as one may have.
    """
    keeping.checked_name(name)
    if wanting.passkeys_of(own.db, own.account) >= MOST:
        raise Conflict(t("You have {n} passkeys, the most there can be. Remove one first.", n=MOST))
    contents = own.unseal(own.account, AccountContents)
    challenge = challenges.new(own.db, Purpose.ADD, visit=visit, account_id=own.account.id)
    return passkeys.creation_options(
        challenge,
        own.account.id,
        username=contents.username or contents.email,
        name=contents.name,
        have=keeping.known(own.db, own.account),
    )


@needs(OWN, acting=True, proof=True)
def add_passkey(own: Own, answer: Answer, name: str) -> None:
    """Keep the passkey that a browser made; from now on it signs its owner in.

    Raises:
        Invalid: it is not genuine, or the name will not do.
        Conflict: it is on file already, or somebody else was asked.
    """
    name = keeping.checked_name(name)
    if answer.account_id != own.account.id:
        raise challenges.too_late()
    try:
        made = passkeys.check_made(answer.claim)
    except NotGenuine:
        raise Invalid(t("This browser did not make a passkey that we can take. Nothing was added.")) from None
    if keeping.find(own.db, made.credential_id) is not None:
        raise Conflict(t("That passkey is in use already. Nothing was added."))
    row = Passkey(
        account_id=own.account.id,
        credential_key=keeping.key_of(made.credential_id),
        sign_count=made.sign_count,
        made_at=clock.now(),
        sealed=b"",
    )
    contents = PasskeyContents(
        name=name,
        credential_id=made.credential_id,
        public_key=made.public_key,
        transports=made.transports,
        is_synced=made.is_synced,
    )
    own.seal(row, contents)
    own.db.add(row)
    wanting.settle(own.db, own.account, own.unseal(own.account, AccountContents))
    telling.tell(own.db, own.account, factor_words.PASSKEY_ADDED)
