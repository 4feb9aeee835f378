"""How hours travel from the app into Tripletex' timesheet, a batch of days at a time.

days      a day, or a line of one, is worked on; an entry only says on which days something changed
gather    the ledger, what people entered, links, activities, projects, what stands there
plan      pure: select -> convert -> share out -> compare -> send / correct / remove / adopt / wait / hold
begin     the ledger with what is about to be written; answers that are carried out are used up
write     what goes, what changes, what is new
settle    the ledger with what came of it; problems, fates, history; then the app is told what the books have
"""

from collections.abc import Sequence
from datetime import datetime

from samspill.model.changes import Priority, RecordKey
from samspill.model.hours import Day, is_day
from samspill.model.kinds import Kind, Side
from samspill.sync.desk import Desk, Finished, Later, Result
from samspill.sync.engine import Worked
from samspill.sync.hours.beginning import Begun, begin
from samspill.sync.hours.ending import due
from samspill.sync.hours.gathering import gather
from samspill.sync.hours.making import making
from samspill.sync.hours.news import take_news
from samspill.sync.hours.planning import plan
from samspill.sync.hours.settling import settle
from samspill.sync.hours.stops import day_key
from samspill.sync.hours.writing import write


def work_on_hours(desk: Desk, ids: Sequence[str], until: datetime) -> Worked:
    """Work on days and lines of days now; entries only make their days due (`news`). What time does not suffice for
    until `until` (UTC) stays due. Raises what the systems raise, with everything that was done written down."""
    keys = {each: RecordKey(kind=Kind.HOURS, side=Side.APP, id=each) for each in dict.fromkeys(ids)}
    days = {each: Day.parse(each) for each in keys if is_day(each)}
    results: dict[RecordKey, Result] = {}
    groups: set[str] = set()
    news = [each for each in keys if each not in days]
    if news:
        take_news(desk, news)
        results |= {keys[each]: Finished() for each in news}
    if desk.clock() >= until:
        return Worked(results | {keys[each]: Later(desk.clock(), counts=False) for each in days})
    wanted = sorted(set(days.values()), key=lambda day: (day.employee, day.on))
    ends = _work_on(desk, wanted, until, groups) if wanted else {}
    for each, day in days.items():
        end = ends[day]
        results[keys[each]] = end if str(day) == each else Finished()
        if str(day) != each and str(day) not in keys and not isinstance(end, Finished):
            desk.stores.inbox.put(day_key(day), due_at=due(end), priority=Priority.CHANGE)
    return Worked(results, frozenset(groups))


def _work_on(desk: Desk, days: Sequence[Day], until: datetime, groups: set[str]) -> dict[Day, Result]:
    """Begins as many days as a third of the time suffices for: the rest is for writing them and what came of it."""
    ends: dict[Day, Result] = {}
    started: list[Begun] = []
    enough = desk.clock() + (until - desk.clock()) / 3
    for case in gather(desk, days, making(desk)):
        if started and desk.clock() >= enough:
            ends[case.day] = Later(desk.clock(), counts=False)
            continue
        beginning = begin(desk, plan(case))
        if isinstance(beginning, Begun):
            started.append(beginning)
        else:
            ends[case.day] = beginning
    written = write(desk, [each.plan for each in started], until)
    return ends | settle(desk, started, written, groups)
