"""What other settings would do to hours: whether they go, of which days, by themselves, as which activities."""

from collections.abc import Iterator

from samspill.model.connection import Connection
from samspill.model.consequences import Code, Consequence
from samspill.model.kinds import Kind
from samspill.model.oslo import day_in_oslo
from samspill.model.settings import Settings
from samspill.model.settings_hours import HourSettings, Sending
from samspill.tasks.foreseeing import Change, one, problems_of, waiting_of


def hours(change: Change) -> Iterator[Consequence]:
    """Nothing for an integration without hours, or while they are off."""
    if Kind.HOURS not in change.integration.offered:
        return
    was, will = change.was.hours, change.will.hours
    since = _with(change, change.will).hours_since.isoformat()
    match change.is_on(Kind.HOURS):
        case (False, True):
            yield one(_goes(will), Kind.HOURS, since=since)
            if _may_double(change):
                yield one(Code.HOURS_FROM_EARLIER, Kind.HOURS, since=since)
        case (True, False):
            problems, at_least = problems_of(change, Kind.HOURS)
            waiting = str(waiting_of(change, Kind.HOURS))
            yield one(Code.HOURS_STOP, Kind.HOURS, at_least=at_least, problems=str(problems), waiting=waiting)
        case (True, True):
            if was.sending is not will.sending:
                by_themselves = will.sending is Sending.AUTOMATIC
                yield one(_goes(will) if by_themselves else Code.HOURS_ON_REQUEST, Kind.HOURS, since=since)
            if _with(change, change.will).hours_since < _with(change, change.was).hours_since:
                yield one(Code.HOURS_FROM_EARLIER, Kind.HOURS, since=since)
            if _activities(was) != _activities(will):
                yield one(Code.HOURS_ACTIVITIES, Kind.HOURS)


def _goes(settings: HourSettings) -> Code:
    return Code.HOURS_BY_THEMSELVES if settings.sending is Sending.AUTOMATIC else Code.HOURS_BEGIN


def _may_double(change: Change) -> bool:
    """Whether hours of days gone by would cross, which people may have entered in Tripletex by hand."""
    return change.connection.live and _with(change, change.will).hours_since < day_in_oslo(change.app.clock())


def _with(change: Change, settings: Settings) -> Connection:
    return change.connection.model_copy(update={"settings": settings})


def _activities(settings: HourSettings) -> tuple[object, ...]:
    return settings.tasks, settings.tags, settings.standard_activity
