"""A part of a kind that settings may keep out, linked or not."""

from collections.abc import Callable
from dataclasses import dataclass

from samspill.model.records import Record
from samspill.model.settings import Settings


@dataclass(frozen=True)
class Part:
    """Some of the app's records of a kind, called `name` in the message catalogues (`part.<name>`).

    `meant` tells which, by the fields `told_by`: those never cross, but the app's half of a link remembers them, so
    that nobody has to be asked which pairs are meant. `wanted` tells whether the settings let them cross; `code` is
    the note of those that they do not."""

    name: str
    told_by: tuple[str, ...]
    meant: Callable[[Record], bool]
    wanted: Callable[[Settings], bool]
    code: str

    def kept_apart(self, settings: Settings, record: Record) -> bool:
        """Whether the settings keep the app's `record` out."""
        return self.meant(record) and not self.wanted(settings)
