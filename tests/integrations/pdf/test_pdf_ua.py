"""A blind reader opens the PDF: it is tagged, it says its language and title, each page whose it is."""

from itertools import pairwise

import pytest

from portal.integrations.pdf.machine import missing_scripts
from portal.integrations.pdf.paper import PaperEntry, PaperSection, PaperWords
from tests.integrations.pdf.papers import LIPIDS, paper, printed, structure, words_of

NAMES = {
    "Latin": "Éloïse Đặng Łukasz",
    "Greek": "Ωνάσης Νίκος",
    "Cyrillic": "Ольга Їжак",
    "Arabic": "فاطمة",
    "Hebrew": "שרה לוי",
    "Devanagari": "कमला नयन",
    "Chinese": "王小明",
    "Japanese": "さくら",
    "Korean": "김지훈",
}


def test_it_says_that_it_is_pdf_ua_and_what_it_is_called() -> None:
    pdf = printed(paper())
    root = pdf.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 (a PDF boolean)
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Health record – Alice Ames"
    assert b'pdfuaid:part="1"' in root["/Metadata"].get_data()


def test_headings_tables_lists_and_pictures_are_tagged_as_such() -> None:
    tree = structure(printed(paper()))
    kinds = [one["/S"] for one in tree]

    headings = [int(kind[2]) for kind in kinds if kind in ("/H1", "/H2", "/H3", "/H4")]
    assert headings[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(headings)), "no level is skipped"
    assert kinds.count("/Table") == 1
    assert kinds.count("/TR") == 3
    assert kinds.count("/TH") == 5, "three columns and two rows"
    assert {"/L", "/LI", "/LBody", "/P"} <= set(kinds)
    [figure] = [one for one in tree if one["/S"] == "/Figure"]
    assert figure["/Alt"].startswith("LDL cholesterol: 3 values, from 118 mg/dL")


def test_words_without_an_entry_of_their_own_skip_no_level() -> None:
    untitled = PaperEntry(paragraphs=(PaperWords("Notes", "Rest.\n\nDrink tea."),))
    kinds = [one["/S"] for one in structure(printed(paper(PaperSection("Each dose", "", (untitled,)))))]

    assert [kind for kind in kinds if kind.startswith("/H")] == ["/H1", "/H2", "/H3"]


def test_every_cell_knows_its_headings() -> None:
    tree = structure(printed(paper()))

    ids = {one["/ID"] for one in tree if one["/S"] == "/TH"}
    cells = [one for one in tree if one["/S"] == "/TD"]

    assert len(ids) == 5
    assert all(len(cell["/A"]["/Headers"]) == 2 for cell in cells)
    assert {head for cell in cells for head in cell["/A"]["/Headers"]} <= ids


def test_every_page_says_whose_it_is_and_which_of_how_many() -> None:
    pdf = printed(paper(PaperSection("Results", "", (LIPIDS,) * 30)))

    pages = [" ".join(page.extract_text().split()) for page in pdf.pages]

    assert len(pages) > 3
    for number, words in enumerate(pages, start=1):
        assert "Alice Ames · Born Mar 9, 1984 · MRN MRN-7" in words
        assert f"Page {number} of {len(pages)}" in words


def test_sections_are_bookmarks_and_a_long_paper_lists_them() -> None:
    entries = tuple(PaperEntry(title=f"Entry {n}") for n in range(8))
    names = ["Visits", "Results", "Vitals", "Documents"]
    pdf = printed(paper(*(PaperSection(name, "", entries) for name in names)))

    assert [one["/Title"] for one in pdf.outline] == ["What is in here", *names]
    assert "What is in here" in words_of(pdf)
    assert len([one for one in structure(pdf) if one["/S"] == "/Link"]) == 4


@pytest.mark.parametrize("script", NAMES)
def test_names_of_any_script_are_printed_and_read_back(script: str) -> None:
    if script in missing_scripts():
        pytest.skip(f"this machine has no font for {script}")

    pdf = printed(paper(person=NAMES[script]))

    assert NAMES[script] in words_of(pdf)
    fonts = {str(font["/BaseFont"]) for page in pdf.pages for font in _fonts(page)}
    assert all("+" in font for font in fonts), "every font is a subset within the file"


def test_a_name_that_no_font_has_letters_for_is_still_printed() -> None:
    assert len(printed(paper(person="Alice \U0001e900\U0001e901 \x00\x07\ud800")).pages) == 1


def test_what_looks_like_markup_is_shown_as_text() -> None:
    evil = '<img src="file:///etc/passwd"><script>alert(1)</script> & </p> {content: "x"} \\" url(http://x)'
    entry = PaperEntry(title=evil, line=evil, tag=evil)

    words = words_of(printed(paper(PaperSection(evil, evil, (entry,)), person=evil, title=evil)))

    assert words.count("<script>alert(1)</script>") >= 4
    assert "/etc/passwd" in words


def test_a_name_of_five_hundred_letters_breaks_nothing() -> None:
    name = "Wolfeschlegelsteinhausenbergerdorff" * 15

    pdf = printed(paper(person=name, born="Mar 9, 1984"))

    words = words_of(pdf).replace(" ", "")
    assert name in words, "whole on the first page"
    assert "BornMar9,1984" in pdf.pages[0].extract_text().replace(" ", "")
    for page in pdf.pages:
        assert float(page.mediabox.width) == 612


def test_an_empty_record_is_a_page_that_says_so() -> None:
    pdf = printed(paper(PaperSection("Results", "None on file.")))

    assert len(pdf.pages) == 1
    assert "None on file." in words_of(pdf)


def test_a_paper_in_arabic_runs_from_right_to_left() -> None:
    pdf = printed(paper(language="ar"))

    assert pdf.trailer["/Root"]["/Lang"] == "ar"


def _fonts(page) -> list:
    return [font.get_object() for font in page["/Resources"].get("/Font", {}).values()]
