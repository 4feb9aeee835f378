"""A rule's stop becomes a step: notes skip, everything else holds. Pure."""

from samspill.model.problems import CATALOGUE
from samspill.model.rules import Stop
from samspill.sync.case import Hold, Skip


def stopped(stop: Stop) -> Skip | Hold:
    """Skip when the catalogue calls the code a note, else Hold."""
    kind = Skip if CATALOGUE[stop.code].note else Hold
    return kind(stop.code, dict(stop.facts))
