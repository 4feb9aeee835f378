"""Where the running demo's AWS is, for commands in another terminal."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from local.processes import ROOT

_FILE = ROOT / ".local" / "demo.json"


def address(file: Path = _FILE) -> dict[str, str]:
    """The environment variables with which an AWS client talks to it; none when no demo runs."""
    if not file.exists():
        return {}
    kept: dict[str, str] = json.loads(file.read_text())
    return kept


@contextmanager
def published(environment: Mapping[str, str], file: Path = _FILE) -> Iterator[None]:
    """Let others find it for as long as the `with` block lasts."""
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(dict(environment)))
    try:
        yield
    finally:
        file.unlink(missing_ok=True)
