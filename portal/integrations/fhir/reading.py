"""From files to raw resources, losing nothing: each keeps the exact text it came in."""

import gzip
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from portal.errors import Invalid
from portal.i18n import t
from portal.integrations.fhir import strict_json
from portal.integrations.fhir.strict_json import ExtraText, Malformed, Slice, fold

__all__ = [
    "Raw", "Rejected", "find_files", "fold", "load_bytes", "load_file", "read_bytes", "read_file",
    "read_loaded",
]  # fmt: skip

ENDINGS = (".json", ".ndjson", ".jsonl", ".xml", ".json.gz", ".ndjson.gz", ".jsonl.gz", ".xml.gz")
LINES = (".ndjson", ".jsonl", ".ndjson.gz", ".jsonl.gz")
BUNDLE_LEVELS = 3  # Bundle { entry [ { resource
_lone_surrogate = re.compile("[\ud800-\udfff]").search
_half_character = re.compile(r"\\u[dD][89abAB]|\\u[dD][c-fC-F]").search


@dataclass(frozen=True, slots=True)
class Raw:
    """One resource as it came.

    `entry` is its index in the Bundle, its line number in NDJSON (from 1), or None when alone in the
    file; `text` is the exact UTF-8 slice of the file; `data` is that text parsed.
    """

    file: str
    entry: int | None
    full_url: str
    text: bytes
    data: dict[str, Any]

    @property
    def type(self) -> str:
        """The FHIR resource type, such as "Observation"."""
        return str(self.data["resourceType"])

    @property
    def id(self) -> str:
        """The resource's own id; empty when it has none."""
        found = self.data.get("id")
        return found if isinstance(found, str) else ""


@dataclass(frozen=True, slots=True)
class Rejected:
    """Something that cannot be taken: a whole file (`entry` None) or one entry, and why in one sentence."""

    file: str
    entry: int | None
    reason: str


def find_files(paths: list[Path]) -> list[Path]:
    """The files to read: each named one, and in folders all JSON, NDJSON and XML, plain or gzipped, sorted.

    Raises:
        Invalid: a path does not exist.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if not path.exists():
            raise Invalid(t('There is no file or folder "{path}".', path=str(path)))
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        named = [file for file in inside if file.name.lower().endswith(ENDINGS) and file.is_file()]
        found.update(dict.fromkeys(named if path.is_dir() else inside))
    return list(found)


def load_file(path: Path, *, max_bytes: int) -> bytes | Rejected:
    """The bytes of a file, gunzipped when they are gzip; `max_bytes` counts after unpacking."""
    try:
        with path.open("rb") as source:
            return _unpack(source, max_bytes)
    except Malformed as refusal:
        return Rejected(str(path), None, str(refusal))
    except OSError as error:
        reason = t("The file cannot be read: {why}.", why=error.strerror or type(error).__name__)
        return Rejected(str(path), None, reason)


def load_bytes(name: str, data: bytes, *, max_bytes: int) -> bytes | Rejected:
    """The bytes of an upload called `name`; as `load_file`."""
    try:
        return _unpack(BytesIO(data), max_bytes)
    except Malformed as refusal:
        return Rejected(name, None, str(refusal))


def read_file(path: Path, *, max_bytes: int, max_depth: int) -> Iterator[Raw | Rejected]:
    """The resources of one file; a file refused yields one `Rejected`."""
    yield from read_loaded(str(path), load_file(path, max_bytes=max_bytes), max_depth=max_depth)


def read_bytes(name: str, data: bytes, *, max_bytes: int, max_depth: int) -> list[Raw | Rejected]:
    """The resources of an upload called `name`; as `read_file`."""
    return list(read_loaded(name, load_bytes(name, data, max_bytes=max_bytes), max_depth=max_depth))


def _unpack(source: BinaryIO, max_bytes: int) -> bytes:
    """All bytes, gunzipped when they are gzip, never more than one over the cap in memory."""
    zipped = source.read(2) == b"\x1f\x8b"
    source.seek(0)
    try:
        data = (gzip.GzipFile(fileobj=source) if zipped else source).read(max_bytes + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise Malformed(t("The file is not whole: its gzip packing is damaged.")) from None
    if len(data) > max_bytes:
        size = f"{max_bytes / 1_000_000:.3g}"
        raise Malformed(t("The file is larger than {size} MB, the most we read at once.", size=size))
    return data


def read_loaded(name: str, data: bytes | Rejected, *, max_depth: int) -> Iterator[Raw | Rejected]:
    """The resources of what `load_file` or `load_bytes` gave."""
    if isinstance(data, Rejected):
        yield data
        return
    try:
        text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
        if name.lower().endswith(LINES):
            yield from _read_lines(name, text, max_depth)
        else:
            yield from _read_whole(name, text, max_depth)
    except UnicodeDecodeError:
        yield Rejected(name, None, t("The file is not UTF-8 text."))


def _read_whole(name: str, text: str, max_depth: int) -> Iterator[Raw | Rejected]:
    try:
        found = _resources(name, text, None, max_depth)
    except ExtraText as extra:
        if "\n" in text[extra.end : len(text) - len(text[extra.end :].lstrip())]:
            yield from _read_lines(name, text, max_depth)  # one value a line under another name
        else:
            yield Rejected(name, None, str(extra))
    except Malformed as refusal:
        yield Rejected(name, None, str(refusal))
    else:
        yield from found


def _read_lines(name: str, text: str, max_depth: int) -> Iterator[Raw | Rejected]:
    """One resource or Bundle a line. A bad line is one `Rejected`, unless there is no good line at all."""
    refused: list[Rejected] = []
    good = False
    for number, line in _lines(text):
        try:
            found = _resources(name, line, number, max_depth)
        except Malformed as refusal:
            refused.append(Rejected(name, number, str(refusal)))
            continue
        if not good:
            good = True
            yield from refused
            refused = []
        yield from refused
        refused = []
        yield from found
    if good:
        yield from refused
    else:
        yield Rejected(name, None, refused[0].reason if refused else t("The file is empty."))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start, number = 0, 1
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = text[start:end].strip(" \t\r")
        if line:
            yield number, line
        start, number = end + 1, number + 1


def _resources(name: str, text: str, line: int | None, max_depth: int) -> list[Raw | Rejected]:
    """All resources of one JSON value.

    Raises:
        Malformed: the value as a whole is refused.
    """
    start = strict_json.start_of(text)
    if text[start : start + 1] != "{":
        strict_json.parse(text)
        raise Malformed(t("This is not FHIR: it is not one resource."))
    data = strict_json.parse_object(text, {"entry": _entries})
    if data.get("resourceType") != "Bundle":
        data = strict_json.parse(text)
    if strict_json.depth(_opened(data)) > max_depth:
        raise Malformed(t("The file is nested more than {n} levels deep.", n=max_depth))
    if data.get("resourceType") == "Bundle":
        return _bundle(name, text, data, line)
    return [_alone(name, text.strip(" \t\r\n"), data, line)]


def _entries(text: str, at: int) -> tuple[Any, int]:
    return strict_json.read_list(text, at, _entry) if text[at : at + 1] == "[" else _value(text, at)


def _entry(text: str, at: int) -> tuple[Any, int]:
    if text[at : at + 1] != "{":
        return _value(text, at)
    return strict_json.read_object(text, at, {"resource": strict_json.read_slice})


_value = strict_json.read_value


def _opened(data: dict[str, Any]) -> Any:
    """The same value with the slices of a Bundle's entries replaced by what they hold."""
    entries = data.get("entry")
    if not isinstance(entries, list):
        return data
    return {**data, "entry": [_entry_opened(entry) for entry in entries]}


def _entry_opened(entry: Any) -> Any:
    if isinstance(entry, dict) and isinstance(entry.get("resource"), Slice):
        return {**entry, "resource": entry["resource"].value}
    return entry


def _alone(name: str, text: str, data: dict[str, Any], line: int | None) -> Raw | Rejected:
    kind = data.get("resourceType")
    if not isinstance(kind, str) or not kind:
        raise Malformed(t("This is not FHIR: it has no resourceType."))
    broken = _broken_text(text, data)
    if broken:
        return Rejected(name, line, broken)
    return Raw(name, line, "", text.encode(), data)


def _bundle(name: str, text: str, data: dict[str, Any], line: int | None) -> list[Raw | Rejected]:
    entries = data.get("entry", [])
    if not isinstance(entries, list):
        raise Malformed(t("Bundle.entry is not a list."))
    found: list[Raw | Rejected] = []
    for index, entry in enumerate(entries):
        place = index if line is None else line
        reason = _why_not(entry)
        if reason:
            found.append(Rejected(name, place, reason))
        elif "resource" in entry:
            found.append(_of_entry(name, text, entry, place))
    return found


def _of_entry(name: str, text: str, entry: dict[str, Any], place: int) -> Raw | Rejected:
    slice_: Slice = entry["resource"]
    url = entry.get("fullUrl")
    own = text[slice_.start : slice_.end]
    broken = _broken_text(own, slice_.value) or _broken_text(own, url, path="fullUrl")
    if broken:
        return Rejected(name, place, broken)
    return Raw(name, place, url if isinstance(url, str) else "", own.encode(), slice_.value)


def _why_not(entry: Any) -> str:
    """Why an entry cannot be taken; empty when it can, or when it asks nothing of us (a response)."""
    if not isinstance(entry, dict):
        return t("The entry is not an object.")
    request = entry.get("request")
    method = request.get("method") if isinstance(request, dict) else None
    if method in ("DELETE", "PATCH"):
        return t("The entry asks for {method}; only whole resources are imported.", method=method)
    if "resource" not in entry:
        wanted = method in ("POST", "PUT")
        return t("The entry asks for {method} but holds no resource.", method=method) if wanted else ""
    resource = entry["resource"].value
    if not isinstance(resource, dict):
        return t("The entry's resource is not an object.")
    kind = resource.get("resourceType")
    if not isinstance(kind, str) or not kind:
        return t("The entry's resource has no resourceType.")
    return t("A Bundle inside a Bundle is not read.") if kind == "Bundle" else ""


def _broken_text(text: str, value: Any, *, path: str = "") -> str:
    """Why the texts in `value` cannot be kept: half a character (a lone surrogate); empty when they can."""
    if not path and not _half_character(text):
        return ""
    place = _find_half(value, path or str(value.get("resourceType", "")))
    return t("{path} holds half a character.", path=place) if place else ""


def _find_half(value: Any, path: str) -> str:
    if isinstance(value, str):
        return path if _lone_surrogate(value) else ""
    if isinstance(value, list):
        places = (_find_half(item, f"{path}[{at}]") for at, item in enumerate(value))
    elif isinstance(value, dict):
        if any(_find_half(name, path) for name in value):
            return path.encode("ascii", "replace").decode()
        places = (_find_half(item, f"{path}.{name}") for name, item in value.items())
    else:
        return ""
    return next((place for place in places if place), "")
