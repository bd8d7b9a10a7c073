"""What someone enrolling enters, step by step."""

from portal.services import enrolment
from portal.services.enrolment import Choice
from portal.services.sign_in import From
from tests.people import HERE

PASSWORD = "kettle orchid mulberry 7"
ANSWERS = [("first-pet", "Rex"), ("first-car", "Blue  Beetle"), ("first-job", "Baker")]


def choice(**changes: object) -> Choice:
    given = {"username": "jo.jones", "password": PASSWORD, "answers": ANSWERS}
    return Choice(**(given | changes))


def prove(token: str, birth_date: str = "03/09/1984", zip_code: str = "04101", source: From = HERE) -> str:
    return enrolment.prove(token, birth_date, zip_code, source=source)
