"""`python -m sandbox`: the servers in one process."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[3]
COMMAND = [sys.executable, "-m", "sandbox"]
START_SECONDS = 60


@contextmanager
def sandbox(ready_file: Path, *options: str) -> Iterator[tuple["subprocess.Popen[bytes]", dict[str, str]]]:
    """A running sandbox and its addresses."""
    process = subprocess.Popen([*COMMAND, "--ready-file", str(ready_file), *options], cwd=ROOT)
    try:
        deadline = time.monotonic() + START_SECONDS
        while not ready_file.exists() and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.05)
        yield process, json.loads(ready_file.read_text("utf-8"))
    finally:
        process.kill()
        process.wait()


def test_all_servers_answer_on_loopback_once_the_ready_file_is_there(tmp_path: Path) -> None:
    with sandbox(tmp_path / "up.json") as (_, urls), httpx.Client(trust_env=False) as client:
        assert all(url.startswith("http://127.0.0.1:") for url in urls.values())
        assert client.get(f"{urls['svenn']}/v1/account").json()["code"] == "unauthorized"
        assert client.get(f"{urls['tripletex']}/v2/customer").status_code == 401
        assert client.get(f"{urls['rackbeat']}/api/self").status_code == 401


def test_a_resolve_option_reaches_all(tmp_path: Path) -> None:
    mapping = {"https://hooks.samspill.localhost": "http://127.0.0.1:9/stage"}
    options = [f"--resolve={start}={base}" for start, base in mapping.items()]
    with sandbox(tmp_path / "up.json", *options) as (_, urls), httpx.Client(trust_env=False) as client:
        for name in ("svenn", "tripletex", "rackbeat"):
            assert client.get(f"{urls[name]}/_control/{name}/resolve").json() == mapping


def test_it_stops_cleanly_when_asked_to(tmp_path: Path) -> None:
    with sandbox(tmp_path / "up.json") as (process, _):
        process.send_signal(signal.SIGTERM)
        assert process.wait(START_SECONDS) == 0


def test_an_address_off_this_machine_is_refused() -> None:
    ended = subprocess.run(
        [*COMMAND, "--resolve", "https://hooks.samspill.localhost=http://10.0.0.1"],
        cwd=ROOT, capture_output=True, text=True, timeout=START_SECONDS, check=False,
    )  # fmt: skip
    assert ended.returncode != 0
    assert "not on this machine" in ended.stderr
