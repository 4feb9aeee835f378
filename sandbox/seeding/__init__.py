"""Seeds for the sandbox: `make_pair` makes one company as it stands in two systems."""

from sandbox.seeding.dirt import Dirt, Planted
from sandbox.seeding.pair import Pair, make_pair

__all__ = ["Dirt", "Pair", "Planted", "make_pair"]
