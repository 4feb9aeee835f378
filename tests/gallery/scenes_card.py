"""The card of a connection, in every status."""

from functools import partial

from samspill.model.status import Status
from tests.gallery.scene import Opening, Scene, for_user
from tests.gallery.stage import firm
from tests.integration.api.bench import Bench


def _card(status: Status, bench: Bench) -> Opening:
    made = bench.changed(bench.connected(firm(bench)), status=status.value)
    return for_user(bench, made)


SCENES = tuple(
    Scene(f"card-{status.value}", partial(_card, status), important=status is Status.ACTIVE) for status in Status
)
