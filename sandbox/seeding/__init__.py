"""Seeds for the sandboxes: `make_pair` makes one company as it stands in Tripletex and in Svenn, and
`make_rackbeat_pair` one as it stands in Tripletex and in Rackbeat. `make_week` and `make_hours` make hours of its
people in Svenn."""

from sandbox.seeding.dirt import Dirt, Planted
from sandbox.seeding.hours import Week, make_hours, make_week
from sandbox.seeding.pair import Pair, make_pair
from sandbox.seeding.rackbeat_pair import RackbeatDirt, RackbeatPair, make_rackbeat_pair

__all__ = [
    "Dirt",
    "Pair",
    "Planted",
    "RackbeatDirt",
    "RackbeatPair",
    "Week",
    "make_hours",
    "make_pair",
    "make_rackbeat_pair",
    "make_week",
]
