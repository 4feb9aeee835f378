"""Starts and stops the embedded AWS (ministack) as a process of its own."""

import os
import socket
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from local.processes import ROOT, Tethered

REGION: Final = "eu-north-1"
START_SECONDS = 30.0


class EmbeddedAwsFailed(RuntimeError):
    """The embedded AWS ended, or did not answer in time; the message carries the end of its log."""


def free_port() -> int:
    """A TCP port of the loopback interface that nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class EmbeddedAws:
    """A running embedded AWS. `stop` ends it and every Lambda worker it started."""

    process: Tethered
    port: int

    @classmethod
    def start(cls, workdir: Path, *, port: int = 0, wait_scale: float = 1.0) -> "EmbeddedAws":
        """Start it on `port` (0: any free one) with its log and temporary files under `workdir`.

        `wait_scale` shortens (0: skips) waits and retry pauses of state machines. State is kept in memory only.
        Raises EmbeddedAwsFailed when it does not answer within START_SECONDS.
        """
        port = port or free_port()
        temporary = workdir / "tmp"
        temporary.mkdir(parents=True, exist_ok=True)
        process = Tethered.start(
            ROOT / ".venv-aws/bin/python",
            ["local.embedded_aws"],
            log=workdir / "aws.log",
            cwd=workdir,
            env=_environment(port, temporary, wait_scale),
        )
        running = cls(process, port)
        running._await_ready()
        return running

    @property
    def endpoint_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def client_environment(self) -> dict[str, str]:
        """What an AWS client needs in its environment to talk to this one and to nothing else."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint_url,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": REGION,
            "AWS_REGION": REGION,
        }

    def stop(self) -> None:
        """End it and every Lambda worker; calling it again does nothing."""
        self.process.stop()

    def _await_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.running:
            try:
                with urllib.request.urlopen(f"{self.endpoint_url}/_ministack/ready", timeout=2):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.03)
        self.stop()
        raise EmbeddedAwsFailed(f"the embedded AWS did not start on port {self.port}:\n{self.process.tail()}")


def _environment(port: int, temporary: Path, wait_scale: float) -> dict[str, str]:
    """Nothing of the developer's own environment: Lambda workers inherit this, and AWS would not give it them."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {
        "PYTHONPATH": str(ROOT),
        "TMPDIR": str(temporary),
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
        "MINISTACK_HOST": "127.0.0.1",
        "MINISTACK_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "PERSIST_STATE": "0",
        "SFN_WAIT_SCALE": str(wait_scale),
        "LOG_LEVEL": "WARNING",
    }
