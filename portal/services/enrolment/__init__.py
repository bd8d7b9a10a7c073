"""Enrolling: a link from an email, proof of who one is, then a username, a password and security questions.

All of it happens at the front door, with no session. What is answered never says who was invited.
"""

from portal.services.enrolment.activating import (
    Choice,
    activate,
    check_choice,
    check_username,
    enter,
    username_rules,
)
from portal.services.enrolment.links import LinkState, look
from portal.services.enrolment.proving import check_proof, prove

__all__ = [
    "Choice", "LinkState", "activate", "check_choice", "check_proof", "check_username", "enter", "look",
    "prove", "username_rules",
]  # fmt: skip
