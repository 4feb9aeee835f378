"""What a broken variant is, and a copy of the project in which one is tried at a time."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

ROOT = Path(__file__).parents[2]
_FOLDERS = ("layers", "functions", "tests", "local", "sandbox", "statemachines", "contracts")
_FILES = ("template.yaml", "pyproject.toml")
#: Each variant of a file has a time of its own, so that what was compiled of another is never taken for it.
_TIMES = count(4_000_000_000)


@dataclass(frozen=True)
class Broken:
    """One mechanism taken away: in `file` the text `of` becomes `to`, and then `tests` must fail and `alive` pass.

    `how` completes "Seen to fail with ..." and stands so in the docstring of each test. `alive` shows that the
    variant breaks this mechanism and not everything.
    """

    mechanism: str
    how: str
    file: str
    of: str
    to: str
    tests: tuple[str, ...]
    alive: str

    @property
    def module(self) -> str:
        """What is imported to see that the variant still can be."""
        path = Path(self.file).with_suffix("")
        return ".".join(path.relative_to("layers/shared").parts if path.parts[0] == "layers" else path.parts)


class Rotten(Exception):
    """The table does not fit the code any more."""


class Copy:
    """The project's code in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        for name in _FOLDERS:
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("node_modules", ".*"))
        for name in _FILES:
            shutil.copy2(ROOT / name, folder / name)

    @contextmanager
    def broken(self, variant: Broken) -> Iterator[None]:
        """Take the mechanism away for a while. Raises Rotten when the text does not stand there exactly once."""
        path = self.folder / variant.file
        text, times = path.read_text(encoding="utf-8"), path.stat()
        found = text.count(variant.of)
        if found != 1:
            raise Rotten(f"{variant.file} has the text {found} times: {variant.of!r}")
        path.write_text(text.replace(variant.of, variant.to), encoding="utf-8")
        time = next(_TIMES)
        os.utime(path, (time, time))
        try:
            yield
        finally:
            path.write_text(text, encoding="utf-8")
            os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))

    def makes_sense(self, variant: Broken) -> str:
        """What ruff says of names and syntax of the changed file; empty when all is well."""
        command = [sys.executable, "-m", "ruff", "check", "--isolated", "--quiet", "--no-cache", "--select"]
        told = subprocess.run(
            [*command, "E9,F821,F823", variant.file], cwd=self.folder, capture_output=True, text=True, check=False
        )
        return told.stdout.strip()
