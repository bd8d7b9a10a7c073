"""What our own pages show in a frame: each kind of file with the policy that holds it in."""

import base64
import hashlib
from html import escape

_STYLE = """:root { color-scheme: light dark }
body { font: 16px/1.5 system-ui, sans-serif; margin: 1rem; overflow-wrap: anywhere }
h1 { font-size: 1.4rem }
h2 { font-size: 1.15rem; margin-top: 1.6rem }
h3, h4, h5, h6 { font-size: 1rem }
table { border-collapse: collapse; margin: .6rem 0 }
th, td { border: 1px solid #8888; padding: .35rem .6rem; text-align: start; vertical-align: top }
caption { text-align: start; font-weight: 600 }
dt { font-weight: 600 }
dd { margin: 0 0 .5rem }
"""
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_ALONE = f"default-src 'none'; style-src 'sha256-{_HASH}'; frame-ancestors 'self'; sandbox"
_PDF = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"
"""Chromium's own viewer puts a style into the page it makes around a PDF, and draws in no sandbox."""


def policy_for(media_type: str) -> str:
    """The Content-Security-Policy of a file shown in a frame: no scripts, and in no other site's pages."""
    return _PDF if media_type == "application/pdf" else _ALONE


def page_of(words: bytes, title: str) -> bytes:
    """Clean HTML as a page of its own, light or dark as the reader has it."""
    head = f'<meta charset="utf-8"><title>{escape(title)}</title><style>{_STYLE}</style>'
    return f"<!doctype html><html><head>{head}</head><body>".encode() + words + b"</body></html>"
