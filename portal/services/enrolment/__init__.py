"""Enrolling: a link from an email, proof of who one is, then a username, a password and security questions.

The link is a patient's invitation, or an offer of access to someone else's record (`ways.py`).
All of it happens at the front door, with no session. What is answered never says who was invited.
"""

from portal.services.enrolment.activating import (
    Choice,
    activate,
    check_choice,
    check_username,
    username_rules,
)
from portal.services.enrolment.joining import Offering, accept, decline, show_offer
from portal.services.enrolment.links import asks_own, kind_of, look
from portal.services.enrolment.proving import check_proof, prove
from portal.services.enrolment.ways import LinkState
from portal.services.ticket import enter

__all__ = [
    "Choice", "LinkState", "Offering", "accept", "activate", "asks_own", "check_choice",
    "check_proof", "check_username", "decline", "enter", "kind_of", "look", "prove", "show_offer",
    "username_rules",
]  # fmt: skip
