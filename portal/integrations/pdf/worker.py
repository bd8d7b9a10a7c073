"""The child process that lays out one PDF: last in line for the processor, with a hard cap on its memory.

Reads a line of JSON from standard input, and answers with lines on standard output: "laid N" for every page,
then "pdf N" and N bytes. Touches no network and no file but our own style sheet and font. What goes wrong is
said in one word on the way out, for an explanation could hold what was to be printed.
"""

import gc
import json
import logging
import os
import re
import resource
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
STYLE = HERE / "paper.css"
FONT = HERE.parents[2] / "assets" / "font.woff2"
FONT_URL = "paper:font.woff2"
OUT_OF_MEMORY, NO_LIBRARY = 77, 78
_page = re.compile(r"Creating layout - Page (\d+)")


def main() -> None:
    """Print what is asked for. Exits with OUT_OF_MEMORY or NO_LIBRARY, or 1 for anything else."""
    gc.set_threshold(200_000, 50, 50)  # boxes live to the end: looking for garbage among them finds none
    order = json.loads(sys.stdin.buffer.readline())
    _step_back(order["memory_bytes"], order["cpu_seconds"])
    try:
        pdf = _printed(order["html"])
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except OSError:
        os._exit(NO_LIBRARY)
    sys.stdout.buffer.write(b"pdf %d\n" % len(pdf))
    sys.stdout.buffer.write(pdf)
    sys.stdout.buffer.flush()


def _step_back(memory_bytes: int, cpu_seconds: int) -> None:
    os.nice(10)
    for limit, most in ((resource.RLIMIT_AS, memory_bytes), (resource.RLIMIT_CPU, cpu_seconds)):
        try:
            resource.setrlimit(limit, (most, most))
        except (ValueError, OSError):
            continue  # macOS knows no RLIMIT_AS


def _printed(html: str) -> bytes:
    from weasyprint import CSS, HTML  # type: ignore[import-untyped]
    from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-untyped]
    from weasyprint.urls import FatalURLFetchingError, URLFetcherResponse  # type: ignore[import-untyped]

    def fetch(url: str, *_args: Any, **_more: Any) -> URLFetcherResponse:
        """Our own font; anything else stops the printing."""
        if url != FONT_URL:
            raise FatalURLFetchingError("Nothing is fetched for a paper.")
        return URLFetcherResponse(url, FONT.read_bytes(), {"Content-Type": "font/woff2"})

    class Page(HTML):  # type: ignore[misc]
        """Laid out by our style sheet alone: the library's own has rules for footnotes that are tried on, and
        kept for, every element, and cost a third of all memory."""

        def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
            return []

    _tell_progress()
    fonts = FontConfiguration()
    style = CSS(string=STYLE.read_text(), url_fetcher=fetch, font_config=fonts)
    page = Page(string=html, url_fetcher=fetch)
    pdf: bytes = page.write_pdf(stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1")
    return pdf


def _tell_progress() -> None:
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    progress = logging.getLogger("weasyprint.progress")
    progress.handlers, progress.propagate = [_Laid()], False
    progress.setLevel(logging.INFO)


class _Laid(logging.Handler):
    """A line for every page that is laid out."""

    def emit(self, record: logging.LogRecord) -> None:
        if found := _page.search(record.getMessage()):
            sys.stdout.buffer.write(b"laid %s\n" % found[1].encode())
            sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
