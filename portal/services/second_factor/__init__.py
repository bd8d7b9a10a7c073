"""What a person shows besides their password: whether it is wanted, and whether it is right.

Whoever lets somebody in by another way (recovery, say) asks here, and nothing gets somebody in around it:

    if second_factor.wanted(account) and not second_factor.fits(db, account, code):
        …refuse, and count it…

or, instead of `fits`, has a passkey shown (`second_factor.passkeys`). The rest is what its owner changes.
"""

from portal.services.second_factor.authenticator import (
    AppSetUp,
    begin_app,
    confirm_app,
    in_fours,
    turn_off_app,
)
from portal.services.second_factor.codes import fits
from portal.services.second_factor.overview import Overview, show_factors
from portal.services.second_factor.recovery_codes import first_codes, make_codes
from portal.services.second_factor.wanting import passkeys_of, take_away, wanted

__all__ = [
    "AppSetUp", "Overview", "begin_app", "confirm_app", "first_codes", "fits", "in_fours", "make_codes",
    "passkeys_of", "show_factors", "take_away", "turn_off_app", "wanted",
]  # fmt: skip
