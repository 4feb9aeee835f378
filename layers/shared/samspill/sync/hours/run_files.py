"""What runs of hours put onto the shelf: the run itself, its days and what becomes of them, chunk by chunk.

<connection>/hours/waiting/<run>            somebody is to go on with it
<connection>/hours/runs/<run>/run.json
                             /days/00001 ...    days, up to CHUNK in a file
                             /rows/00001 ...    what becomes of their hours
                             /sums/00001 ...    the same per employee and week; `sums/all` once all are there
"""

from collections.abc import Iterable, Iterator, Sequence

from samspill.model.hours import Day
from samspill.model.hours_runs import Run, RunRow, WeekSum
from samspill.sync.ports import Shelf

#: Days that are worked on together, as many as a worker takes: each thing that decides about them is read once, and
#: the fewer they are the more lists of rows go out half full (bench/hours-calls).
CHUNK = 500
_ALL = "all"


class RunFiles:
    """The runs of one connection."""

    def __init__(self, shelf: Shelf, connection: str) -> None:
        self._shelf, self._folder = shelf, f"{connection}/hours"

    def save(self, run: Run) -> Run:
        """Keep the run as it is now."""
        self._shelf.put_json(f"{self._of(run.id)}/run.json", run)
        return run

    def get(self, run: str) -> Run:
        """Raises NotFound."""
        return self._shelf.get_json(f"{self._of(run)}/run.json", Run)

    def drop(self, run: Run) -> None:
        """Forget it and all that belongs to it."""
        self._shelf.delete_prefix(f"{self._of(run.id)}/")

    def hand_over(self, run: Run) -> None:
        """Have the worker go on with it."""
        self._shelf.put_json(f"{self._folder}/waiting/{run.id}", run)

    def waiting(self) -> list[str]:
        """Ids of runs that were handed over and are not finished."""
        return [key.rpartition("/")[2] for key in self._shelf.keys(f"{self._folder}/waiting/")]

    def take_off(self, run: str) -> None:
        """Nobody has to go on with it."""
        self._shelf.delete_prefix(f"{self._folder}/waiting/{run}")

    def put_days(self, run: Run, chunk: int, days: Iterable[Day]) -> int:
        """Chunks count from 1; how many days."""
        return self._shelf.put_rows(self._part(run, "days", chunk), days)

    def days(self, run: Run, chunk: int) -> list[Day]:
        """Raises NotFound."""
        return list(self._shelf.rows(self._part(run, "days", chunk), Day))

    def put_rows(self, run: Run, chunk: int, rows: Sequence[RunRow], sums: Sequence[WeekSum]) -> None:
        """What becomes of a chunk."""
        self._shelf.put_rows(self._part(run, "rows", chunk), rows)
        self._shelf.put_rows(self._part(run, "sums", chunk), sums)

    def rows(self, run: Run, chunk: int) -> list[RunRow]:
        """Raises NotFound."""
        return list(self._shelf.rows(self._part(run, "rows", chunk), RunRow))

    def sums_of_chunks(self, run: Run) -> Iterator[WeekSum]:
        """Those of all chunks that were worked on, one after the other."""
        for chunk in range(1, run.worked + 1):
            yield from self._shelf.rows(self._part(run, "sums", chunk), WeekSum)

    def put_sums(self, run: Run, sums: Iterable[WeekSum]) -> None:
        """Those of the whole run."""
        self._shelf.put_rows(self._part(run, "sums", _ALL), sums)

    def sums(self, run: Run) -> Iterator[WeekSum]:
        """Those of the whole run, streamed. Raises NotFound before it is finished."""
        return self._shelf.rows(self._part(run, "sums", _ALL), WeekSum)

    def _of(self, run: str) -> str:
        return f"{self._folder}/runs/{run}"

    def _part(self, run: Run, what: str, chunk: int | str) -> str:
        number = chunk if isinstance(chunk, str) else f"{chunk:05}"
        return f"{self._of(run.id)}/{what}/{number}.jsonl.gz"
