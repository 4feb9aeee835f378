"""Processes that end with this one, whatever becomes of it."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Tethered:
    """A running module in a process group of its own, with its output in `log`."""

    process: subprocess.Popen[bytes]
    log: Path

    @classmethod
    def start(
        cls, python: str | Path, command: Sequence[str], *, log: Path, cwd: Path, env: Mapping[str, str]
    ) -> "Tethered":
        """Run a module, `command` being its name and arguments, with the interpreter `python`."""
        with log.open("wb") as sink:
            process = subprocess.Popen(
                [python, ROOT / "local/tether.py", *command],
                stdin=subprocess.PIPE,
                stdout=sink,
                stderr=subprocess.STDOUT,
                cwd=cwd,
                env=env,
                start_new_session=True,
            )
        return cls(process, log)

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return self.process.poll() is None

    def tail(self, characters: int = 2000) -> str:
        """The end of its output."""
        return self.log.read_text(errors="replace")[-characters:]

    def stop(self) -> None:
        """End the process group; calling it again does nothing."""
        for signum, seconds in ((signal.SIGTERM, 3), (signal.SIGKILL, 5)):
            try:
                os.killpg(self.process.pid, signum)
                self.process.wait(seconds)
            except ProcessLookupError:
                break
            except subprocess.TimeoutExpired:
                continue
        if self.process.stdin is not None:
            self.process.stdin.close()
