"""Sorting what a file holds: whose each resource is, and whether it can be taken."""

from dataclasses import dataclass, field

from portal.i18n import t
from portal.integrations.fhir.facts import Facts, facts
from portal.integrations.fhir.reading import Raw, Rejected
from portal.integrations.fhir.references import Links, is_shared, patient_of, source_of, targets_of


@dataclass(frozen=True, slots=True)
class Item:
    """One resource ready to be taken: its "Type/id", the "Patient/id" it belongs to, its open facts."""

    raw: Raw
    source: str
    patient: str
    facts: Facts


@dataclass(slots=True)
class Sorted:
    """The resources of one file by where they go."""

    by_patient: dict[str, list[Item]] = field(default_factory=dict)
    shared: list[Item] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)


def sort(found: list[Raw | Rejected]) -> Sorted:
    """Tell for each resource of one file whose it is; a patient's own resource comes first in theirs."""
    raws = [item for item in found if isinstance(item, Raw)]
    done = Sorted(rejected=[item for item in found if isinstance(item, Rejected)])
    links = Links(raws)
    owners: dict[str, str] = {}
    late: list[Raw] = []
    for raw in raws:
        owner = patient_of(raw.data, links)
        source = source_of(raw)
        if owner and source:
            owners[source] = owner
        if owner is None and not is_shared(raw.data, links):
            late.append(raw)
            continue
        _place(done, raw, links, owner)
    for raw in late:
        spoken_of = (owners.get(target) for target in targets_of(raw.data, links))
        _place(done, raw, links, next((owner for owner in spoken_of if owner), None))
    for items in done.by_patient.values():
        items.sort(key=lambda item: item.raw.type != "Patient")
    return done


def _place(done: Sorted, raw: Raw, links: Links, owner: str | None) -> None:
    source = source_of(raw)
    if raw.type == "Patient" and source:
        owner = source
    if source is None:
        done.rejected.append(
            _refuse(raw, t("{kind} has no id, so it could not be found again.", kind=raw.type))
        )
    elif owner is not None:
        item = Item(raw, source, owner, facts(raw.data, links))
        done.by_patient.setdefault(owner, []).append(item)
    elif is_shared(raw.data, links):
        done.shared.append(Item(raw, source, "", facts(raw.data, links)))
    else:
        done.rejected.append(_refuse(raw, t("{kind} does not say which patient it is about.", kind=raw.type)))


def _refuse(raw: Raw, reason: str) -> Rejected:
    return Rejected(raw.file, raw.entry, reason)
