"""Start-up: records, stock and payment terms come to Rackbeat once; then the mail with the link to the settings."""

from decimal import Decimal

from rich.markup import escape

from local.demo.printing import Bar, expect
from local.demo.warehouse import ODD_TERMS, SHELF, Warehouse
from local.equality import compare
from local.onboarding import link_in, used_up
from local.product import ApiRefused, Json
from local.world import seconds_until

PHASES = {
    0: "reading both sides again",
    1: "Tripletex → Rackbeat",
    2: "Rackbeat → Tripletex",
    3: "comparing both sides",
}


def sync(scene: Warehouse) -> None:
    """Phase 1 writes to Rackbeat, phase 2 to Tripletex; then nothing waits any more."""
    with scene.narrator.progress("first sync") as bar:
        now = scene.connected.until(
            lambda c: c["status"] == "active", "first sync", seconds=300, seen=lambda c: _show(bar, c)
        )
        rows = now["progress"].get("rows", 0)
        bar.at(rows, rows, "done")
    now = scene.connected.until(lambda c: c["counts"]["waiting"] == 0, "working off what waits")
    links = ", ".join(f"{count} {kind}s" for kind, count in now["counts"]["links"].items())
    scene.narrator.done(f"status: [bold]Active[/]; linked: {links}")


def look_at_start_up(scene: Warehouse) -> None:
    """Goods lie on the shelf as in Tripletex, the payment terms are there, people are invited."""
    there = {row["number"]: Decimal(str(row["stock_quantity"])) for row in scene.in_rackbeat("product")}
    for number, count in SHELF.items():
        expect(there.get(number) == count, f"{number}: {there.get(number)} on the shelf instead of {count}")
    shelf = ", ".join(f"{number} {count}" for number, count in SHELF.items())
    scene.narrator.done(f"on the shelf in Rackbeat: {shelf}")
    days = [row["maturity_days"] for row in scene.in_rackbeat("payment_term")]
    expect(days.count(ODD_TERMS) == 1, f"payment terms of {days} days")
    invited = [mail["to"] for mail in scene.world.rackbeat.outbox(scene.company.rackbeat_id)]
    expect(len(invited) == len(set(invited)), f"invited twice: {invited}")
    scene.narrator.done(f"payment terms of {ODD_TERMS} days made; invited: {', '.join(invited)}")


def compare_both(scene: Warehouse) -> None:
    """Row by row, as they lie in both systems."""
    comparison = compare(scene.world, scene.company, scene.connected)
    for fault in comparison.faults[:10]:
        scene.narrator.tell(f"[red]{escape(fault)}[/]")
    expect(not comparison.faults, f"{len(comparison.faults)} differences between both sides")
    pairs = ", ".join(f"{count} {kind}s" for kind, count in comparison.pairs.items())
    scene.narrator.done(f"equal on both sides: {pairs}; held or left out: {sum(comparison.outside.values())} records")


def follow_the_link(scene: Warehouse) -> None:
    """The mail that says so holds a link to the settings: it works once, and not twice."""
    stack = scene.world.stack
    seconds_until(lambda: "are connected" in scene.onboarding.mails(stack)[-1].subject, "the mail")
    mail = scene.onboarding.mails(stack)[-1]
    scene.narrator.tell(f"mail to {scene.onboarding.email}: [bold]{mail.subject}[/]")
    scene.narrator.quote(mail.text)
    scene.connection = used_up(stack.api_url, link_in(mail))
    expect(scene.connected.now()["status"] == "active", "the link opens something else")
    scene.narrator.done("the link opens the connection and its settings")
    try:
        used_up(stack.api_url, link_in(mail))
    except ApiRefused as refused:
        expect(refused.code == "gone", f"refused for another reason: {refused}")
        scene.narrator.done(f"a second time: {refused.status} [bold]{refused.problem['title']}[/]")
    else:
        expect(False, "the link worked twice")


def _show(bar: Bar, now: Json) -> None:
    progress = now["progress"]
    bar.at(progress.get("done", 0), progress.get("rows", 0), PHASES[progress.get("phase", 0)])
