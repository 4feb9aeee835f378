"""The hostile mode of both sandboxes, and what they count."""

from collections.abc import Mapping
from dataclasses import dataclass

from local.chaos.plan import SVENN, TRIPLETEX
from local.peers import Json
from local.world import World

#: The longest that an answer is delayed.
DELAY_SECONDS = 0.4


@dataclass(frozen=True)
class Weather:
    """Fair or hostile, for all accounts of both sandboxes."""

    world: World

    def turn_hostile(self, seed: int) -> None:
        """Every fault with its odds (`local.chaos.plan`), drawn from `seed`."""
        for peer, odds in ((self.world.tripletex, TRIPLETEX), (self.world.svenn, SVENN)):
            peer.be_hostile({"seed": seed, "odds": dict(odds), "delay_seconds": DELAY_SECONDS})

    def turn_fair(self) -> None:
        """No more faults; commits that are late are carried out before this returns."""
        for peer in (self.world.tripletex, self.world.svenn):
            peer.be_calm()

    def injected(self) -> dict[str, dict[str, int]]:
        """How often which fault struck, by sandbox."""
        return {name: dict(self._told(name, "hostility")["injected"]) for name in self._names()}

    def under_way(self) -> dict[str, int]:
        """Webhooks that are not delivered yet, and what else is late, by sandbox."""
        waits = ("deliveries", "hostility")
        return {name: sum(int(self._told(name, what)["pending"]) for what in waits) for name in self._names()}

    def calls(self) -> dict[str, int]:
        """Calls answered so far, by sandbox."""
        return {name: int(self._told(name, what)["total"]) for name, what in self._names().items()}

    def writes(self) -> dict[str, int]:
        """Calls so far that write records, by sandbox."""
        return {"Tripletex": self.world.tripletex.writes(), "Svenn": self.world.svenn.writes()}

    def _names(self) -> Mapping[str, str]:
        """Sandbox -> the control route that counts its calls."""
        return {"Tripletex": "exchanges", "Svenn": "calls"}

    def _told(self, name: str, what: str) -> Json:
        peer = self.world.tripletex if name == "Tripletex" else self.world.svenn
        told: Json = peer.ask("GET", f"/_control/{name.lower()}/{what}")
        return told
