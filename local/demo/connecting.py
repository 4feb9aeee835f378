"""From the two keys to an approved plan."""

from collections import Counter

from local.demo.printing import expect
from local.demo.scene import Scene
from local.deployment import DEFAULTS
from local.product import ApiRefused, Json
from local.world import seconds_until

OUTCOMES = {
    "link": "link", "create_in_app": "new in S", "create_in_tripletex": "new in T",
    "ambiguous": "ambiguous", "held": "held", "skipped": "left out",
}  # fmt: skip
ACTORS = {"customer": "the customer", "product": "Svenn", "support": "support", "nobody": "nobody has to act"}


def refuse_a_wrong_key(scene: Scene) -> None:
    """A key with a typing error is refused in plain words, and nothing is stored."""
    order = scene.company.order()
    order["keys"]["tripletex"] += "x"
    try:
        scene.world.product.turn_on(order)
    except ApiRefused as refused:
        expect(refused.code == "tripletex_key_wrong", f"refused for another reason: {refused}")
        scene.narrator.done(f"refused: {refused.status} [bold]{refused.code}[/]")
        scene.narrator.quote(refused.problem["title"], refused.problem["detail"], refused.problem["remedy"])
    else:
        expect(False, "a wrong key was taken")


def turn_on(scene: Scene) -> None:
    """Both keys are checked before anything is stored."""
    scene.connection = scene.world.product.turn_on(scene.company.order("en"))
    now = scene.connection.now()
    names = f"{now['tripletex_company']['name']} · {now['app_company']['name']}"
    scene.narrator.done(f"keys checked: {names} ({now['organization_number']})")


def wait_for_review(scene: Scene) -> None:
    """Both registers are read and a plan is made; then staff get a mail."""
    now = scene.connected.until(lambda c: c["status"] == "in_review", "waiting for the plan")
    expect(now["review_pending"] == "plan", "nobody is asked about the plan")
    scene.narrator.done("status: [bold]In review[/]")
    address = DEFAULTS["StaffMail"]
    seconds_until(lambda: any(address in mail.recipients for mail in scene.world.stack.mails()), "mail to staff")
    mail = next(mail for mail in scene.world.stack.mails() if address in mail.recipients)
    scene.narrator.tell(f"mail to {address}: [bold]{mail.subject}[/]")
    scene.narrator.quote(mail.text)


def show_the_plan(scene: Scene) -> None:
    """What will be linked, created and held, and why."""
    plan, rows = scene.connected.plan(), scene.connected.rows()
    scene.narrator.table(
        ["kind", "Tripletex", "Svenn", *OUTCOMES.values(), "T changes", "S changes", "mails"],
        [
            (each["kind"], each["read_tripletex"], each["read_app"], *(each["outcomes"].get(o, 0) for o in OUTCOMES),
             each["overwrites"].get("tripletex", 0), each["overwrites"].get("app", 0), each["mails"])
            for each in plan["kinds"]
        ],
    )  # fmt: skip
    reasons = Counter((row["outcome"], row["reason"]["code"]) for row in rows if row["reason"])
    texts = {row["reason"]["code"]: row["reason"] for row in rows if row["reason"]}
    for (outcome, code), count in sorted(reasons.items()):
        scene.narrator.tell(
            f"{count} × [yellow]{OUTCOMES[outcome]}[/]: {texts[code]['title']} "
            f"[dim]({code}, {ACTORS[texts[code]['actor']]})[/]"
        )
    counted = sum(sum(each["outcomes"].values()) for each in plan["kinds"])
    expect(counted == len(rows), f"the plan counts {counted} rows and lists {len(rows)}")
    missing = {"link", "create_in_app", "create_in_tripletex", "ambiguous", "held"} - {r["outcome"] for r in rows}
    expect(not missing, f"no row of the plan is {', '.join(sorted(missing))}")


def decide(scene: Scene) -> None:
    """Two customers look alike under different numbers: a person says that they are one."""
    row = next((r for r in scene.connected.rows(outcome="ambiguous", kind="customer") if _is_pair(r)), None)
    if row is None:
        expect(False, "no customers look alike in the plan")
        return
    here, there = row["tripletex"] or row["app"], row["suggestions"][0]
    scene.narrator.tell(f"{here['name']} [dim]({here['number']})[/] — {there['name']} [dim]({there['number']})[/]")
    decided = scene.connected.product.ask(
        "PUT",
        f"{scene.connected.path}/plan/rows/{row['id']}",
        {"choice": "link", "partner": there["id"], "by": "kari@montor.example"},
    )
    expect(decided["row"]["decision"]["choice"] == "link", "the decision was not stored")
    scene.narrator.done(f"decided: the same customer (decision revision {decided['decision_revision']})")


def approve(scene: Scene) -> None:
    """Staff approve this plan with these decisions, and no other."""
    after = scene.for_staff.approve(scene.for_staff.plan())
    expect(after["status"] == "syncing", f"after the approval the connection is {after['status']}")
    scene.narrator.done(f"approved by {after['approved_by']}: the first sync begins")


def _is_pair(row: Json) -> bool:
    return row["reason"]["code"] == "ambiguous_look_alike" and bool(row["suggestions"])
