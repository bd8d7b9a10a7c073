"""Alice's wallet card: what a stranger must know, as text, in a code small enough for a phone."""

import pytest

from portal.services import door, sharing
from tests import people
from tests.charts import condition, medicine, on_file, said
from tests.services.sharing.test_making import looking_at

pytestmark = pytest.mark.usefixtures("home")


def allergy(name: str, *, high: bool = False, status: str = "active") -> dict:
    return {
        "resourceType": "AllergyIntolerance",
        "id": f"allergy-{abs(hash(name))}",
        **({"clinicalStatus": {"coding": [{"code": status}]}} if status else {}),
        "code": said(name),
        **({"criticality": "high"} if high else {}),
    }


def card_of(person: people.Person) -> sharing.Card:
    return door.in_chart(person.token, sharing.show_card)


def test_it_says_who_what_and_whom_to_call():
    alice = people.alice()
    on_file(alice, allergy("Latex"), allergy("Penicillin", high=True), medicine("Albuterol"))
    on_file(
        alice, condition("Asthma"), condition("Flu", status="resolved"), medicine("Old", status="stopped")
    )

    card = card_of(alice)

    assert card.text.splitlines()[:5] == [
        "Alice Ames",
        "Born Mar 9, 1984",
        "Allergies: Penicillin, Latex",
        "Medications: Albuterol",
        "Conditions: Asthma",
    ]
    assert card.text.splitlines()[5] == "Lakeside Family Practice: 555-0134"
    assert card.qr.startswith("data:image/svg+xml")


def test_what_nobody_said_is_over_stays_on_it():
    alice = people.alice()
    on_file(alice, allergy("Latex", status=""), allergy("Bees", status="inactive"))

    assert "Allergies: Latex\n" in card_of(alice).text


def test_nothing_on_file_is_not_said_to_be_none():
    assert "Allergies: none on file" in card_of(people.alice()).text


def test_much_is_cut_and_counted_so_that_a_phone_reads_it():
    alice = people.alice()
    many = [{**medicine(f"Médicament numéro {n} with a rather long name"), "id": f"m{n}"} for n in range(60)]
    on_file(alice, allergy("Penicillin", high=True), *many)

    card = card_of(alice)

    assert 500 < len(card.text.encode()) <= 800
    assert "Allergies: Penicillin\n" in card.text
    (line,) = [line for line in card.text.splitlines() if line.startswith("Medications")]
    shown = line.count("Médicament")
    assert line.endswith(f"… and {60 - shown} more") and shown > 3


def test_dana_without_medications_gets_a_card_without_them():
    alice = people.alice()
    on_file(alice, medicine("Albuterol"))
    dana = people.dana(alice)
    card = card_of(looking_at(alice, dana))

    assert "Albuterol" not in card.text and "Medications" not in card.text
