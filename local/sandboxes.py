"""The sandboxes as a process of its own, for as long as somebody needs them."""

import json
import os
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from local.peers import RackbeatPeer, SvennPeer, TripletexPeer
from local.processes import ROOT, Tethered

START_SECONDS = 30.0


class SandboxesFailed(RuntimeError):
    """The process ended, or did not answer in time; the message carries the end of its output."""


@dataclass(frozen=True)
class Sandboxes:
    """A running `python -m sandbox`. `exchanges` is where it records what it is asked, if it does."""

    process: Tethered
    tripletex: TripletexPeer
    svenn: SvennPeer
    rackbeat: RackbeatPeer
    exchanges: Path | None = None

    @classmethod
    def start(cls, workdir: Path, *, record: bool = False) -> "Sandboxes":
        """Start it on free ports. Raises SandboxesFailed."""
        workdir.mkdir(parents=True, exist_ok=True)
        ready, exchanges = workdir / "sandbox.json", workdir / "exchanges" if record else None
        ready.unlink(missing_ok=True)
        process = Tethered.start(
            sys.executable,
            ["sandbox", "--ready-file", str(ready)],
            log=workdir / "sandbox.log",
            cwd=ROOT,
            env=_environment(exchanges),
        )
        deadline = time.monotonic() + START_SECONDS
        while not ready.exists():
            if not process.running or time.monotonic() > deadline:
                process.stop()
                raise SandboxesFailed(f"the sandboxes did not start:\n{process.tail()}")
            time.sleep(0.02)
        urls: Mapping[str, str] = json.loads(ready.read_text())
        peers = TripletexPeer(urls["tripletex"]), SvennPeer(urls["svenn"]), RackbeatPeer(urls["rackbeat"])
        return cls(process, *peers, exchanges)

    def stop(self) -> None:
        """End it; calling it again does nothing."""
        self.process.stop()


def _environment(exchanges: Path | None) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "SANDBOX_EXCHANGES") if name in os.environ}
    return kept | ({"SANDBOX_EXCHANGES": str(exchanges)} if exchanges else {})
