"""The same paper read aloud: headings and facts, a line each, and nothing that is only seen."""

from portal.integrations.pdf.paper import PaperEntry, PaperFact, PaperSection, PaperWords
from portal.integrations.pdf.text import to_text
from tests.integrations.pdf.papers import LDL, LIPIDS, paper


def test_it_reads_from_the_person_to_the_last_fact() -> None:
    words = to_text(paper(PaperSection("Results", "Newest first.", (LIPIDS, LDL)))).decode()

    assert words.splitlines() == [
        "Health record",
        "Alice Ames",
        "Born Mar 9, 1984",
        "MRN MRN-7",
        "Lakeside Family Practice",
        "120 Lake Street",
        "Printed from the practice’s record on Nov 23, 2026.",
        "",
        "",
        "Results",
        "Newest first.",
        "",
        "Lipid panel",
        "Nov 20, 2026. 1 high",
        "Sample: Blood",
        "Done by: Lakeside laboratory",
        "LDL cholesterol. Value: 148 mg/dL. Usual range: up to 130.",
        "HDL cholesterol. Value: 52 mg/dL.",
        "From the care team:",
        "A little higher.",
        "Let’s talk.",
        "Dr. Okafor",
        "",
        "LDL cholesterol",
        "LDL cholesterol: 3 values, from 118 mg/dL on Nov 18, 2024 to 148 mg/dL on Nov 20, 2026.",
        "Lowest 118 mg/dL, highest 148 mg/dL",
        "usual range: up to 130",
    ]


def test_no_line_is_only_signs() -> None:
    drawn = "-----\n| a | b |\n=====\n***\n\t\n…\n\x07bell\u202e"
    entry = PaperEntry("––––", "·", facts=(PaperFact("Value", "7"),), paragraphs=(PaperWords("", drawn),))

    lines = to_text(paper(PaperSection("Results", "", (entry,)))).decode().splitlines()

    assert all(any(sign.isalnum() for sign in line) for line in lines if line)
    assert all(line.isprintable() for line in lines)
    assert "Value: 7" in lines


def test_every_script_comes_through_as_utf_8() -> None:
    name = "Éloïse فاطمة 王小明 प्रिया"

    assert name in to_text(paper(person=name)).decode("utf-8")
