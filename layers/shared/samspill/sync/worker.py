"""Works off what is due in one group of one connection; a change leaves the inbox only when it is done."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import groupby

from samspill.exceptions import ConfigurationWrong, GenerationChanged, RateLimited, RetryLater, VersionConflict
from samspill.model.changes import Change, Priority, RecordKey
from samspill.model.history import Fate, Standing
from samspill.model.kinds import DOCUMENT_GROUPS, GROUPS, Kind, Side
from samspill.model.links import LinkState
from samspill.model.problems import Problem
from samspill.sync import breaker
from samspill.sync.desk import Desk, Finished, Later, Parked, Result, Stopped
from samspill.sync.documents.engine import work_on_documents
from samspill.sync.engine import Worked, work_on
from samspill.sync.errands import ERRANDS, EVEN_OFF
from samspill.sync.first_sync.remainder import APPROVAL, PATIENCE, awaiting
from samspill.sync.hours.engine import work_on_hours
from samspill.sync.hours.run_files import CHUNK as DAYS_AT_ONCE
from samspill.sync.start_up.left_over import LEFT_OVER

BATCH = 100
#: A document takes many calls, and what is done is only put away with its batch. Days of hours are read and written
#: together: lists of Tripletex take a hundred rows.
DOCUMENTS_AT_ONCE = 5
_AT_ONCE = {**dict.fromkeys(DOCUMENT_GROUPS, DOCUMENTS_AT_ONCE), GROUPS[Kind.HOURS]: DAYS_AT_ONCE}
#: After so many failed looks a record is shown as a problem; it is still tried again, ever more rarely.
MANY_TRIES = 8
_FIRST_PAUSE = timedelta(seconds=5)
_LONGEST_PAUSE = timedelta(hours=6)
_ERRAND_PAUSE = timedelta(minutes=5)


@dataclass
class Round:
    """What one call of `work_off` came to. `again`: more is due in this group. `groups`: others have work now.
    `stopped` went over the limit of a breaker just now. `shut_until`: what is due waits for a rate limit (UTC).
    `errands`: those that were tried, by kind, side and name, and why they failed if they did."""

    done: int = 0
    later: int = 0
    stopped: int = 0
    again: bool = False
    groups: frozenset[str] = frozenset()
    shut_until: datetime | None = None
    errands: dict[str, str | None] = field(default_factory=dict)


def work_off(desk: Desk, group: str, until: datetime) -> Round:
    """Take due changes until none is left or the time is `until` (UTC).

    A rate limit ends the round with everything still due: it stands before whatever comes next as well, and writing
    "later" to fifty thousand changes at each reset would cost more than working them off. Raises ConfigurationWrong
    (keys, rights) with everything still in the inbox; GenerationChanged ends quietly.
    """
    total, at_once = Round(), _AT_ONCE.get(group, BATCH)
    while desk.clock() < until:
        changes = desk.stores.inbox.due(group, desk.clock(), at_once)
        if not changes:
            return total
        turn, end = _turn(desk, changes, until, total)
        try:
            _work_on_batch(desk, turn, end, total)
        except GenerationChanged:
            return total
        except RateLimited as error:
            total.shut_until = error.until
            return total
    total.again = desk.stores.inbox.has_due(group, desk.clock())
    return total


def _turn(desk: Desk, changes: Sequence[Change], until: datetime, total: Round) -> tuple[Sequence[Change], datetime]:
    """Who has a turn, and until when: the strongest priority, and within it errands before changes, for a comparison
    of registers answers many of the changes that wait beside it. But a long one gets half of the time once; then the
    changes have theirs, and it rests a moment (`sync.errands.BREATH`), so that they go first in the next slice."""
    strongest = min(change.priority for change in changes)
    errands = [change for change in changes if change.key.id in ERRANDS and change.priority == strongest]
    others = [change for change in changes if change.key.id not in ERRANDS]
    if not others:
        return changes, until
    if not errands or total.errands:
        return others, until
    return errands, desk.clock() + (until - desk.clock()) / 2


def _work_on_batch(desk: Desk, changes: Sequence[Change], until: datetime, total: Round) -> None:
    def sort_key(change: Change) -> tuple[Priority, str, str, str]:
        errand = change.key.id if change.key.id in ERRANDS else ""
        return change.priority, change.key.kind.value, change.key.side.value, errand

    for (priority, kind, side, errand), batch in groupby(sorted(changes, key=sort_key), key=sort_key):
        chosen = _without_the_unapproved(desk, list(batch), total)
        here = desk.at(priority)
        if not errand:  # an errand only looks
            here, chosen, waiting = breaker.let_through(here, Kind(kind), chosen)
            total.later += waiting
        if not chosen:
            continue
        worked = _try(here, Kind(kind), Side(side), chosen, until)
        if errand:
            failed = (each.code for each in worked.results.values() if isinstance(each, Later) and each.code)
            total.errands[f"{kind}#{side}#{errand}"] = next(failed, None)
        total.stopped += sum(isinstance(result, Stopped) for result in worked.results.values())
        total.groups |= worked.groups - {chosen[0].key.group}
        for change in chosen:
            if _put_away(desk, change, worked.results.get(change.key, Finished())):
                total.done += 1
            else:
                total.later += 1


def _without_the_unapproved(desk: Desk, changes: list[Change], total: Round) -> list[Change]:
    """Put away what is of a kind that is off, park what waits for the approval of the remainder; the rest."""
    settings, worked = desk.connection.settings, {*desk.integration.worked, *LEFT_OVER}
    looked_into = desk.integration.registers(settings)  # e.g. that of invoices, for credit notes
    off = [
        change
        for change in changes
        if change.key.kind not in worked
        or not (settings.is_on(change.key.kind) or change.key.kind in looked_into or change.key.id in EVEN_OFF)
    ]
    for change in off:
        desk.stores.inbox.done(change)
    changes = [change for change in changes if change not in off]
    unapproved = awaiting(desk, [change.key for change in changes])
    for change in changes:
        if change.key in unapproved:
            desk.stores.inbox.park(change, APPROVAL, desk.clock() + PATIENCE)
            total.later += 1
    return [change for change in changes if change.key not in unapproved]


def _try(desk: Desk, kind: Kind, side: Side, changes: Sequence[Change], until: datetime) -> Worked:
    """Work on the batch; what cannot be reached now is due later, each by its own number of attempts. An errand waits
    for a rate limit by itself: changes behind it may have a larger share. Else raises RateLimited."""
    errand = ERRANDS.get(changes[0].key.id)
    try:
        if errand is not None:
            return Worked({change.key: errand(desk, change.key, until) for change in changes})
        return _work_on(desk, kind, side, changes, until)
    except RateLimited as error:
        if errand is None:
            raise
        return Worked({change.key: Later(error.until, counts=False, code=error.code) for change in changes})
    except (RetryLater, VersionConflict) as error:
        return Worked({change.key: Later(desk.clock() + _pause(change), code=error.code) for change in changes})
    except (ConfigurationWrong, GenerationChanged):
        raise
    except Exception:  # noqa: BLE001 - a record that breaks us must not stop the others: each alone, the broken one later
        if len(changes) == 1:
            desk.report(changes[0].key)
            return Worked({changes[0].key: Later(desk.clock() + _pause(changes[0]), code="bug")})
        parts = [_try(desk, kind, side, [change], until) for change in changes]
        return Worked(
            {k: r for part in parts for k, r in part.results.items()}, frozenset().union(*(p.groups for p in parts))
        )


def _work_on(desk: Desk, kind: Kind, side: Side, changes: Sequence[Change], until: datetime) -> Worked:
    """Each sort of thing in its own way. Raises what the systems raise."""
    ids = [change.key.id for change in changes]
    desk = replace(desk, noticed={change.key: change.noticed for change in changes if change.noticed is not None})
    if kind is Kind.HOURS:
        return work_on_hours(desk, ids, until)
    if kind in LEFT_OVER:
        return Worked({**LEFT_OVER[kind](desk, ids)})
    if kind.is_document:
        return work_on_documents(desk, kind, ids, until)
    hints = {change.key.id: change.old_number for change in changes if change.old_number is not None}
    return work_on(desk, kind, side, ids, hints)


def _put_away(desk: Desk, change: Change, result: Result) -> bool:
    """Take the change out of the inbox, or leave it there for later. Whether it is done."""
    match result:
        case Parked(waiting_for, until, till_free):
            kept = desk.stores.inbox.park(change, str(waiting_for), until)
            _wake_if_too_late(desk, change, waiting_for, till_free=till_free)
        case Stopped():
            kept = breaker.park(desk, change)
        case Later(due_at, counts):
            attempts = change.attempts + 1 if counts else change.attempts
            due = max(due_at, desk.clock() + _pause(change)) if counts else due_at
            kept = desk.stores.inbox.postpone(change, due, attempts=attempts)
            if attempts == MANY_TRIES and counts and change.key.id not in ERRANDS:  # the connection tells of errands
                _show(desk, change.key)
        case _:
            kept = desk.stores.inbox.done(change)
    if not kept and change.key not in desk.stores.inbox.find([change.key]):
        # Somebody else was at the same change and finished it first: which of us had the last word, nobody knows.
        desk.stores.inbox.put(change.key, due_at=desk.clock(), priority=change.priority)
    return kept and not isinstance(result, Later | Parked | Stopped)


def _wake_if_too_late(desk: Desk, change: Change, parent: RecordKey, *, till_free: bool) -> None:
    """The parent may have been linked, or set free, while the child was being parked: nobody else will wake it."""
    link = desk.stores.links.by_ids(parent.kind, parent.side, [parent.id]).get(parent.id)
    linked = link is not None and link.state is LinkState.LIVE
    if linked is not till_free:
        desk.stores.inbox.put(change.key, due_at=desk.clock(), priority=change.priority)


def pause_after(attempts: int) -> timedelta:
    """At once, then 5 s, 10 s, 20 s ... at the longest six hours."""
    if attempts == 0:
        return timedelta()
    pause: timedelta = _FIRST_PAUSE * (1 << min(attempts - 1, 20))
    return min(pause, _LONGEST_PAUSE)


def _pause(change: Change) -> timedelta:
    """An errand comes again as often as it would by the clock: what it finds is late as it is."""
    pause = pause_after(change.attempts)
    return min(pause, _ERRAND_PAUSE) if change.key.id in ERRANDS else pause


def _show(desk: Desk, key: RecordKey) -> None:
    """After many tries a person should know, although it goes on by itself."""
    now, journal = desk.clock(), desk.stores.journal
    known = journal.fates([key]).get(key)
    number, name = (known.number, known.name) if known else (None, "")
    facts = {"name": name, "number": number or ""}
    journal.open_problem(
        Problem(id="", connection=desk.connection.id, key=key, code="too_many_tries", number=number, name=name,
                facts=facts, opened_at=now, seen_at=now)
    )  # fmt: skip
    fate = Fate(connection=desk.connection.id, key=key, standing=Standing.HELD, code="too_many_tries", number=number,
                name=name, link=known.link if known else None, updated_at=now)  # fmt: skip
    journal.set_fates([fate])
