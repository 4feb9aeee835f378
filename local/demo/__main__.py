"""python -m local.demo [--once]: a page to begin at, both acts meanwhile; everything stays up until Ctrl-C."""

import argparse
import signal
import sys
import tempfile
import threading
from pathlib import Path

from rich.markup import escape

from local.demo.address import published
from local.demo.guide import guide
from local.demo.journey import FIRST_ACT, SECOND_ACT, travel
from local.demo.printing import Narrator
from local.demo.scene import Scene
from local.demo.warehouse import Warehouse
from local.doorway import peers_of
from local.keys import STAFF_KEY, SVENN_PRODUCT_KEY
from local.world import World


def main() -> int:
    """0 when every step came out as expected, else 1."""
    parser = argparse.ArgumentParser(prog="python -m local.demo", description=__doc__)
    parser.add_argument("--once", action="store_true", help="end after the journey")
    once = parser.parse_args().once
    narrator = Narrator()
    narrator.title("Samspill")
    with tempfile.TemporaryDirectory(prefix="samspill-demo-") as workdir:
        with narrator.console.status("starting an embedded AWS, deploying template.yaml to it, starting the peers"):
            world = World.start(Path(workdir))
        with world, published(world.stack.env()):
            narrator.tell(f"deployed: {len(world.stack.outputs)} outputs · API {world.stack.api_url}/v1")
            if once:
                return _both_acts(world, narrator)
            with guide(world) as url:
                narrator.console.print(f"\n[bold]Begin here: {url}[/]  Both acts go on below.\n", soft_wrap=True)
                came = _both_acts(world, narrator)
                _stay(world, narrator, url)
    return came


def _both_acts(world: World, narrator: Narrator) -> int:
    narrator.title("Svenn")
    otherwise = travel(Scene.set(world, narrator), FIRST_ACT)
    narrator.title("Rackbeat")
    otherwise = otherwise or travel(Warehouse.set(world, narrator), SECOND_ACT)
    if otherwise is None:
        narrator.console.print("\n[bold green]Every step came out as expected.[/]")
    else:
        narrator.console.print(f"\n[bold red]Not as expected.[/] {escape(otherwise)}")
    return 0 if otherwise is None else 1


def _stay(world: World, narrator: Narrator, url: str) -> None:
    lines = (
        ("begin here", url),
        ("API", f"{world.stack.api_url}/v1"),
        ("key of Svenn", f"Authorization: Bearer {SVENN_PRODUCT_KEY}"),
        ("key of staff", f"Authorization: Bearer {STAFF_KEY}"),
        ("AWS", world.stack.endpoint_url),
        *((name, f"{peer.url}/screens") for name, peer in peers_of(world).items()),
    )
    narrator.console.print("\nIt all stays up until Ctrl-C:")
    for name, value in lines:
        narrator.console.print(f"    [dim]{name:<14}[/]{value}", soft_wrap=True)
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    ended.wait()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
