"""One comparison of a kind: its stages, a slice at a time, until all is done or the time is up.

registers  from the pages on the shelf into a scratch file
pairs      each link: equal, different, or a record absent              marks both records as taken
loose      each record that is not taken: is there anything new to do?   one stage a side
vanished   each open problem: does its record still exist?
each slice: ages of what differs are looked up, what was found is told, the progress is kept behind a full slice

Each call fills the scratch file anew: some 20 us a record and the shelf's own time, so 4 s for 100,000 on each side.
A file kept open between calls would help only where the next call meets the same warm process, and hold half of the
disk meanwhile. So whoever has filled it compares for at least as long as that took, even when the time is up: all
filling together takes no longer than the comparing, and one fill.

A crash repeats at most one slice; to be told twice does no harm, an enqueued record is only looked at.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from samspill.exceptions import NotFound
from samspill.model.drift import Drift
from samspill.model.kinds import Kind, Side
from samspill.sync.comparing.ages import Ages
from samspill.sync.comparing.findings import Comparing, Found, Pair, Progress
from samspill.sync.comparing.loose import compare_loose
from samspill.sync.comparing.pairs import compare_pairs
from samspill.sync.comparing.vanished import compare_problems
from samspill.sync.desk import Desk
from samspill.sync.ports import Shelf
from samspill.sync.reading import Reading, fill
from samspill.sync.registers import Registers

#: How far behind the end of its time a call may go on comparing. A function has room for it: see its Timeout.
OVERTIME = timedelta(seconds=30)

STAGES: tuple[Callable[[Comparing, str], Found], ...] = (
    compare_pairs,
    lambda comparing, cursor: compare_loose(comparing, Side.TRIPLETEX, cursor),
    lambda comparing, cursor: compare_loose(comparing, Side.APP, cursor),
    compare_problems,
)


def compare_on(
    desk: Desk,
    shelf: Shelf,
    folder: str,
    reading: Reading,
    kind: Kind,
    until: datetime,
    tell: Callable[[Found], None],
) -> Drift | None:
    """Go on comparing what `reading` has put into `folder`; None when the time was up before the end. At least
    a slice, and as long as filling the scratch file took, but no longer than OVERTIME behind `until` (UTC).

    `tell` hears what each slice found, at least once, before it counts as done. Raises what the systems raise:
    records of a register that could not be read completely are read by their ids.
    """
    rule = desk.integration.rule(kind)
    progress, begun = _progress(shelf, folder, kind), desk.clock()
    with Registers(rule) as registers, Ages(desk, shelf, folder, kind) as ages:
        fill(registers, shelf, folder, kind)
        for pair in _pairs_before(shelf, folder, kind):
            _take(registers, pair)
        decisions = {each.key: each for each in desk.stores.decisions.all() if each.key.kind is kind}
        comparing = Comparing(desk, rule, reading, registers, decisions)
        unsaved: list[Pair] = []
        filled = desk.clock()
        end = max(until, min(filled + (filled - begun), until + OVERTIME))
        while progress.stage < len(STAGES):
            found = STAGES[progress.stage](comparing, progress.cursor)
            since = ages.keep(progress.slices, found.differing)
            tell(found)
            pairs = [Pair(tripletex=link.tripletex.id, app=link.app.id) for link in found.links]
            for pair in pairs:
                _take(registers, pair)
            unsaved += pairs
            progress = progress.after(found, since)
            time_is_up = desk.clock() >= end
            if found.cursor is not None or time_is_up:
                shelf.put_rows(_pairs_key(folder, kind, progress.slices), unsaved)
                shelf.put_json(_progress_key(folder, kind), progress)
                unsaved.clear()
            if time_is_up and progress.stage < len(STAGES):
                return None
        ages.finish()
        return Drift(
            kind=kind,
            tripletex=registers.count(Side.TRIPLETEX) + progress.fetched[Side.TRIPLETEX],
            app=registers.count(Side.APP) + progress.fetched[Side.APP],
            linked=progress.linked,
            unequal=progress.unequal,
            held=progress.held,
            enqueued=progress.enqueued,
            complete=all(reading.complete(side) for side in Side),
            at=desk.clock(),
            oldest_difference_at=progress.oldest,
        )


def _take(registers: Registers, pair: Pair) -> None:
    registers.take(Side.TRIPLETEX, pair.tripletex)
    registers.take(Side.APP, pair.app)


def _progress(shelf: Shelf, folder: str, kind: Kind) -> Progress:
    try:
        return shelf.get_json(_progress_key(folder, kind), Progress)
    except NotFound:
        return Progress()


def _pairs_before(shelf: Shelf, folder: str, kind: Kind) -> Iterator[Pair]:
    for key in shelf.keys(_pairs_prefix(folder, kind)):
        yield from shelf.rows(key, Pair)


def _progress_key(folder: str, kind: Kind) -> str:
    return f"{folder}/{kind.value}.progress.json"


def _pairs_prefix(folder: str, kind: Kind) -> str:
    return f"{folder}/{kind.value}.pairs."


def _pairs_key(folder: str, kind: Kind, number: int) -> str:
    return f"{_pairs_prefix(folder, kind)}{number:05d}.jsonl.gz"
