"""The whole way of an import, and its report."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from portal.access.actor import Actor, Duty
from portal.access.audit import Deed
from portal.access.practice import open_practice
from portal.db import unit_of_work
from portal.i18n import t
from portal.integrations.fhir.reading import Rejected, find_files
from portal.services.importing.files import Found, documents_last, read_path, read_upload
from portal.services.importing.shared import write_shared
from portal.services.importing.sort import Item, sort
from portal.services.importing.whose import Settled, settle
from portal.services.importing.write import Outcome, is_on_file, write_patient
from portal.settings import get_settings

Progress = Callable[[int, int], None]
"""Called with how many of how many files are done."""


@dataclass(slots=True)
class Report:
    """What came of an import: every resource read is counted once."""

    files: int = 0
    patients: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def add(self, outcome: Outcome) -> None:
        self.created += outcome.created
        self.updated += outcome.updated
        self.unchanged += outcome.unchanged
        self.rejected += outcome.rejected

    def to_dict(self) -> dict[str, object]:
        """As `portal import --json` prints it."""
        rejected = [{"file": item.file, "entry": item.entry, "reason": item.reason} for item in self.rejected]
        counts = {
            name: getattr(self, name) for name in ("files", "patients", "created", "updated", "unchanged")
        }
        return {**counts, "rejected": rejected}


def import_paths(actor: Actor, paths: list[Path], *, on_progress: Progress | None = None) -> Report:
    """Import files and folders of them.

    Raises:
        NotPermitted: the actor may not import.
        Invalid: a path does not exist.
    """
    files = documents_last(find_files(paths))
    _allow(actor)
    limits = _limits()
    sources = (read_path(path, max_bytes=limits[0], max_depth=limits[1]) for path in files)
    return _run(actor, sources, len(files), on_progress)


def import_upload(actor: Actor, name: str, data: bytes, *, on_progress: Progress | None = None) -> Report:
    """Import one uploaded file. Raises: NotPermitted."""
    _allow(actor)
    limits = _limits()
    found = read_upload(name, data, max_bytes=limits[0], max_depth=limits[1])
    return _run(actor, [found], 1, on_progress)


def _run(actor: Actor, files: Iterable[Found], total: int, on_progress: Progress | None) -> Report:
    report = Report()
    waiting: dict[str, list[Item]] = {}
    for found in files:
        report.files += 1
        settled = settle(actor, found.items) if found.is_document else Settled(found.items)
        report.unchanged += settled.unchanged
        batch = sort(settled.items)
        report.rejected += batch.rejected
        if batch.shared:
            report.add(write_shared(actor, batch.shared))
        for patient, items in batch.by_patient.items():
            _take(actor, patient, items, report, waiting)
        if on_progress is not None:
            on_progress(report.files, total)
    for patient, items in waiting.items():
        _take(actor, patient, items, report, None)
    report.patients = len(report.seen)
    return report


def _take(
    actor: Actor, patient: str, items: list[Item], report: Report, waiting: dict[str, list[Item]] | None
) -> None:
    """Write one patient's resources, or keep them until their patient has come."""
    comes_along = items[0].source == patient
    if not comes_along and not is_on_file(patient):
        if waiting is not None:
            waiting.setdefault(patient, []).extend(items)
            return
        reason = t("It is about {patient}, who is not on file.", patient=patient)
        report.rejected += [Rejected(item.raw.file, item.raw.entry, reason) for item in items]
        return
    report.seen.add(patient)
    report.add(write_patient(actor, patient, items))


def _allow(actor: Actor) -> None:
    with unit_of_work() as db:
        open_practice(db, actor, Duty.IMPORT, deed=Deed("importing.started"))


def _limits() -> tuple[int, int]:
    settings = get_settings()
    return settings.import_max_mb * 1_000_000, settings.import_max_depth
