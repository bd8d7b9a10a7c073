"""Sending a request for other contact details, once."""

from collections.abc import Mapping

from portal import clock
from portal.access.charts import Chart
from portal.access.practice import open_front_door
from portal.errors import Conflict, TooMany
from portal.i18n import day, t
from portal.integrations.email import words as letters
from portal.models.contact_change import ContactChange, ContactChangeContents, ContactDetails
from portal.services import answers, due, receipts
from portal.services.contact import keeping, words
from portal.services.contact.checking import checked
from portal.services.contact.on_file import on_file
from portal.services.contact.views import Receipt
from portal.services.records.told import hides_home
from portal.services.records.whose import patient_of
from portal.settings import get_settings

HOME = "/profile"
MOST_A_DAY = 5


def now_on_file(chart: Chart) -> ContactDetails:
    """What the EHR has sent last."""
    return on_file(chart, chart.patient_id, patient_of(chart))


def send(chart: Chart, once: str, typed: Mapping[str, str]) -> Receipt:
    """Send it; repeated, or in a second window, it is the one request with its receipt.

    Raises: Invalid, Conflict when another one waits, TooMany.
    """
    receipts.refuse_other_marks(once)
    before = keeping.by_once(chart, once) or keeping.waiting(chart)
    if before is not None:
        return _again(chart, before, typed)
    was = now_on_file(chart)
    wanted, parts = checked(typed, was, blind=hides_home(chart))
    if keeping.how_many_lately(chart) >= MOST_A_DAY:
        raise TooMany(t("You have asked {n} times today. Please call us instead.", n=MOST_A_DAY))
    row = ContactChange(
        patient_id=chart.patient_id,
        receipt=receipts.new_receipt(),
        once_key=keeping.once_key(chart, once),
        asked_by_id=keeping.account_of(chart),
        asked_at=clock.now(),
        due_on=due.answer_by(),
        sealed=b"",
    )
    who = {"asked_by": chart.actor.name, "relation": chart.relation}
    chart.seal(row, ContactChangeContents(was=was, wanted=wanted, parts=parts, **who))
    chart.db.add(row)
    keeping.ring(chart)
    _tell_patient(chart)
    return receipt_of(row)


def receipt_of(row: ContactChange) -> Receipt:
    """The receipt of a request."""
    return Receipt(receipts.receipt_words(row.receipt), day(row.due_on))


def _again(chart: Chart, row: ContactChange, typed: Mapping[str, str]) -> Receipt:
    said = chart.unseal(row, ContactChangeContents)
    wanted, parts = checked(typed, said.was, blind=hides_home(chart))
    if parts == said.parts and all(words.is_same(wanted, said.wanted, part) for part in parts):
        return receipt_of(row)
    raise Conflict(
        t(
            "You have asked for a change already, number {number}. "
            "To say something else, take that back first.",
            number=receipts.receipt_words(row.receipt),
        )
    )


def _tell_patient(chart: Chart) -> None:
    """Whoever asked: what is asked in someone's name, they should hear of."""
    link = f"{get_settings().origin}{HOME}?for={chart.patient_id}"
    practice = open_front_door(chart.db, chart.actor)
    letter = letters.contact_change_asked(link)
    answers.tell(practice, "contact-change", letter, patient_id=chart.patient_id, asked_by=None)
