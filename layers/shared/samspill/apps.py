"""The apps that integrations are with: how each one's side of a connection is opened, and how its deliveries are
read. Add an app: add a row here, and its integration's table. Nothing is imported before it is needed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol, cast
from urllib.parse import urlsplit

from samspill.environment import Environment
from samspill.model.hours_file import HoursFile
from samspill.model.kinds import Kind, Side
from samspill.model.vitals import Budget
from samspill.sync.ports import System

if TYPE_CHECKING:
    from samspill.systems.deliveries import Hint


class Webhooks(Protocol):
    """How one system signs its deliveries and what they say (`samspill.systems.<system>.webhook`)."""

    def genuine(self, headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: datetime) -> bool:
        """Whether one of `secrets` signed the delivery, and lately where the system says when."""

    def hints(self, body: bytes, headers: Mapping[str, str]) -> "Sequence[Hint]":
        """What to look at; some systems name the event in a header only (names in lower case). Raises ValueError for
        a body that is no delivery of this system."""


@dataclass(frozen=True)
class Opening:
    """What an app's side of a connection is opened with. `shared` are clock, limiter's permits and the like, as every
    system takes them; `payment_terms` those of the connection's settings."""

    env: Environment
    key: str
    kinds: tuple[Kind, ...]
    payment_terms: Mapping[str, str]
    shared: Mapping[str, Any]


@dataclass(frozen=True)
class AppSystem:
    """One app. `hours_file` reads its report of hours, uploaded as a file, where it has one: raises DataRefused.
    `budget` tells how often its key may call, where calls are counted."""

    open: Callable[[Opening], System]
    webhooks: Callable[[], Webhooks]
    hours_file: Callable[[bytes], HoursFile] | None = None
    budget: Callable[[str], Budget] | None = None


def webhooks_of(system: str) -> Webhooks:
    """How one of our own systems signs its deliveries."""
    return cast(Webhooks, import_module(f"samspill.systems.{system}.webhook"))


def _svenn(opening: Opening) -> System:
    from samspill.systems.svenn.system import SvennSystem

    return SvennSystem(opening.env.svenn_url, opening.key, **opening.shared)


def _rackbeat(opening: Opening) -> System:
    from samspill.systems.rackbeat.system import RackbeatSystem

    return RackbeatSystem(
        opening.env.rackbeat_url, opening.key, contact=opening.env.staff_mail, kinds=opening.kinds,
        payment_terms=opening.payment_terms, **opening.shared,
    )  # fmt: skip


def tripletex_budget(base_url: str, key: str) -> Budget:
    """How often a key of Tripletex may call."""
    from samspill.systems.tripletex.client import WINDOW
    from samspill.systems.tripletex.session import owner_of

    owner = owner_of((urlsplit(base_url).hostname or "").lower(), key)
    return Budget(system=Side.TRIPLETEX.value, owner=owner, seconds=WINDOW.seconds, limit=WINDOW.limit)


def _budget(system: str) -> Callable[[str], Budget]:
    """That of an app of ours."""

    def of(key: str) -> Budget:
        client = import_module(f"samspill.systems.{system}.client")
        window = client.WINDOW
        return Budget(system=system, owner=client.owner_of(key), seconds=window.seconds, limit=window.limit)

    return of


def _timeliste(data: bytes) -> HoursFile:
    from samspill.systems.svenn.timeliste import read_timeliste

    return read_timeliste(data)


APPS: Mapping[str, AppSystem] = {
    "svenn": AppSystem(_svenn, lambda: webhooks_of("svenn"), _timeliste, _budget("svenn")),
    "rackbeat": AppSystem(_rackbeat, lambda: webhooks_of("rackbeat"), budget=_budget("rackbeat")),
}
