"""Hours that came by file and hours of the app for the same: the app's are held until a person says which count."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from samspill.model.hours import Entry
from samspill.model.problems import Choice
from samspill.sync.hours.assigning import Place
from samspill.sync.hours.cases import DayCase
from samspill.sync.hours.selecting import slot_of
from samspill.sync.hours.stops import LEFT_OUT, Held

BY_FILE = "hours_came_by_file"
FROM_APP = "hours_file_from_app"


@dataclass(frozen=True)
class Filed:
    """Places with the stops that files bring about, and what is left of the day's files. `answered` are lines whose
    answer was carried out."""

    places: tuple[Place, ...]
    filed: tuple[Entry, ...]
    answered: frozenset[str] = frozenset()


def sort_out(case: DayCase) -> Filed:
    """Hold what the app enters for a slot, or a row, that is fed by file; and what a file says of hours that the app
    has sent already."""
    sent = {entry for row in case.ledger.rows for entry in row.entries}
    fresh = [place for place in case.places if place.entry.id not in sent]
    of_app = [place for place in case.places if place.entry.id in sent and place.entry.origin is None]
    too_late = [place for place in fresh if place.entry.origin is not None and _meets(place, of_app)]
    by_file = [place for place in case.places if place.entry.origin is not None and place not in too_late]
    met = [place for place in fresh if place.entry.origin is None and _meets(place, by_file)]
    replaced = [place for place in met if case.asked(place.line).answer(BY_FILE, "") is Choice.REPLACE]
    gone = {place.entry.id for place in by_file if _meets(place, replaced)}
    stops = {place.entry.id: Held(FROM_APP) for place in too_late}
    stops |= {place.entry.id: _stopped(case, place) for place in met if place not in replaced}
    return Filed(
        tuple(_with(place, stops.get(place.entry.id)) for place in case.places if place.entry.id not in gone),
        tuple(each for each in case.ledger.filed if each.id not in gone),
        frozenset(place.line for place in replaced),
    )


def _meets(place: Place, others: Sequence[Place]) -> bool:
    """Whether it is about what one of the others is about: the same slot, or the same row."""
    key = place.target.key
    return any(
        slot_of(each.entry) == slot_of(place.entry) or (key is not None and each.target.key == key) for each in others
    )


def _with(place: Place, stop: Held | None) -> Place:
    return place if stop is None else replace(place, target=replace(place.target, stop=stop))


def _stopped(case: DayCase, place: Place) -> Held:
    asked = case.asked(place.line)
    left_out = asked.left_out or asked.answer(BY_FILE, "") is Choice.LEAVE_OUT
    return Held(LEFT_OUT) if left_out else Held(BY_FILE)
