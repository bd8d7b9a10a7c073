"""Papers written by hand, and what a reader finds in the PDFs made of them."""

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, IndirectObject

from portal.integrations.pdf.paper import (
    Paper,
    PaperEntry,
    PaperFact,
    PaperSection,
    PaperTable,
    PaperTick,
    PaperTrend,
    PaperWords,
)
from portal.integrations.pdf.rendering import to_pdf

LIPIDS = PaperEntry(
    title="Lipid panel",
    line="Nov 20, 2026",
    tag="1 high",
    facts=(PaperFact("Sample", "Blood"), PaperFact("Done by", "Lakeside laboratory")),
    tables=(
        PaperTable(
            ("Test", "Value", "Usual range"),
            (("LDL cholesterol", "148 mg/dL", "up to 130"), ("HDL cholesterol", "52 mg/dL", "")),
            (3, 2, 2),
            frozenset({0}),
        ),
    ),
    paragraphs=(PaperWords("From the care team", "A little higher.\nLet’s talk.\n\nDr. Okafor"),),
)
LDL = PaperEntry(
    title="LDL cholesterol",
    trend=PaperTrend(
        title="LDL cholesterol",
        summary="LDL cholesterol: 3 values, from 118 mg/dL on Nov 18, 2024 to 148 mg/dL on Nov 20, 2026.",
        points=((3.0, 80.0), (50.0, 50.0), (97.0, 20.0)),
        span="Lowest 118 mg/dL, highest 148 mg/dL",
        last="148 mg/dL",
        ticks=(PaperTick(3.0, "2024", "start"), PaperTick(97.0, "2026", "end")),
        band=(40.0, 60.0),
        usual="usual range: up to 130",
    ),
)


def paper(*sections: PaperSection, person: str = "Alice Ames", **more: Any) -> Paper:
    """A paper about Alice."""
    usual = PaperSection("Results", "Newest first.", (LIPIDS,)), PaperSection("Over time", "", (LDL,))
    found = Paper(
        title="Health record",
        person=person,
        born="Mar 9, 1984",
        mrn="MRN-7",
        language="en",
        practice=("Lakeside Family Practice", "120 Lake Street"),
        made="Printed from the practice’s record on Nov 23, 2026.",
        sections=sections or usual,
    )
    return replace(found, **more)


def printed(what: Paper) -> PdfReader:
    """The PDF of a paper, opened."""
    return PdfReader(io.BytesIO(to_pdf(what)))


def words_of(pdf: PdfReader) -> str:
    """All its words, whatever stands between them."""
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def structure(pdf: PdfReader) -> list[Any]:
    """Every element of the structure tree (ISO 32000-1, 14.7), in reading order."""
    return list(_below(pdf.trailer["/Root"]["/StructTreeRoot"]))


def _below(node: Any) -> Iterator[Any]:
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, ArrayObject) else [kids]:
        found = kid.get_object() if isinstance(kid, IndirectObject) else kid
        if isinstance(found, dict) and "/S" in found:
            yield found
            yield from _below(found)
