"""A firm connects Rackbeat and Tripletex itself, step by step, up to a plan that it approves."""

from local.demo import connecting
from local.demo.printing import expect
from local.demo.warehouse import EMAIL, NAME, Warehouse
from local.onboarding import Onboarding
from local.product import ApiRefused, Json
from local.world import seconds_until

OUTCOMES = connecting.OUTCOMES | {"create_in_app": "new in R"}


def begin(scene: Warehouse) -> None:
    """Company, contact, e-mail: whoever begins gets a link to come back."""
    scene.begun = Onboarding.begun(scene.world.stack.api_url, NAME, EMAIL)
    seconds_until(lambda: bool(scene.onboarding.mails(scene.world.stack)), "the mail to come back")
    scene.narrator.done(f"begun by {EMAIL}; mail: [bold]{scene.onboarding.mails(scene.world.stack)[0].subject}[/]")
    scene.begun = scene.onboarding.confirmed(scene.world.stack)
    scene.narrator.done("the link in it was opened: the address is theirs")


def refuse_a_wrong_key(scene: Warehouse) -> None:
    """A key with a typing error is refused in plain words, and nothing is stored."""
    try:
        scene.onboarding.says("keys", {**scene.keys, "app": scene.keys["app"] + "x"})
    except ApiRefused as refused:
        expect(refused.problem.get("actor") == "customer", f"somebody else is to act: {refused}")
        scene.narrator.done(f"refused: {refused.status} [bold]{refused.code}[/]")
        scene.narrator.quote(refused.problem["title"], refused.problem["detail"], refused.problem["remedy"])
    else:
        expect(False, "a wrong key was taken")


def say_keys(scene: Warehouse) -> None:
    """Both keys are checked, and both companies are shown by name."""
    now = scene.onboarding.says("keys", scene.keys)
    expect(now["companies_alike"], "the companies are not alike")
    one, other = now["tripletex_company"], now["app_company"]
    number = one["organization_number"]
    scene.narrator.done(f"Tripletex: [bold]{one['name']}[/] ({number}) · Rackbeat: [bold]{other['name']}[/]")


def say_groups(scene: Warehouse) -> None:
    """The groups are read from Rackbeat; the one that is missing is made with one call."""
    groups = scene.onboarding.asks("GET", "groups")
    expect(groups["missing"] == ["supplier"], f"missing are {groups['missing']}")
    made = scene.onboarding.asks("POST", "groups", {"sort": "supplier", "name": "Leverandører"})
    scene.narrator.done(f"no group of suppliers: made [bold]{made['name']}[/] ({made['number']}) in Rackbeat")
    there = scene.onboarding.asks("GET", "groups")["groups"]
    chosen = {sort: rows[0] for sort, rows in there.items()}
    scene.onboarding.says("groups", {sort: row["number"] for sort, row in chosen.items()})
    scene.narrator.done("chosen: " + ", ".join(f"{sort} [bold]{row['name']}[/]" for sort, row in chosen.items()))


def say_start_up(scene: Warehouse) -> None:
    """What the first sync creates in Rackbeat, once."""
    terms = scene.onboarding.asks("GET", "proposals")["terms"][0]
    kinds = ("customer", "supplier", "product", "employee")
    defaults = {kind: {"payment_terms": terms["number"]} for kind in ("customer", "supplier")}
    wanted = {"kinds": dict.fromkeys(kinds, True), "stock": True, "payment_terms": True, "app_defaults": defaults}
    scene.onboarding.says("start-up", wanted)
    scene.narrator.done(
        f"created in Rackbeat, once: {', '.join(kinds)}; stock and payment terms; else {terms['name']}"
    )


def say_settings(scene: Warehouse) -> None:
    """VAT codes and payment terms are proposed from what both systems say; what nobody can tell is left open."""
    found = scene.onboarding.asks("GET", "proposals")
    codes = {each["number"]: each for each in found["vat_codes"]}
    for place, code in found["vat"].items():
        scene.narrator.tell(f"{place:<22} → VAT code [bold]{code}[/] [dim]{codes[code]['rate']} %[/]")
    left = sorted({each["zone"] for each in found["vat_open"] if each["group"]})
    expect("abroad" in left, f"the zones left open are {left}")
    scene.narrator.tell(f"[yellow]left open[/]: {', '.join(left)} [dim](several codes without VAT would do)[/]")
    chosen = {"documents": {"vat": found["vat"]}, "payment_terms": found["payment_terms"]}
    scene.onboarding.says("settings", chosen)
    scene.narrator.done(f"settings chosen; payment terms: {', '.join(found['payment_terms'].values())}")


def make_the_plan(scene: Warehouse) -> None:
    """Both systems are read; what will be done is shown before anything is."""
    scene.connection = scene.onboarding.planned()
    scene.connected.until(lambda c: c["status"] == "in_review", "waiting for the plan")
    plan = scene.connected.plan()
    scene.narrator.table(
        ["kind", "Tripletex", "Rackbeat", *OUTCOMES.values(), "T changes", "mails"],
        [
            (each["kind"], each["read_tripletex"], each["read_app"], *(each["outcomes"].get(o, 0) for o in OUTCOMES),
             each["overwrites"].get("tripletex", 0), each["mails"])
            for each in plan["kinds"]
        ],
    )  # fmt: skip
    _show_start_up(scene, plan["start_up"])
    reasons = {row["reason"]["code"]: row["reason"] for row in scene.connected.rows() if row["reason"]}
    for code, reason in sorted(reasons.items()):
        scene.narrator.tell(f"[yellow]{reason['title']}[/] [dim]({code})[/]")


def approve(scene: Warehouse) -> None:
    """The firm approves its own plan."""
    after = scene.connected.approve(scene.connected.plan())
    expect(after["status"] == "syncing", f"after the approval the connection is {after['status']}")
    scene.narrator.done(f"approved by {after['approved_by']}: the first sync begins")


def _show_start_up(scene: Warehouse, effects: Json) -> None:
    expect(effects["payment_terms"] == ["45 days"], f"payment terms to be made: {effects['payment_terms']}")
    people = ", ".join(each["name"] for each in effects["invitations"])
    scene.narrator.tell(
        f"start-up: stock of {effects['stock_bookings']} products, payment terms {effects['payment_terms'][0]}, "
        f"Rackbeat invites {people}"
    )
