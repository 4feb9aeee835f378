"""The hostile mode of the sandboxes, and what they count."""

from collections.abc import Mapping
from dataclasses import dataclass

from local.chaos.plan import RACKBEAT, SVENN, TRIPLETEX
from local.peers import Json, RackbeatPeer, SvennPeer, TripletexPeer
from local.world import World

#: The longest that an answer is delayed.
DELAY_SECONDS = 0.4
#: Sandbox -> the faults of its hostile mode, and the control route that counts its calls.
ODDS = {"Tripletex": TRIPLETEX, "Svenn": SVENN, "Rackbeat": RACKBEAT}
_COUNTED = {"Tripletex": "exchanges", "Svenn": "calls", "Rackbeat": "calls"}


@dataclass(frozen=True)
class Weather:
    """Fair or hostile, for all accounts of all sandboxes."""

    world: World

    def turn_hostile(self, seed: int) -> None:
        """Every fault with its odds (`local.chaos.plan`), drawn from `seed`."""
        for name, peer in self._peers().items():
            odds = ODDS[name]
            peer.be_hostile({"seed": seed, "odds": dict(odds), "delay_seconds": DELAY_SECONDS})

    def turn_fair(self) -> None:
        """No more faults; commits that are late are carried out before this returns."""
        for peer in self._peers().values():
            peer.be_calm()

    def injected(self) -> dict[str, dict[str, int]]:
        """How often which fault struck, by sandbox."""
        return {name: dict(self._told(name, "hostility")["injected"]) for name in ODDS}

    def under_way(self) -> dict[str, int]:
        """Webhooks that are not delivered yet, and what else is late, by sandbox."""
        waits = ("deliveries", "hostility")
        return {name: sum(int(self._told(name, what)["pending"]) for what in waits) for name in ODDS}

    def calls(self) -> dict[str, int]:
        """Calls answered so far, by sandbox."""
        return {name: int(self._told(name, what)["total"]) for name, what in _COUNTED.items()}

    def writes(self) -> dict[str, int]:
        """Calls so far that write records, by sandbox."""
        return {name: peer.writes() for name, peer in self._peers().items()}

    def _peers(self) -> Mapping[str, TripletexPeer | SvennPeer | RackbeatPeer]:
        return dict(zip(ODDS, (self.world.tripletex, self.world.svenn, self.world.rackbeat), strict=True))

    def _told(self, name: str, what: str) -> Json:
        peer = self._peers()[name]
        told: Json = peer.ask("GET", f"{peer.control}/{what}")
        return told
