"""Seconds become hundredths of an hour, and the sum of a day neither gains nor loses by it.

Each row is rounded down, and the hundredths that are left of the day's rounded sum go to the rows that lost most
(largest remainder): so each stays within a hundredth of its exact value.
"""

from collections.abc import Mapping
from decimal import Decimal

from samspill.model.hours import HUNDREDTH, SECONDS_PER_HUNDREDTH


def rounded(seconds: int) -> Decimal:
    """The nearest hundredth of an hour, half up."""
    return _hours(_nearest(seconds))


def apportion(seconds: Mapping[str, int], fixed: Mapping[str, Decimal] | None = None) -> dict[str, Decimal]:
    """Hours of each row, by its name. Those in `fixed` cannot be changed any more and stay as they are: the others
    make up for what they have too much or too little, as far as a hundredth each goes."""
    stand = {name: hours for name, hours in (fixed or {}).items() if name in seconds}
    loose = {name: each for name, each in seconds.items() if name not in stand}
    goal = _nearest(sum(seconds.values())) - sum(int(hours / HUNDREDTH) for hours in stand.values())
    down = {name: each // SECONDS_PER_HUNDREDTH for name, each in loose.items()}
    left = goal - sum(down.values())
    lost = [name for name, each in loose.items() if each % SECONDS_PER_HUNDREDTH]
    lost.sort(key=lambda name: (-(loose[name] % SECONDS_PER_HUNDREDTH), name))
    up = frozenset(lost[: max(left, 0)])
    return stand | {name: _hours(each + (name in up)) for name, each in down.items()}


def _nearest(seconds: int) -> int:
    return (seconds + SECONDS_PER_HUNDREDTH // 2) // SECONDS_PER_HUNDREDTH


def _hours(hundredths: int) -> Decimal:
    return hundredths * HUNDREDTH
