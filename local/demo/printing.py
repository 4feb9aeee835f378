"""How the demo tells what happens: numbered steps, lines, tables and a progress bar."""

import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

WIDTH = 118


class Unexpected(Exception):
    """A step came out otherwise than it should; the message says how."""


def expect(came: object, otherwise: str) -> None:
    """Raises Unexpected with `otherwise` unless `came` is true."""
    if not came:
        raise Unexpected(otherwise)


class Narrator:
    """Prints to a console. `steps` counts the steps told so far."""

    def __init__(self, console: Console | None = None) -> None:
        # Without a terminal rich would assume 80 columns, too few for the plan.
        self.console = console or Console(highlight=False, width=None if sys.stdout.isatty() else WIDTH)
        self.steps = 0
        self._begun = time.monotonic()

    def title(self, text: str) -> None:
        """The head of it all."""
        self.console.rule(f"[bold]{text}")

    @contextmanager
    def step(self, text: str) -> Iterator[None]:
        """A step: its number and name first, what happens in it below."""
        self.steps += 1
        begun = time.monotonic()
        self.console.print(f"\n[bold cyan]{self.steps:>2}  {text}[/]  [dim]{begun - self._begun:.0f} s[/]")
        yield

    def tell(self, text: str) -> None:
        """Something that happened."""
        self.console.print(f"    {text}")

    def done(self, text: str) -> None:
        """Something that came out as expected."""
        self.console.print(f"    [green]✓[/] {text}")

    def quote(self, *texts: str) -> None:
        """Texts as people get to read them."""
        for text in texts:
            self.console.print(Padding(Text(text.strip(), style="italic dim"), (0, 0, 0, 6)))

    def table(self, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """A table; the first column is text, the others are numbers where they can be."""
        table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
        for name in head:
            table.add_column(name)
        for row in rows:
            table.add_row(*("" if cell is None or cell == 0 else str(cell) for cell in row))
        self.console.print(table, width=min(self.console.width, WIDTH))

    @contextmanager
    def progress(self, text: str) -> Iterator["Bar"]:
        """A bar for something that takes its time."""
        columns = (
            TextColumn("    {task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("{task.fields[what]}"),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=self.console) as progress:
            yield Bar(progress, text)


class Bar:
    """One bar of `Narrator.progress`."""

    def __init__(self, progress: Progress, text: str) -> None:
        self._progress = progress
        self._task = progress.add_task(text, total=None, what="")

    def at(self, done: int, total: int, what: str) -> None:
        """So much of it is done."""
        self._progress.update(self._task, completed=min(done, total), total=total or None, what=what)
