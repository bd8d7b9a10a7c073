"""Importing a file: choose or drop it, watch it go, and read what came of it."""

from typing import Any

import reflex as rx

from portal.components.text import t
from portal.components.web import local

ACCEPT = (
    ".json,.ndjson,.jsonl,.xml,.gz,application/json,application/fhir+json,application/gzip,"
    "application/xml,text/xml"
)


class FileImport(rx.Component):
    """The browser's part: progress is known there only."""

    library = local("upload.jsx")
    tag = "FileImport"
    action: rx.Var[str]
    accept: rx.Var[str]
    words: rx.Var[dict[str, str]]
    on_done: rx.EventHandler[rx.event.no_args_event_spec]


def file_import(*, action: str, on_done: Any) -> rx.Component:
    """Sends one file, FHIR or C-CDA, to `action` with progress; `on_done` fires when it has been imported."""
    return FileImport.create(action=action, accept=ACCEPT, on_done=on_done, words=_asking() | _answering())


def _asking() -> dict[str, Any]:
    return {
        "label": t("File from your EHR"),
        "help": t(
            "FHIR R4 as JSON or NDJSON, or a C-CDA document as XML, also packed as .gz. "
            "Choose a file or drop it here."
        ),
        "chosen": t("{name} is ready to import."),
        "none": t("Choose a file first."),
        "start": t("Import"),
        "busy": t("Importing…"),
        "cancel": t("Cancel"),
        "sending": t("Sending the file"),
        "percent": t("{n}% sent"),
        "reading": t("Reading and checking the file"),
        "stay": t("This can take a minute for a large file. Please keep this page open."),
        "offline": t("You are offline. Nothing was imported. Try again when you are back."),
        "broken": t(
            "The connection broke, or the file changed while it was sent. Try again: importing twice is safe."
        ),
        "failed": t("That did not work. Try again: importing twice is safe."),
    }


def _answering() -> dict[str, Any]:
    return {
        "done": t("The file was imported."),
        "nothing": t("Nothing in this file was imported."),
        "someRefused": t("Not everything could be taken: {n} refused. Each is listed below."),
        "patients": t("Patients these are about"),
        "created": t("New records"),
        "updated": t("Updated records"),
        "unchanged": t("Already here, unchanged"),
        "refused": t("Refused"),
        "refusedTitle": t("What was refused, and why"),
        "file": t("File"),
        "entry": t("Where"),
        "reason": t("Why"),
        "place": t("Entry {n}"),
        "whole": t("The whole file"),
        "more": t("And {n} more."),
    }
