"""How far polls of some lists have come, as the text that one call hands to the next.

[place, [round, ...]]                       place of the list that is read next
[top, seen]                                 a finished round
[top, seen, since, page, new]               one that a call did not come to the end of

`seen` and `new` hold what rows were found, by the time they show: {time: digests of eight characters}.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field

#: Characters of a digest.
DIGEST = 8
#: Characters of one list's digests: two lists fit into an item of DynamoDB. Older ones are forgotten and told again.
LONGEST = 150_000

Times = dict[str, str]


@dataclass
class Round:
    """One list. `top` is the latest time that was seen by the end of a round; empty before the first has ended, which
    only takes note. `page` is the one to read next, 0 between two rounds."""

    top: str = ""
    seen: Times = field(default_factory=dict)
    since: str = ""
    page: int = 0
    new: Times = field(default_factory=dict)

    def begin(self, since: str) -> None:
        """Go on, or begin with what was updated at `since`."""
        if self.page == 0:
            self.since, self.page, self.new = since, 1, {}

    def see(self, updated: str, digest: str) -> bool:
        """Note a row; whether it is news."""
        known = digest in _split(self.seen.get(updated, "")) or digest in _split(self.new.get(updated, ""))
        if digest not in _split(self.new.get(updated, "")):
            self.new[updated] = self.new.get(updated, "") + digest
        return bool(self.top) and not known

    def end(self, back: Callable[[str], str]) -> None:
        """All pages are read. `back` gives the time from which the next round will look."""
        self.top = max([self.top or self.since, *self.new])
        oldest, room = back(self.top), LONGEST
        self.seen = {}
        for updated in sorted(self.new, reverse=True):
            room -= len(self.new[updated]) + len(updated) + len('"":"",')
            if updated < oldest or room < 0:
                break
            self.seen[updated] = self.new[updated]
        self.since, self.page, self.new = "", 0, {}


@dataclass
class Cursor:
    """The rounds of some lists, of which the one at `place` is next."""

    rounds: list[Round]
    place: int = 0

    @classmethod
    def parse(cls, text: str, lists: int) -> "Cursor":
        """The reverse of `text`; '' is before the first round of each list."""
        if not text:
            return cls([Round() for _ in range(lists)])
        place, rounds = json.loads(text)
        return cls([Round(*each) for each in rounds], place)

    @property
    def text(self) -> str:
        """To be handed to the next call."""
        rounds = [
            [each.top, each.seen, *([each.since, each.page, each.new] if each.page else [])] for each in self.rounds
        ]
        return json.dumps([self.place, rounds], separators=(",", ":"))


def _split(digests: str) -> set[str]:
    return {digests[at : at + DIGEST] for at in range(0, len(digests), DIGEST)}
