"""The three sandboxes in one process: `python -m sandbox --ready-file up.json`."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from sandbox.pages.app import with_screens
from sandbox.pages.rackbeat import Rackbeat
from sandbox.pages.svenn import Svenn
from sandbox.pages.tripletex import Tripletex
from sandbox.rackbeat.app import make_app as make_rackbeat
from sandbox.rackbeat.world import RackbeatWorld
from sandbox.serve import serve
from sandbox.svenn.app import make_app as make_svenn
from sandbox.svenn.world import SvennWorld
from sandbox.tripletex.app import make_app as make_tripletex
from sandbox.tripletex.world import TripletexWorld


def main(arguments: Sequence[str]) -> None:
    """Serves on 127.0.0.1 until SIGTERM or SIGINT."""
    wanted = _parser().parse_args(arguments)
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    tripletex, svenn = TripletexWorld(seed=wanted.seed), SvennWorld(seed=wanted.seed)
    rackbeat = RackbeatWorld(seed=wanted.seed)
    try:
        for resolver in (tripletex.webhooks.resolver, svenn.resolver, rackbeat.resolver):
            resolver.replace(dict(wanted.resolve))
    except ValueError as wrong:
        sys.exit(f"--resolve: {wrong}")
    with (
        serve(
            with_screens(make_tripletex(tripletex), Tripletex(tripletex)), port=wanted.tripletex_port
        ) as tripletex_url,
        serve(with_screens(make_svenn(svenn), Svenn(svenn)), port=wanted.svenn_port) as svenn_url,
        serve(with_screens(make_rackbeat(rackbeat), Rackbeat(rackbeat)), port=wanted.rackbeat_port) as rackbeat_url,
    ):
        _tell({"tripletex": tripletex_url, "svenn": svenn_url, "rackbeat": rackbeat_url}, wanted.ready_file)
        stopped.wait()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m sandbox", description="Tripletex, Svenn and Rackbeat on 127.0.0.1."
    )
    parser.add_argument("--tripletex-port", type=int, default=0, help="0: any free port")
    parser.add_argument("--svenn-port", type=int, default=0, help="0: any free port")
    parser.add_argument("--rackbeat-port", type=int, default=0, help="0: any free port")
    parser.add_argument("--seed", type=int, default=0, help="ids and secrets follow from it")
    parser.add_argument(
        "--resolve",
        action="append",
        default=[],
        type=_mapping,
        metavar="HTTPS=HTTP",
        help="where the start of a webhook's address is found on this machine; may be repeated",
    )
    parser.add_argument("--ready-file", type=Path, help="gets the base addresses as JSON once all answer")
    return parser


def _mapping(text: str) -> tuple[str, str]:
    start, separator, base = text.partition("=")
    if not (separator and start.startswith("https://") and base.startswith("http://")):
        raise argparse.ArgumentTypeError("must look like https://hooks.example=http://127.0.0.1:4566/path")
    return start, base


def _tell(addresses: dict[str, str], ready_file: Path | None) -> None:
    text = json.dumps(addresses)
    if ready_file is not None:
        # Renamed into place: whoever waits for the file never reads half of it.
        unfinished = ready_file.with_name(f"{ready_file.name}.part")
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(ready_file)
    print(text, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
