"""python -m local.chaos [--seed N] [--minutes M] [--only APP]: one run; the last line is the verdict."""

import argparse
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from local.chaos.firms import firms
from local.chaos.report import show
from local.chaos.storm import Storm
from local.chaos.trouble import DEADLY
from local.world import World


def main() -> int:
    """0 when everything was survived, else 1."""
    parser = argparse.ArgumentParser(prog="python -m local.chaos", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=2.0, help="of storm; first syncs and the quiet come on top")
    parser.add_argument(
        "--only", action="append", choices=("svenn", "rackbeat"), help="firms with this app; else all"
    )
    parser.add_argument("--keep", type=Path, help="folder for logs and exchanges, to look into afterwards")
    wanted = parser.parse_args()
    console = Console(width=None if sys.stdout.isatty() else 118)
    with (
        tempfile.TemporaryDirectory(prefix="samspill-chaos-") as workdir,
        World.start(wanted.keep or Path(workdir), record=True) as world,
    ):
        seconds = wanted.minutes * 60
        cast = firms(seconds, *wanted.only or ())
        outcome = Storm(world, wanted.seed, seconds, console.print, cast).run()
        if wanted.keep:
            for function in DEADLY:
                (wanted.keep / f"{function}.log").write_text(world.stack.logs(function))
    show(outcome, console)
    return 1 if outcome.faults else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
