"""What lies on the disk and belongs to nothing: left by a portal that stopped between file and row."""

import logging
import time
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from sqlmodel import col, select

from portal.db import reading
from portal.integrations.storage import sealed_files
from portal.models.export import Export
from portal.models.message import MessageFile

OLD = timedelta(hours=1)
"""A file that was written longer ago has its row, or never will."""
AT_ONCE = 500
log = logging.getLogger("portal.stored")


def remove_orphans() -> int:
    """Take away the files that nothing refers to; returns how many."""
    old = [name for name, written in sealed_files.names() if written < time.time() - OLD.total_seconds()]
    removed = 0
    for start in range(0, len(old), AT_ONCE):
        some = set(old[start : start + AT_ONCE])
        for name in some - set(_known(some)):
            sealed_files.remove(name)
            removed += 1
    if removed:
        log.info("%d files that belonged to nothing were removed", removed)
    return removed


def _known(names: set[UUID]) -> Iterator[UUID]:
    with reading() as db:
        yield from db.exec(select(Export.id).where(col(Export.id).in_(names)))
        yield from db.exec(select(MessageFile.id).where(col(MessageFile.id).in_(names)))
        previews = select(MessageFile.preview_id).where(col(MessageFile.preview_id).in_(names))
        yield from (name for name in db.exec(previews) if name is not None)
