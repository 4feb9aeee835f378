"""Which way things travel."""

from enum import StrEnum

from samspill.model.kinds import Side


class Flow(StrEnum):
    """Which way later changes of a field, or of a whole kind, travel."""

    BOTH = "both"
    TO_TRIPLETEX = "to_tripletex"
    TO_APP = "to_app"

    def allows(self, target: Side) -> bool:
        """Whether something is written to `target`."""
        return self is Flow.BOTH or (self is Flow.TO_TRIPLETEX) == (target is Side.TRIPLETEX)


def narrowed(one: Flow | None, two: Flow | None) -> Flow | None:
    """What both let through; None for nothing."""
    if one is Flow.BOTH or one is two:
        return two
    return one if two is Flow.BOTH else None
