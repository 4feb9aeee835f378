"""The journey: from two keys to everyday life, in the order in which a company lives through it; one act an app."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

import httpx

from local.demo import connecting, invoicing, joining, living, starting, syncing, timesheet
from local.demo.printing import Narrator, Unexpected
from local.demo.scene import Scene
from local.demo.warehouse import Warehouse
from local.peers import PeerRefused
from local.product import ApiRefused, NotInTime


class Told(Protocol):
    """What the steps of an act share: somebody tells them."""

    narrator: Narrator


Shared = TypeVar("Shared", bound=Told)
Steps = Sequence[tuple[str, Callable[[Shared], None]]]

#: Svenn: staff review the plan.
FIRST_ACT: Steps[Scene] = (
    ("A wrong key is refused", connecting.refuse_a_wrong_key),
    ("The connection is turned on", connecting.turn_on),
    ("A plan is made", connecting.wait_for_review),
    ("The plan", connecting.show_the_plan),
    ("A person decides what only a person can", connecting.decide),
    ("The plan is approved", connecting.approve),
    ("First sync", syncing.sync),
    ("Nothing waits any more", syncing.settle),
    ("Both sides are compared", syncing.compare_both),
    ("Edits on either side", living.edit_both_sides),
    ("A record that cannot be synced", living.hold_and_solve),
    ("Both sides are compared again", syncing.compare_both),
    ("Hours are switched on", timesheet.switch_on),
    ("A week of hours, seen before it is sent", timesheet.enter_a_week),
    ("The week is sent", timesheet.send),
    ("It is corrected", timesheet.correct),
    ("A day that is held", timesheet.hold_and_release),
    ("The week's report", timesheet.report_the_week),
)

#: Rackbeat: the company does all of it itself.
SECOND_ACT: Steps[Warehouse] = (
    ("A company begins by itself", joining.begin),
    ("A wrong key is refused", joining.refuse_a_wrong_key),
    ("Both keys", joining.say_keys),
    ("Groups", joining.say_groups),
    ("What start-up creates", joining.say_start_up),
    ("Settings", joining.say_settings),
    ("The plan", joining.make_the_plan),
    ("The company approves it", joining.approve),
    ("First sync", starting.sync),
    ("Start-up", starting.look_at_start_up),
    ("Both sides are compared", starting.compare_both),
    ("The link to the settings", starting.follow_the_link),
    ("A new product", invoicing.make_a_product),
    ("An invoice is booked", invoicing.book_an_invoice),
    ("It is credited", invoicing.book_its_credit_note),
    ("An invoice that is held", invoicing.hold_and_release),
    ("Exactly once", invoicing.end_well),
)


def travel(scene: Shared, steps: Steps[Shared]) -> str | None:
    """Take every step; None when all came out as expected, else the step that did not, and why."""
    for title, step in steps:
        try:
            with scene.narrator.step(title):
                step(scene)
        except (Unexpected, NotInTime, ApiRefused, PeerRefused, httpx.HTTPError) as otherwise:
            return f"{title}: {otherwise}"
    return None
