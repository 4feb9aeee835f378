"""The comment of a row that several entries share."""

from collections.abc import Iterable

from samspill.model.hours import Entry

#: What stands between two comments.
BETWEEN = " / "


def joined(entries: Iterable[Entry]) -> str:
    """Each comment once, in the order of the entries' ids."""
    said = (" ".join(entry.comment.split()) for entry in sorted(entries, key=lambda each: each.id))
    return BETWEEN.join(dict.fromkeys(text for text in said if text))
