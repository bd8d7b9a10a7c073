"""What a request says in words: where it stands, who asked, why it was denied, what can be done next."""

from datetime import timedelta

from portal import clock
from portal.i18n import day, t
from portal.models.correction import Correction, CorrectionContents, FileNote, Status
from portal.models.unseen import HELPERS
from portal.settings import get_settings

ANSWER_WITHIN = timedelta(days=60)
"""How long a practice has to answer (45 CFR 164.526(b)(2)(i))."""
GROUNDS = ("accurate", "not-ours", "not-in-record", "not-available")
"""The only grounds on which a request may be denied (45 CFR 164.526(a)(2))."""


def grounds() -> list[tuple[str, str]]:
    """The grounds of a denial, in words."""
    words = (
        t("The record is accurate and complete."),
        t("This practice did not create the record."),
        t("What was asked about is not part of the record."),
        t("The law does not open this part of the record to patients."),
    )
    return list(zip(GROUNDS, words, strict=True))


def ground_words(ground: str) -> str:
    """One of the grounds, in words."""
    return dict(grounds()).get(ground, "")


def status_tag(row: Correction) -> tuple[str, str]:
    """Where a request stands, and the tone of its tag."""
    return {
        Status.RECEIVED: (t("Received"), "attention"),
        Status.ACCEPTED: (t("Accepted"), "good"),
        Status.DENIED: (t("Denied"), "danger"),
        Status.WITHDRAWN: (t("Withdrawn"), "plain"),
    }.get(Status(row.status), (t("Not sent"), "plain"))


def is_overdue(row: Correction) -> bool:
    """Whether an answer should have been given before today."""
    return row.status == Status.RECEIVED and row.due_on is not None and row.due_on < clock.today()


def who_asked(said: CorrectionContents, *, patient: str = "") -> str:
    """Who asked, and as what and for whom when it was not the patient."""
    parts = {"representative": t("a representative"), "guardian": t("a parent or guardian")}
    part = parts.get(said.relation, "")
    if part and patient:
        return t("{name}, {part}, for {patient}", name=said.asked_by, part=part, patient=patient)
    return t("{name}, {part}", name=said.asked_by, part=part) if part else said.asked_by


def who_disagreed(said: CorrectionContents, *, patient: str) -> str:
    """Who wrote the statement, and for whom when it was not the patient."""
    if said.disagreed_as in HELPERS:
        return t("{name} for {patient}", name=said.disagreed_by, patient=patient)
    return said.disagreed_by


def size_words(note: FileNote) -> str:
    """What a file is and how large: "PDF, 1.2 MB"."""
    kind = t("PDF") if note.media_type == "application/pdf" else t("Picture")
    large = note.size >= 100_000
    size = f"{note.size / 1_000_000:.1f} MB" if large else f"{max(note.size // 1000, 1)} KB"
    return t("{kind}, {size}", kind=kind, size=size)


def outcome(row: Correction, said: CorrectionContents) -> str:
    """What came of a request, in one sentence with who and when."""
    if row.status == Status.ACCEPTED:
        return t("Accepted by {name} on {day}.", name=said.decided_by, day=day(row.decided_at))
    if row.status == Status.DENIED:
        return t("Denied by {name} on {day}.", name=said.decided_by, day=day(row.decided_at))
    if row.status == Status.WITHDRAWN:
        return t("Taken back on {day}. Nothing was changed.", day=day(row.withdrawn_at))
    return t("Not decided yet. We answer by {day}.", day=day(row.due_on))


def next_steps(row: Correction) -> list[str]:
    """What the person can do now (for a denial as 45 CFR 164.526(d)(1) asks)."""
    phone, practice = get_settings().practice_phone, get_settings().practice_name
    if row.status == Status.RECEIVED:
        return [
            t("The record stays as it is until we have decided."),
            t("We will send an email as soon as there is an answer."),
            t("Changed your mind? You can take the request back until it is decided."),
        ]
    if row.status == Status.ACCEPTED:
        return [
            t("If someone else should know of this correction, call {phone} and tell us whom.", phone=phone),
        ]
    if row.status == Status.DENIED:
        return [
            t("You can write a statement that says why you disagree. It is kept with the record."),
            t("The request and our answer go along whenever this part of the record is passed on."),
            t("You can complain to us: call {practice} at {phone}.", practice=practice, phone=phone),
            t(
                "You can complain to the U.S. Department of Health and Human Services, "
                "Office for Civil Rights: hhs.gov/ocr/complaints or 1-800-368-1019."
            ),
        ]
    return [t("You can ask again at any time, from the page of that item.")]
