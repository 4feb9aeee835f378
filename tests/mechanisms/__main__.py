"""`make mechanisms`: takes each mechanism away in a copy and sees that its tests fail. Arguments: only those whose
name contains one of them."""

import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.mechanisms.docstrings import unsaid
from tests.mechanisms.table import VARIANTS
from tests.mechanisms.trial import try_all, unbroken


def main(wanted: list[str]) -> int:
    """1 when a test passes without its mechanism, or the table does not fit the code."""
    console = Console(width=None if sys.stdout.isatty() else 160, highlight=False)
    variants = [each for each in VARIANTS if not wanted or any(word in each.mechanism for word in wanted)]
    with tempfile.TemporaryDirectory(prefix="mechanisms-") as workdir:
        faults = [*unsaid(variants), *unbroken(variants, Path(workdir))]
        shown = Table("mechanism", "broken how", "test", "failed as it should", title="Each mechanism taken away")
        for verdict in try_all(variants, Path(workdir)):
            tests = "\n".join(test.rsplit("::", 1)[-1] for test in verdict.variant.tests)
            shown.add_row(verdict.variant.mechanism, verdict.variant.how, tests, "no" if verdict.faults else "yes")
            faults += [f"{verdict.variant.mechanism}, {verdict.variant.how}: {fault}" for fault in verdict.faults]
    console.print(shown)
    for fault in faults:
        console.print(f"- {fault}", markup=False)
    console.print(f"{len(variants)} variants, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
