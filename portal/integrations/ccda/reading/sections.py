"""Going through a document's sections and reading every entry that we know how to read."""

from collections.abc import Callable

from portal.integrations.ccda.reading import care, conditions, medications, results
from portal.integrations.ccda.reading.elements import Node, follows, is_null, kid, kids, related, value
from portal.integrations.ccda.reading.findings import Findings
from portal.integrations.ccda.reading.xml import NAMESPACE

_PROBLEM_SECTIONS = ("11450-4", "11348-0")
_DIAGNOSES, _MEDICATION_ACTS = ("33", "34"), ("35", "36")
_READERS: tuple[tuple[tuple[str, ...], Callable[[Node, Findings], None]], ...] = (
    ((conditions.ALLERGY_CONCERN, conditions.ALLERGY), conditions.allergies),
    ((medications.MEDICATION,), medications.medication),
    ((medications.IMMUNIZATION,), medications.immunization),
    ((results.RESULTS,), results.results),
    ((results.VITALS,), results.vitals),
    (care.PROCEDURES, care.procedure),
    ((care.ENCOUNTER,), care.visit),
)


def read_sections(root: Node, found: Findings) -> None:
    """Everything the document's entries state; what is none of ours stays in the document itself."""
    for section in root.iter(f"{{{NAMESPACE}}}section"):
        code = value(section, "code", "code")
        for entry in kids(section, "entry"):
            for node in entry:
                if isinstance(node.tag, str) and not is_null(node):
                    _read(node, code, found)


def _read(node: Node, section: str, found: Findings) -> None:
    if follows(node, *_MEDICATION_ACTS):
        for inner in related(node, medications.MEDICATION):
            medications.medication(inner, found)
    elif follows(node, *_DIAGNOSES):
        conditions.problems(node, found, category="encounter-diagnosis")
    elif follows(node, conditions.CONCERN) or _is_listed_problem(node, section):
        conditions.problems(node, found, category="problem-list-item")
    else:
        reader = next((read for templates, read in _READERS if follows(node, *templates)), None)
        if reader is not None:
            reader(node, found)


def _is_listed_problem(node: Node, section: str) -> bool:
    """Whether this is a problem listed without a concern around it, as in a history of past illness."""
    is_problem = follows(node, conditions.PROBLEM) and kid(node, "value") is not None
    return is_problem and section in _PROBLEM_SECTIONS
