"""Records in from the practice's EHR, and out again."""

import os
import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from portal.access.actor import operator
from portal.cli.ready import require_ready
from portal.cli.speak import AsJson, say, say_json, warn
from portal.errors import Invalid
from portal.services import exporting
from portal.services.door import as_actor
from portal.services.importing import Report, import_paths
from portal.services.records import KINDS
from portal.services.which_patient import which_patient

Paths = Annotated[list[Path], typer.Argument(metavar="PATH…", help="Files, or folders of them.")]
PatientId = Annotated[str, typer.Argument(metavar="PATIENT", help="MRN or FHIR id.")]
Out = Annotated[Path, typer.Option("--out", help="File to write; - for the screen.")]
Format = Annotated[str, typer.Option("--format", help="fhir, ccda, pdf, text or zip.")]
Since = Annotated[str, typer.Option("--from", metavar="DATE", help="The first day, as 2026-11-22.")]
Until = Annotated[str, typer.Option("--to", metavar="DATE", help="The last day, as 2026-11-22.")]
Kinds = Annotated[str, typer.Option("--kinds", help="Some kinds only, with commas: results,visits,…")]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("import")(import_)
    app.command("export")(export)


def import_(paths: Paths, as_json: AsJson = False) -> int:
    """Take in FHIR R4 (a Bundle, one resource, NDJSON) and C-CDA documents, .gz of these, and folders.

    What cannot be taken is told with its file and place and does not stop the rest. Exits 0 when every
    file could be read, 1 when a whole file was refused or nothing was found to import.
    """
    require_ready()
    report = _with_progress(paths, quiet=as_json)
    if as_json:
        say_json(report.to_dict())
    else:
        _tell(report)
    for item in [] if as_json else report.rejected:
        warn(f"{item.file}: {item.entry}: {item.reason}" if item.entry else f"{item.file}: {item.reason}")
    return 1 if _refused_whole(report) else 0


def export(
    patient: PatientId,
    out: Out,
    format_: Format = "fhir",
    since: Since = "",
    until: Until = "",
    kinds: Kinds = "",
    as_json: AsJson = False,
) -> None:
    """Write the record of one patient: FHIR is each resource exactly as it came in."""
    require_ready()
    chosen = {"since": _date(since, "--from"), "until": _date(until, "--to"), "kinds": _kinds(kinds)}
    if format_ not in exporting.FORMS:
        raise Invalid(f"There is no export as {format_}. There are: {', '.join(exporting.FORMS)}.")
    which = which_patient(patient)
    found = as_actor(operator(), exporting.export, patient_id=which, form=format_, **chosen)
    if str(out) == "-":
        sys.stdout.buffer.write(found)
        return
    _write_private(out, found)
    if as_json:
        say_json({"file": str(out), "bytes": len(found)})
    else:
        say(f"Wrote {out} ({len(found):,} bytes). It holds a health record: keep it safe.")


def _date(given: str, option: str) -> date | None:
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise Invalid(f"{option} takes a date like 2026-11-22.") from None


def _kinds(given: str) -> frozenset[str] | None:
    chosen = frozenset(filter(None, (kind.strip() for kind in given.split(","))))
    if unknown := sorted(chosen - set(KINDS)):
        raise Invalid(f"There is no kind {unknown[0]}. There are: {', '.join(KINDS)}.")
    return chosen or None


def _with_progress(paths: list[Path], *, quiet: bool) -> Report:
    if quiet or not sys.stderr.isatty():
        return import_paths(operator(), paths)
    columns = (TextColumn("Importing"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("files", total=None)
        return import_paths(
            operator(),
            paths,
            on_progress=lambda done, total: progress.update(bar, completed=done, total=total),
        )


def _tell(report: Report) -> None:
    say(
        f"Read {_count(report.files, 'file')} about {_count(report.patients, 'patient')}: "
        f"{report.created:,} new, "
        f"{report.updated:,} updated, {report.unchanged:,} unchanged, {len(report.rejected):,} not taken."
    )


def _count(n: int, what: str) -> str:
    return f"{n:,} {what}{'' if n == 1 else 's'}"


def _refused_whole(report: Report) -> bool:
    return report.files == 0 or any(item.entry is None for item in report.rejected)


def _write_private(path: Path, data: bytes) -> None:
    """Write a file that only its owner may read, in one step."""
    draft = path.with_name(f".{path.name}.part")
    try:
        draft.unlink(missing_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
        draft.replace(path)
    except OSError as fault:
        raise Invalid(f"{path} cannot be written: {fault.strerror}.") from None
