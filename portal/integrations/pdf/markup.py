"""A paper as HTML for the printer: few and plain elements, for thousands of them are laid out at once."""

from collections.abc import Iterable, Iterator
from html import escape

from portal.i18n import t
from portal.integrations.pdf.drawing import drawn
from portal.integrations.pdf.paper import Paper, PaperEntry, PaperFact, PaperSection, PaperTable, PaperWords

_LONGEST_RUNNING = 70
_SHORT, _RUN_IN = 34, 90
_FEW_SECTIONS, _FEW_ROWS, _FEW_SIGNS = 3, 7, 600
_RIGHT_TO_LEFT = ("ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi")
_UNPRINTABLE = {code: None for code in range(32) if chr(code) not in "\t\n\r"} | dict.fromkeys(
    (0xFFFE, 0xFFFF)
)


def html_of(paper: Paper) -> str:
    """The whole paper as one HTML document; whatever it says is text and never markup."""
    language = paper.language.replace("_", "-")
    direction = "rtl" if language.split("-")[0] in _RIGHT_TO_LEFT else "ltr"
    head = (
        f'<meta charset="utf-8"><title>{_text(_titled(paper))}</title><meta name="author" {_content(paper)}>'
    )
    body = "".join([*_front(paper), *_contents(paper), *_sections(paper)])
    return (
        f'<!doctype html><html lang="{_text(language)}" dir="{direction}"><head>{head}</head>'
        f"<body {_running(paper)}>{body}</body></html>"
    )


def _content(paper: Paper) -> str:
    return f'content="{_text(paper.practice[0] if paper.practice else "")}"'


def _titled(paper: Paper) -> str:
    return f"{paper.title} – {_cut(paper.person)}"


def _running(paper: Paper) -> str:
    """What stands on every page, as attributes that the style sheet puts into the margins."""
    before, _, rest = t("Page {page} of {pages}", page="\0", pages="\1").partition("\0")
    between, _, after = rest.partition("\1")
    words = {
        "who": " · ".join(filter(None, [_cut(paper.person), _born(paper), _mrn(paper)])),
        "what": paper.title,
        "whose": paper.practice[0] if paper.practice else "",
        "before": before,
        "between": between,
        "after": after,
    }
    return " ".join(f'data-{name}="{_text(value)}"' for name, value in words.items())


def _front(paper: Paper) -> Iterator[str]:
    yield '<div class="practice">' + "".join(f"<p>{_text(line)}</p>" for line in paper.practice) + "</div>"
    yield f"<h1>{_text(paper.title)}</h1>"
    yield f'<p class="person">{_text(paper.person)}</p>'
    yield f'<p class="born">{_text(" · ".join(filter(None, [_born(paper), _mrn(paper)])))}</p>'
    yield "".join(f'<p class="quiet">{_text(words)}</p>' for words in (paper.made, paper.covers) if words)


def _contents(paper: Paper) -> Iterator[str]:
    """Where each section begins, when there are several."""
    if len(paper.sections) <= _FEW_SECTIONS or sum(len(one.entries) for one in paper.sections) < 20:
        return
    yield f'<h2 class="plain">{_text(t("What is in here"))}</h2><ul class="contents">'
    for n, section in enumerate(paper.sections):
        yield f'<li data-to="#s{n}"><a href="#s{n}">{_text(section.title)}</a></li>'
    yield "</ul>"


def _sections(paper: Paper) -> Iterator[str]:
    for n, section in enumerate(paper.sections):
        yield f'<section><h2 id="s{n}">{_text(section.title)}</h2>'
        look = ' class="lead"' if section.entries else ""
        yield f"<p{look}>{_text(section.lead)}</p>" if section.lead else ""
        yield from _entries(section)
        yield _signature(section.sign) if section.sign else ""
        yield "</section>"


def _entries(section: PaperSection) -> Iterator[str]:
    for entry in section.entries:
        yield f'<div class="{_look(entry)}">'
        head = "".join([*_heading(entry), *_facts(entry.facts)])
        goes_on = bool(entry.tables or entry.paragraphs or entry.trend)
        yield f'<div class="head">{head}</div>' if head and goes_on else head
        yield from map(_table, entry.tables)
        yield from _words(entry.paragraphs, under="h4" if entry.title else "h3")
        yield drawn(entry.trend, _text) if entry.trend else ""
        yield "</div>"


def _look(entry: PaperEntry) -> str:
    """Pictures stand two in a row; what is short is not torn apart by the end of a page."""
    if entry.trend and not entry.tables:
        return "entry kept chart"
    rows = sum(len(table.rows) for table in entry.tables)
    is_short = rows <= _FEW_ROWS and sum(len(one.text) for one in entry.paragraphs) < _FEW_SIGNS
    return "entry kept" if is_short else "entry"


def _heading(entry: PaperEntry) -> Iterator[str]:
    parts = [_text(entry.line), f"<b>{_text(entry.tag)}</b>" if entry.tag else ""]
    line = " · ".join(part for part in parts if part)
    yield f"<h3>{_text(entry.title)}</h3>" if entry.title else ""
    yield f'<p class="line">{line}</p>' if line else ""


def _facts(facts: Iterable[PaperFact]) -> Iterator[str]:
    """Short facts two in a row, long ones alone."""
    items = [
        f'<li class="{"half" if len(one.value) <= _SHORT else "whole"}">'
        f"<b>{_text(one.name)}:</b> {_text(one.value)}</li>"
        for one in facts
    ]
    if items:
        yield '<ul class="facts">' + "".join(items) + "</ul>"


def _table(table: PaperTable) -> str:
    widths = table.widths or (1,) * len(table.columns)
    head = "".join(
        f'<th scope="col" style="width:{100 * width / sum(widths):.1f}%">{_text(name)}</th>'
        for name, width in zip(table.columns, widths, strict=True)
    )
    rows = "".join(_row(row, marked=n in table.marked) for n, row in enumerate(table.rows))
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _row(row: tuple[str, ...], *, marked: bool) -> str:
    first, *rest = row
    cells = "".join(f"<td>{_text(cell)}</td>" for cell in rest)
    look = ' class="marked"' if marked else ""
    return f'<tr{look}><th scope="row">{_text(first)}</th>{cells}</tr>'


def _words(paragraphs: Iterable[PaperWords], *, under: str) -> Iterator[str]:
    """What is written, under headings of the level that comes next; a short line beside its name instead."""
    for one in paragraphs:
        if one.title and len(one.text) <= _RUN_IN and "\n" not in one.text:
            yield f'<p class="written"><b>{_text(one.title)}:</b> {_text(one.text)}</p>'
            continue
        yield f"<{under}>{_text(one.title)}</{under}>" if one.title else ""
        blocks = (block.strip() for block in one.text.replace("\r\n", "\n").split("\n\n"))
        yield "".join(f'<p class="written">{_text(block)}</p>' for block in blocks if block)


def _signature(names: tuple[str, ...]) -> str:
    return '<div class="sign">' + "".join(f"<p>{_text(name)}</p>" for name in names) + "</div>"


def _born(paper: Paper) -> str:
    return t("Born {day}", day=paper.born) if paper.born else ""


def _mrn(paper: Paper) -> str:
    return t("MRN {number}", number=paper.mrn) if paper.mrn else ""


def _cut(name: str) -> str:
    """A name short enough for the top of a page."""
    return name if len(name) <= _LONGEST_RUNNING else f"{name[:_LONGEST_RUNNING].rstrip()}…"


def _text(words: str) -> str:
    """Words as they are: markup is shown, and signs that no font can draw are left out."""
    return escape(words.translate(_UNPRINTABLE).encode("utf-8", "replace").decode())
