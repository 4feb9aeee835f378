"""The page that the demo opens on: leads a newcomer through both stories, and into the connections that live."""

from local.doorway.routes import doorway, peers_of
from local.doorway.stories import Story, craftsman, warehouse

__all__ = ["Story", "craftsman", "doorway", "peers_of", "warehouse"]
