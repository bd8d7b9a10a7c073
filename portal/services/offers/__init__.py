"""Offering someone access to a patient's record: to a representative or a guardian, by email.

Those who offer (a patient, the practice) open the folder first and write down what they did; what is here
makes the link and keeps it. Taking an offer up is a way to enrol: `services/enrolment`.
"""

from portal.services.offers.accepting import give_access
from portal.services.offers.making import end_of, make, one, resend, take_back
from portal.services.offers.telling import LEFT, Offer, Standing, offers_of, told

__all__ = [
    "LEFT", "Offer", "Standing", "end_of", "give_access", "make", "offers_of", "one", "resend", "take_back",
    "told",
]  # fmt: skip
