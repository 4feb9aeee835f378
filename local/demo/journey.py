"""The journey: from two keys to everyday life, in the order in which a company lives through it."""

from collections.abc import Callable

import httpx

from local.demo import connecting, living, syncing
from local.demo.printing import Unexpected
from local.demo.scene import Scene
from local.peers import PeerRefused
from local.product import ApiRefused, NotInTime

STEPS: tuple[tuple[str, Callable[[Scene], None]], ...] = (
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
)


def travel(scene: Scene) -> str | None:
    """Take every step; None when all came out as expected, else the step that did not, and why."""
    for title, step in STEPS:
        try:
            with scene.narrator.step(title):
                step(scene)
        except (Unexpected, NotInTime, ApiRefused, PeerRefused, httpx.HTTPError) as otherwise:
            return f"{title}: {otherwise}"
    return None
