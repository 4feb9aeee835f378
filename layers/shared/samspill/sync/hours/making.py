"""Activities that are missing: made in Tripletex where the settings allow, or only imagined for a preview."""

from samspill.exceptions import DataRefused
from samspill.model.hours import Activity
from samspill.sync.desk import Desk
from samspill.sync.hours.converting import Make, by_name
from samspill.sync.hours.gathering import Maker
from samspill.sync.hours.peers import timesheet


def making(desk: Desk) -> Maker:
    """Create it. One whose answer was lost before is found by its name, which only one can have."""

    def make(wanted: Make) -> Activity | None:
        desk.guard()
        try:
            return timesheet(desk).create_activity(wanted.name, wanted.type)
        except DataRefused:
            timesheet(desk).look_again()
            found = by_name(wanted.name, timesheet(desk).activities())
            return found if found is not None and found.type is wanted.type and not found.disabled else None

    return make


def imagined(wanted: Make) -> Activity:
    """As it would be; its id says that there is none yet."""
    return Activity(id=f"+{wanted.name}", name=wanted.name, type=wanted.type)
