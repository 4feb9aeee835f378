"""A short text that changes when a record changes in a field that crosses. Pure."""

import hashlib

from samspill.model.records import Record
from samspill.model.rules import KindRule


def fingerprint(rule: KindRule, record: Record) -> str:
    """Sixteen hexadecimal digits over the normalised values of the rule's fields."""
    values = record.values()
    known = {each.name: each.normalise(values[each.name]) for each in rule.fields if each.name in values}
    return hashlib.sha256(repr(sorted(known.items())).encode()).hexdigest()[:16]
