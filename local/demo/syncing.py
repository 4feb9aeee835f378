"""The first sync, and whether both sides are equal after it."""

from rich.markup import escape

from local.demo.printing import Bar, expect
from local.demo.scene import Scene
from local.equality import compare
from local.product import Json

PHASES = {0: "reading both sides again", 1: "Tripletex → Svenn", 2: "Svenn → Tripletex", 3: "comparing both sides"}


def sync(scene: Scene) -> None:
    """Phase 1 writes to Svenn, phase 2 to Tripletex; then both sides are read once more."""
    with scene.narrator.progress("first sync") as bar:
        now = scene.connected.until(
            lambda c: c["status"] == "active", "first sync", seconds=600, seen=lambda c: _show(bar, c)
        )
        rows = now["progress"].get("rows", 0)
        bar.at(rows, rows, "done")
    scene.narrator.done("status: [bold]Active[/]")


def settle(scene: Scene) -> None:
    """What came up on the way is worked off, then nothing waits any more."""
    now = scene.connected.until(lambda c: c["counts"]["waiting"] == 0, "working off what waits")
    links = ", ".join(f"{count} {kind}s" for kind, count in now["counts"]["links"].items())
    scene.narrator.done(f"linked: {links}")
    for code, count in sorted(now["counts"]["problems"].items()):
        scene.narrator.tell(f"{count} × [yellow]{code}[/] is open")


def compare_both(scene: Scene) -> None:
    """Row by row, as they lie in both systems."""
    comparison = compare(scene.world, scene.company, scene.connected)
    for fault in comparison.faults[:10]:
        scene.narrator.tell(f"[red]{escape(fault)}[/]")
    expect(not comparison.faults, f"{len(comparison.faults)} differences between both sides")
    pairs = ", ".join(f"{count} {kind}s" for kind, count in comparison.pairs.items())
    scene.narrator.done(f"equal on both sides: {pairs}; held or left out: {sum(comparison.outside.values())} records")


def _show(bar: Bar, now: Json) -> None:
    progress = now["progress"]
    bar.at(progress.get("done", 0), progress.get("rows", 0), PHASES[progress.get("phase", 0)])
