"""Words that suggest an emergency: what is found is shown with the 911 page, and the person may go on."""

import re
from functools import lru_cache

from sqlmodel import Session, col, select

from portal.models.message import UrgentWords

USUAL = """
chest pain
chest hurts
heart attack
stroke
can't breathe
cannot breathe
can not breathe
hard to breathe
trouble breathing
short of breath
choking
passed out
unconscious
seizure
slurred speech
face drooping
numb on one side
severe bleeding
won't stop bleeding
coughing up blood
vomiting blood
overdose
poisoned
suicide
suicidal
kill myself
want to die
hurt myself
severe allergic
throat is closing
throat closing
worst headache
""".strip()


def words_now(db: Session) -> list[str]:
    """The practice's list, a word or phrase each."""
    query = select(UrgentWords).order_by(col(UrgentWords.made_at).desc()).limit(1)
    row = db.exec(query).first()
    return [line.strip() for line in (row.words if row else USUAL).splitlines() if line.strip()]


def found_in(db: Session, *texts: str) -> list[str]:
    """Which words of the list stand in what was typed, as they stand in the list, each once."""
    said = _plain("\n".join(texts))
    return [word for word in words_now(db) if _pattern(word).search(said)]


@lru_cache(maxsize=500)
def _pattern(word: str) -> re.Pattern[str]:
    """The word by itself, whatever the spaces between its parts."""
    parts = r"\s+".join(re.escape(part) for part in _plain(word).split())
    return re.compile(rf"(?<!\w){parts}(?!\w)")


def _plain(text: str) -> str:
    return text.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
