"""What the audit trail's entries say, in plain sentences.

Each action has two halves: what someone did ("looked at …"), and what someone tried to ("look at …"). A new
action gets its line in the file of its group.
"""

from portal.services.audit_words.telling import (
    Group,
    actions_of,
    bare_words,
    deed_words,
    did,
    did_words,
    group_of,
    groups,
    has_words,
    own_words,
    relation_words,
    role_words,
    what_words,
    who,
)

__all__ = [
    "Group", "actions_of", "bare_words", "deed_words", "did", "did_words", "group_of", "groups", "has_words",
    "own_words", "relation_words", "role_words", "what_words", "who",
]  # fmt: skip
