"""Checks CDA documents against HL7's schema and C-CDA's schematron, neither of which is in this repository.

`python -m tests.interop.ccda_schematron FOLDER… [FILE…]` looks in the folders for CDA's schema with HL7's
extensions (HL7/CDA-core-2.0) and for the schematron of C-CDA R2.1 (HL7/CDA-ccda-2.1). Without files it
checks the CCDs this portal writes of the records in the shared data. The exit code is 1 when any is wrong.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree, isoschematron

from tests.interop import ccds

_SCH = "{http://purl.oclc.org/dsdl/schematron}"
_SVRL = "{http://purl.oclc.org/dsdl/svrl}"
_long_step = re.compile(r"\*\[local-name\(\)='([^']+)'[^\]]*\]")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a document, and where."""

    place: str
    words: str


class Checker:
    """HL7's rules, compiled once. The few that read a value-set file HL7 does not publish are `dropped`."""

    def __init__(self, schema: Path, schematron: Path, *, phase: str = "errors") -> None:
        self._schema = etree.XMLSchema(etree.parse(schema))
        rules = etree.parse(schematron)
        self.dropped = _drop_unpublished(rules, phase)
        self._schematron = isoschematron.Schematron(
            rules, phase=phase, store_report=True, validate_schema=False
        )
        self.fired = 0

    def faults(self, document: bytes) -> Iterator[Fault]:
        """What the schema and then the schematron say of a document."""
        whole = etree.fromstring(document).getroottree()
        self._schema.validate(whole)
        for error in self._schema.error_log:
            yield Fault(f"line {error.line}", f"schema: {error.message}")
        self._schematron.validate(whole)
        report: Any = self._schematron.validation_report
        self.fired = sum(1 for _ in report.iter(f"{_SVRL}fired-rule"))
        for failed in report.iter(f"{_SVRL}failed-assert"):
            place = _long_step.sub(r"\1", failed.get("location", ""))
            yield Fault(place, " ".join("".join(failed.itertext()).split()))


def _drop_unpublished(rules: Any, phase: str) -> int:
    """Take out the rules that read voc.xml, and count those of the phase."""
    active = {one.get("pattern") for one in rules.iterfind(f"{_SCH}phase[@id='{phase}']/{_SCH}active")}
    absent = [one for one in rules.iter(f"{_SCH}assert") if "voc.xml" in one.get("test", "")]
    counted = sum(next(one.iterancestors(f"{_SCH}pattern")).get("id") in active for one in absent)
    for rule in absent:
        rule.getparent().remove(rule)
    return counted


@cache
def checker(*folders: Path) -> Checker:
    """The checker made of HL7's files in these folders.

    Raises:
        FileNotFoundError: the schema or the schematron is in none of them.
    """
    schema = _first(folders, "CDA_SDTC.xsd")
    return Checker(schema, _first(folders, "*C*CDA*2.1*.sch", "Consolidated CDA*2.1*.sch"))


def _first(folders: tuple[Path, ...], *names: str) -> Path:
    for name in names:
        for folder in folders:
            for path in sorted(folder.rglob(name)):
                return path
    raise FileNotFoundError(f"No {names[0]} in {', '.join(map(str, folders))}")


def main(arguments: list[str]) -> int:
    """Check and print; 1 when anything is wrong."""
    paths = [Path(argument) for argument in arguments]
    folders = tuple(path for path in paths if path.is_dir())
    if not folders:
        sys.exit(__doc__)
    rules, wrong = checker(*folders), 0
    files = [(path.name, path.read_bytes()) for path in paths if not path.is_dir()]
    for name, document in files or ccds.all_ccds():
        faults = list(rules.faults(document))
        sys.stdout.write(
            f"{name}: {len(faults)} errors, {rules.fired} rules fired, {len(document):,} bytes\n"
        )
        for fault in faults:
            sys.stdout.write(f"  {fault.place}\n    {fault.words}\n")
        wrong += bool(faults)
    sys.stdout.write(f"{rules.dropped} rules need HL7's voc.xml and were not checked.\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
