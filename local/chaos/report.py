"""What a run came to, as tables and a verdict."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median

from rich.box import SIMPLE
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from local.chaos.faults import Fault

#: What the verdict promises, in its order.
PROMISES = ("equal", "nothing twice", "nothing lost", "nothing sent", "second reconcile wrote nothing")


@dataclass
class Outcome:
    """Everything that is to be told of a run. Times in seconds, by sort of edit; `open` edits never converged."""

    seed: int
    seconds: float
    injected: dict[str, dict[str, int]] = field(default_factory=dict)
    trouble: Mapping[str, int] = field(default_factory=dict)
    attended: Mapping[str, int] = field(default_factory=dict)
    edits: dict[str, int] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=dict)
    taken: Mapping[str, list[float]] = field(default_factory=dict)
    calls: dict[str, int] = field(default_factory=dict)
    problems: dict[str, int] = field(default_factory=dict)
    phases: dict[str, float] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @property
    def verdict(self) -> str:
        """The last line."""
        if not self.faults:
            return f"verdict: {', '.join(PROMISES)}"
        broken = [each for each in PROMISES if any(fault.promise == each for fault in self.faults)]
        others = sorted({fault.promise for fault in self.faults} - set(PROMISES))
        return f"verdict: FAILED {len(self.faults)} times: not {', not '.join([*broken, *others])}"


def show(outcome: Outcome, console: Console) -> None:
    """Print everything; the verdict comes last."""
    console.print(f"\n[bold]Chaos[/] seed {outcome.seed}, {outcome.seconds:.0f} s of storm")
    for table in (_faults(outcome), _edits(outcome), _rest(outcome)):
        console.print(table)
    for fault in outcome.faults:
        console.print(f"[red]{escape(fault.promise)}[/]: {escape(fault.what)}", soft_wrap=True)
        for line in fault.evidence.splitlines():
            console.print(f"    [dim]{escape(line)}[/]", soft_wrap=True)
    console.print(outcome.verdict, highlight=False, soft_wrap=True)


def _faults(outcome: Outcome) -> Table:
    table = Table("fault injected and survived" if not outcome.faults else "fault injected", box=SIMPLE)
    systems = list(outcome.injected)
    for name in systems:
        table.add_column(name, justify="right")
    for fault in dict.fromkeys(name for counts in outcome.injected.values() for name in counts):
        table.add_row(fault, *(str(outcome.injected[name].get(fault, "")) for name in systems))
    for name, count in sorted(outcome.trouble.items()):
        table.add_row(name, *[""] * (len(systems) - 1), str(count))
    return table


def _edits(outcome: Outcome) -> Table:
    table = Table("edits by people", box=SIMPLE)
    for name in ("made", "refused or nobody there", "median s", "worst s"):
        table.add_column(name, justify="right")
    everything = [seconds for each in outcome.taken.values() for seconds in each]
    for name in sorted(outcome.edits.keys() | outcome.refused.keys()):
        table.add_row(
            name, *_row(outcome.edits.get(name, 0), outcome.refused.get(name, 0), outcome.taken.get(name, []))
        )
    table.add_row("all", *_row(sum(outcome.edits.values()), sum(outcome.refused.values()), everything), style="bold")
    return table


def _row(made: int, refused: int, taken: list[float]) -> tuple[str, ...]:
    return str(made), str(refused), f"{median(taken):.0f}" if taken else "", f"{max(taken):.0f}" if taken else ""


def _rest(outcome: Outcome) -> Table:
    table = Table("and", "", box=SIMPLE)
    rows = (
        *((f"seconds: {name}", f"{seconds:.0f}") for name, seconds in outcome.phases.items()),
        *((f"calls to {name}", str(count)) for name, count in outcome.calls.items()),
        *((f"by the person on duty: {name}", str(count)) for name, count in sorted(outcome.attended.items())),
        *((f"problems open at the end: {code}", str(count)) for code, count in sorted(outcome.problems.items())),
    )
    for row in rows:
        table.add_row(*row)
    return table
