"""Getting back in: a code from an email, a security question, the second factor, then a new password.

All of it happens at the front door, with no session, in the browser that it was begun in. Until the code
was shown, nothing that is answered or done depends on whether there is an account.
"""

from portal.services.recovery.answering import answer, factor
from portal.services.recovery.asking import ask, ask_again
from portal.services.recovery.desk import birth, enter
from portal.services.recovery.ending import drop_old, end_pending, end_resets
from portal.services.recovery.finishing import NewSecrets, check_password, finish, send_username
from portal.services.recovery.proving import choose, prove
from portal.services.recovery.standing import AccountRow, Standing, look

__all__ = [
    "AccountRow", "NewSecrets", "Standing", "answer", "ask", "ask_again", "birth", "check_password",
    "choose", "drop_old", "end_pending", "end_resets", "enter", "factor", "finish", "look", "prove",
    "send_username",
]  # fmt: skip
