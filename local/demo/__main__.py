"""python -m local.demo [--once]: both acts, and then everything stays up to click through until Ctrl-C."""

import argparse
import signal
import sys
import tempfile
import threading
from pathlib import Path

from rich.markup import escape

from local.demo.address import published
from local.demo.journey import FIRST_ACT, SECOND_ACT, travel
from local.demo.printing import Narrator
from local.demo.scene import Scene
from local.demo.warehouse import Warehouse
from local.doorway import doorway
from local.front import front
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
        with narrator.console.status("starting an embedded AWS, deploying template.yaml to it, starting both peers"):
            world = World.start(Path(workdir))
        with world, published(world.stack.env()):
            narrator.tell(f"deployed: {len(world.stack.outputs)} outputs · API {world.stack.api_url}/v1")
            narrator.title("Svenn")
            otherwise = travel(scene := Scene.set(world, narrator), FIRST_ACT)
            narrator.title("Rackbeat")
            warehouse = Warehouse.set(world, narrator)
            otherwise = otherwise or travel(warehouse, SECOND_ACT)
            if otherwise is None:
                narrator.console.print("\n[bold green]Every step came out as expected.[/]")
            else:
                narrator.console.print(f"\n[bold red]Not as expected.[/] {escape(otherwise)}")
            if not once:
                with front(world.stack.api_url, doorway(lambda: world.staff, _states(scene, warehouse))) as url:
                    _stay(scene, warehouse, url)
    return 0 if otherwise is None else 1


def _states(scene: Scene, warehouse: Warehouse) -> dict[str, str]:
    """Where one sees what stands in the other systems."""
    world, company, stored = scene.world, scene.company, warehouse.company
    return {
        "Tripletex, first act": f"{world.tripletex.url}/_control/tripletex/state?company={company.tripletex_id}",
        "Svenn": f"{world.svenn.url}/_control/svenn/accounts/{company.svenn_id}/state",
        "Tripletex, second act": f"{world.tripletex.url}/_control/tripletex/state?company={stored.tripletex_id}",
        "Rackbeat": f"{world.rackbeat.url}/_control/rackbeat/accounts/{stored.rackbeat_id}/state",
    }


def _stay(scene: Scene, warehouse: Warehouse, url: str) -> None:
    world, company, stored = scene.world, scene.company, warehouse.company
    lines = (
        ("pages: begin here", url),
        ("API", f"{world.stack.api_url}/v1"),
        ("key of Svenn", f"Authorization: Bearer {SVENN_PRODUCT_KEY}"),
        ("key of staff", f"Authorization: Bearer {STAFF_KEY}"),
        ("connection", scene.connection.id if scene.connection else "none"),
        ("AWS", world.stack.endpoint_url),
        ("Tripletex", f"{world.tripletex.url}/v2, company {company.tripletex_id}, key {company.tripletex_key}"),
        ("Svenn", f"{world.svenn.url}/v1, account {company.svenn_id}, key {company.svenn_key}"),
        ("Rackbeat's connection", warehouse.connection.id if warehouse.connection else "none"),
        (
            "key of its owner",
            f"Authorization: Bearer {warehouse.connection.product.key}" if warehouse.connection else "none",
        ),
        ("its Tripletex", f"{world.tripletex.url}/v2, company {stored.tripletex_id}, key {stored.tripletex_key}"),
        ("Rackbeat", f"{world.rackbeat.url}/api, account {stored.rackbeat_id}, key {stored.rackbeat_key}"),
        *_states(scene, warehouse).items(),
    )
    scene.narrator.console.print("\nIt all stays up until Ctrl-C:")
    for name, value in lines:
        scene.narrator.console.print(f"    [dim]{name:<22}[/]{value}", soft_wrap=True)
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    ended.wait()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
