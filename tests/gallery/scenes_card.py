"""The card of a connection, in every status."""

from functools import partial
from typing import Any

from samspill.model.kinds import Kind
from samspill.model.status import Status
from tests.gallery.lively import held, lively
from tests.gallery.scene import Opening, Scene, for_user
from tests.gallery.stage import firm
from tests.integration.api.bench import Bench

_REASON = "Ansattnummer 7 er to ulike personer i Svenn og Tripletex. Rett det i ett av systemene, og prøv igjen."
#: What else belongs to a status.
_MORE: dict[Status, dict[str, Any]] = {
    Status.SYNCING: {"progress": {"phase": 2, "rows": 480, "done": 331, "rows_1": 260, "done_1": 260, "rows_2": 220,
                                  "done_2": 71}},
    Status.REJECTED: {"rejected_reason": _REASON},
    Status.NEEDS_ATTENTION: {"attention": "tripletex_key_wrong", "live": True},
    Status.PAUSED: {"live": True},
    Status.IN_REVIEW: {"review_pending": "plan", "plan": "5f1d3c0a9b7e42d18c6a"},
}  # fmt: skip


def _card(status: Status, bench: Bench) -> Opening:
    made = bench.changed(bench.connected(firm(bench)), status=status.value, **_MORE.get(status, {}))
    return for_user(bench, made)


def _active(bench: Bench) -> Opening:
    connection, _ = lively(bench)
    held(bench, connection, "project_without_start_date", Kind.PROJECT, "P104", "Garasje Lunde")
    held(bench, connection, "ambiguous_look_alike", Kind.CUSTOMER, "10011", "Hansen Rør")
    return for_user(bench, connection)


def _said(bench: Bench) -> Opening:
    connection, _ = lively(bench, status="paused")
    return for_user(bench, connection, "?said=paused")


SCENES = (
    *(Scene(f"card-{each.value}", partial(_card, each)) for each in Status if each is not Status.ACTIVE),
    Scene("card-active", _active, important=True),
    Scene("card-said-paused", _said),
)
