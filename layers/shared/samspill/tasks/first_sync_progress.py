"""How far a first sync is, as it stands with its connection: small numbers that anybody can ask for at any time.

`rows` and `done` in all and of each phase (`rows_1`, `done_1` ...), `phase` (0: both sides are read again, 1 and 2:
written, 3: checked), `remainder`: rows that are asked about afterwards.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from samspill.model.connection import Connection
from samspill.sync.first_sync.running import TARGETS

#: Behind both phases: what came of them is looked at.
CHECKING = max(TARGETS) + 1


@dataclass(frozen=True)
class Phase:
    """One of the phases: `state` is done, now or ahead; `rows` is None while nobody knows."""

    number: int
    state: str
    done: int
    rows: int | None


def begun(per_phase: Mapping[int, int], moved: int) -> dict[str, int]:
    """Before the first row; `per_phase` are the rows of each phase, `moved` those set aside."""
    return {
        "rows": sum(per_phase.values()), "done": 0, "phase": 0, "remainder": moved,
        **{f"rows_{phase}": rows for phase, rows in per_phase.items()},
        **{f"done_{phase}": 0 for phase in per_phase},
    }  # fmt: skip


def further(connection: Connection, phase: int, rows: int = 0) -> Connection:
    """So many rows more in that phase."""
    known, name = connection.progress, f"done_{phase}"
    told = {"phase": phase, "done": known.get("done", 0) + rows}
    if rows:
        told[name] = known.get(name, 0) + rows
    return connection.model_copy(update={"progress": {**known, **told}})


def phases_of(connection: Connection) -> list[Phase]:
    """All that a first sync goes through, in order, reading and checking included."""
    known = connection.progress
    at = known.get("phase", 0)
    return [
        Phase(number, "done" if number < at else "now" if number == at else "ahead", *_rows(known, number, at))
        for number in range(CHECKING + 1)
    ]


def _rows(known: Mapping[str, int], number: int, at: int) -> tuple[int, int | None]:
    rows = known.get(f"rows_{number}")
    if rows is None:
        return 0, None
    # A chunk that was cut off is worked on again and counts twice.
    return (rows if number < at else min(rows, known.get(f"done_{number}", 0))), rows
