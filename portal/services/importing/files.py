"""What a file holds, by its content: FHIR resources, or one C-CDA document."""

from dataclasses import dataclass
from pathlib import Path

from portal.integrations.ccda.reading import is_xml, read_cda
from portal.integrations.fhir.reading import Raw, Rejected, load_bytes, load_file, read_loaded

_DOCUMENTS = (".xml", ".xml.gz")
_START = 256


@dataclass(frozen=True, slots=True)
class Found:
    """The resources of one file; of a document, it is not yet told which patient it belongs to."""

    items: list[Raw | Rejected]
    is_document: bool = False


def documents_last(paths: list[Path]) -> list[Path]:
    """The same files, documents after all others: whom they are about should be on file by then."""
    return sorted(paths, key=lambda path: path.name.lower().endswith(_DOCUMENTS))


def read_path(path: Path, *, max_bytes: int, max_depth: int) -> Found:
    """What a file holds; one that cannot be read holds one refusal."""
    return _read(str(path), load_file(path, max_bytes=max_bytes), max_bytes, max_depth)


def read_upload(name: str, data: bytes, *, max_bytes: int, max_depth: int) -> Found:
    """What an upload called `name` holds."""
    return _read(name, load_bytes(name, data, max_bytes=max_bytes), max_bytes, max_depth)


def _read(name: str, data: bytes | Rejected, max_bytes: int, max_depth: int) -> Found:
    if isinstance(data, Rejected) or not is_xml(data[:_START]):
        return Found(list(read_loaded(name, data, max_depth=max_depth)))
    return Found(read_cda(name, data, max_bytes=max_bytes, max_depth=max_depth), is_document=True)
