"""What this machine can print: whether Pango is there, and letters of which scripts.

`python -m portal.integrations.pdf.machine` says in one line what to install, and nothing when all is there.
"""

import ctypes
import ctypes.util
import subprocess
import sys
from collections.abc import Iterable

from portal.integrations.pdf.rendering import child_environment

DEBIAN = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
HOW = f"On Debian or Ubuntu: apt install {' '.join(DEBIAN)}. On macOS: brew install pango"
_NOTO, _CJK = "fonts-noto-core", "fonts-noto-cjk"
SCRIPTS = {
    "Latin": ("Aéđ", _NOTO), "Greek": ("Ωή", _NOTO), "Cyrillic": ("Жї", _NOTO), "Arabic": ("عپ", _NOTO),
    "Hebrew": ("שת", _NOTO), "Armenian": ("Ճի", _NOTO), "Georgian": ("მრ", _NOTO),
    "Devanagari": ("हि", _NOTO), "Bengali": ("বা", _NOTO), "Gurmukhi": ("ਪੰ", _NOTO),
    "Gujarati": ("ગુ", _NOTO), "Tamil": ("தி", _NOTO), "Telugu": ("తె", _NOTO), "Kannada": ("ಕೆ", _NOTO),
    "Malayalam": ("മാ", _NOTO), "Thai": ("ไท", _NOTO), "Khmer": ("ខ្", _NOTO), "Ethiopic": ("አማ", _NOTO),
    "Chinese": ("醫医", _CJK), "Japanese": ("あア", _CJK), "Korean": ("한글", _CJK),
}  # fmt: skip


def can_print() -> bool:
    """Whether the libraries that lay out PDFs load, in a process like the one that uses them."""
    command = [sys.executable, "-c", "import weasyprint"]
    tried = subprocess.run(command, env=child_environment(), capture_output=True, check=False)
    return tried.returncode == 0


def missing_scripts() -> list[str]:
    """The scripts whose letters no installed font has; all of them when fontconfig cannot be asked."""
    try:
        fonts = _fontconfig()
    except OSError:
        return list(SCRIPTS)
    return [name for name, (letters, _) in SCRIPTS.items() if not _has_font(fonts, letters)]


def packages_for(scripts: Iterable[str]) -> list[str]:
    """The Debian packages that bring fonts for these scripts."""
    return sorted({SCRIPTS[name][1] for name in scripts})


def _fontconfig() -> ctypes.CDLL:
    """Raises: OSError when it is not installed."""
    fonts = ctypes.CDLL(ctypes.util.find_library("fontconfig") or "libfontconfig.so.1")
    for name, result, arguments in (
        ("FcNameParse", ctypes.c_void_p, [ctypes.c_char_p]),
        ("FcObjectSetCreate", ctypes.c_void_p, []),
        ("FcFontList", ctypes.POINTER(_FontSet), [ctypes.c_void_p] * 3),
        ("FcFontSetDestroy", None, [ctypes.POINTER(_FontSet)]),
        ("FcPatternDestroy", None, [ctypes.c_void_p]),
        ("FcObjectSetDestroy", None, [ctypes.c_void_p]),
    ):
        function = getattr(fonts, name)
        function.restype, function.argtypes = result, arguments
    return fonts


class _FontSet(ctypes.Structure):
    """fontconfig's FcFontSet, as far as its count."""

    _fields_ = [("nfont", ctypes.c_int), ("sfont", ctypes.c_int), ("fonts", ctypes.c_void_p)]


def _has_font(fonts: ctypes.CDLL, letters: str) -> bool:
    """Whether one font has all of these letters."""
    wanted = " ".join(f"{ord(letter):x}" for letter in letters)
    pattern, objects = fonts.FcNameParse(f":charset={wanted}".encode()), fonts.FcObjectSetCreate()
    found = fonts.FcFontList(None, pattern, objects)
    has_one = bool(found and found.contents.nfont)
    fonts.FcFontSetDestroy(found)
    fonts.FcObjectSetDestroy(objects)
    fonts.FcPatternDestroy(pattern)
    return has_one


def main() -> None:
    """Say what to install for PDFs, if anything; never a reason to stop."""
    if not can_print():
        sys.stdout.write(f"Everything but PDFs will work: Pango is missing. {HOW}\n")


if __name__ == "__main__":
    main()
