"""What must be true of hours once nothing is under way any more, whatever happened before."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from samspill.model.hours import SECONDS_PER_HUNDREDTH, Day, Entry, LedgerRow
from samspill.model.kinds import Kind
from samspill.model.problems import CATALOGUE
from samspill.sync.hours.apportioning import rounded
from samspill.sync.hours.stops import line_key, row_line
from tests.fakes.hours_site import HoursSite

HUNDREDTH = Decimal("0.01")


@dataclass
class Hands:
    """What persons did by hand in Tripletex: rows they made, as they left them, rows of ours that they changed or
    deleted, and rows of theirs about which they answered that ours count. `files` are the files they confirmed, and
    `filed` what those state in the end, by the entry's id."""

    booked: dict[str, tuple[Decimal, str]] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    given: set[str] = field(default_factory=set)
    files: list[str] = field(default_factory=list)
    filed: dict[str, Entry] = field(default_factory=dict)


def broken_promises(site: HoursSite, hands: Hands) -> dict[str, list[str]]:
    """By promise, where it is broken."""
    return {
        "no entry is in two rows": list(_twice(site)),
        "a row has what its entries give, to the hundredth": list(_unequal(site)),
        "a day neither gains nor loses": list(_gained(site, hands, tolerated=True)),
        "a row stands as the ledger says": list(_not_as_said(site)),
        "nothing of ours stands that the ledger does not know": list(_unknown(site, hands)),
        "nothing of a person's is touched": list(_touched(site, hands)),
        "hours are under whom their employee is linked with": list(_strangers(site)),
        "what is approved stands, is held, or is out for a reason": list(_lost(site, hands)),
        "what stands is entered, approved and on that day": list(_groundless(site, hands)),
        "the app knows what the books have": list(_unmarked(site)),
        "what is held is told, and nothing else": list(_untold(site)),
        "nothing is under way": list(_under_way(site)),
    }


def gained(site: HoursSite, hands: Hands) -> list[str]:
    """Days whose sum is another than that of their entries, although every row could be written."""
    return list(_gained(site, hands, tolerated=False))


def at_rest(site: HoursSite) -> list[str]:
    """What is held although nothing is in the way any more."""
    return [
        f"{ledger.day} {held.line}: {held.code} {dict(held.facts)}"
        for ledger in site.ledgers()
        for held in ledger.held
        if held.code not in ("left_out", "hours_exported_before", "hours_without_project")
    ]


def _rows(site: HoursSite) -> Iterator[tuple[Day, LedgerRow]]:
    for ledger in site.ledgers():
        for row in ledger.rows:
            yield ledger.day, row


def _held(site: HoursSite) -> set[str]:
    """Entries that are held somewhere."""
    return {entry for ledger in site.ledgers() for held in ledger.held for entry in held.entries}


def _asked(site: HoursSite) -> set[tuple[Day, str]]:
    return {(ledger.day, held.line) for ledger in site.ledgers() for held in ledger.held}


def _twice(site: HoursSite) -> Iterator[str]:
    counted = Counter(entry for _, row in _rows(site) for entry in row.seconds)
    return (f"{entry} {times} times" for entry, times in counted.items() if times > 1)


def _unequal(site: HoursSite) -> Iterator[str]:
    for day, row in _rows(site):
        if row.theirs is None and (day, row_line(row.key)) not in _asked(site):
            exact = Decimal(sum(row.seconds.values())) / 3600
            if abs(row.ours - exact) >= HUNDREDTH:
                yield f"{day} {row.key}: {row.ours} for {exact}"


def _gained(site: HoursSite, hands: Hands, *, tolerated: bool) -> Iterator[str]:
    """Days of which nothing is held and nothing is a person's. While a row cannot be changed, as much as its share of
    the rounding is `tolerated`: nobody is asked about a hundredth of an hour."""
    held = _held(site)
    for ledger in site.ledgers():
        if ledger.held or any(row.theirs is not None for row in ledger.rows):
            continue
        ours = sum((row.ours for row in ledger.rows), Decimal(0))
        entered = [e for e in _all(site, hands).values() if e.day == ledger.day and _is_to_stand(e)]
        if any(entry.id in held or _must_wait(site, entry) for entry in entered):
            continue
        exact = rounded(sum(entry.seconds for entry in entered))
        if abs(ours - exact) > (HUNDREDTH * len(ledger.rows) if tolerated else 0):
            yield f"{ledger.day}: {ours} for {exact}"


def _not_as_said(site: HoursSite) -> Iterator[str]:
    asked = _asked(site)
    for day, row in _rows(site):
        if (day, row_line(row.key)) in asked:
            continue
        there = next((each for each in site.sheet.sheet.values() if each.key == row.key), None)
        stands = there.hours if there is not None else None
        said = row.base.hours if row.base is not None else None
        if stands != said:
            yield f"{day} {row.key}: {stands}, and the ledger says {said}"


def _unknown(site: HoursSite, hands: Hands) -> Iterator[str]:
    known = {row.id for _, row in _rows(site)}
    for row in site.sheet.sheet.values():
        if row.id in site.sheet.made and row.id not in known and row.id not in hands.changed:
            yield f"{row.key}: {row.hours}"


def _touched(site: HoursSite, hands: Hands) -> Iterator[str]:
    for row_id, left in hands.booked.items():
        row = site.sheet.sheet.get(row_id)
        stands = (row.hours, row.comment) if row is not None else None
        if row_id not in hands.given and stands != left:
            yield f"{row_id}: {stands}, left as {left}"


def _strangers(site: HoursSite) -> Iterator[str]:
    asked = _asked(site)
    for day, row in _rows(site):
        linked = site.their_id(day.employee)
        if row.key.employee != linked and row.theirs is None and (day, row_line(row.key)) not in asked:
            yield f"{day} {row.key}: linked with {linked}"


def _lost(site: HoursSite, hands: Hands) -> Iterator[str]:
    standing = {entry: row for _, row in _rows(site) for entry in row.seconds}
    held = _held(site)
    for entry in _all(site, hands).values():
        if not _is_to_stand(entry) or entry.id in held or _must_wait(site, entry):
            continue
        row = standing.get(entry.id)
        if row is None and entry.seconds >= SECONDS_PER_HUNDREDTH:
            yield f"{entry.id} on {entry.day} of {entry.seconds} s"
        if row is not None and row.theirs is None and row.seconds[entry.id] != entry.seconds:
            yield f"{entry.id}: {row.seconds[entry.id]} s stand for {entry.seconds} s"


def _all(site: HoursSite, hands: Hands) -> dict[str, Entry]:
    """What people entered in the app, and what files state."""
    return {**site.entries.entered, **hands.filed}


def _must_wait(site: HoursSite, entry: Entry) -> bool:
    """Whether a row of that day and person is another day's still, and held there: after people were linked
    otherwise. A person is asked about that one."""
    linked = site.their_id(entry.employee)
    claims = site.stores.hours.claims  # type: ignore[attr-defined]
    return any(
        (key.employee, key.on) == (linked, entry.on) and owner != entry.day and (owner, row_line(key)) in _asked(site)
        for key, owner in claims.items()
    )


def _is_to_stand(entry: Entry) -> bool:
    """Marked as exported by somebody else, hours stay out: the ledger then holds them with a note."""
    return entry.approved and entry.seconds > 0 and (entry.project is not None or entry.tag is not None)


def _groundless(site: HoursSite, hands: Hands) -> Iterator[str]:
    asked, held = _asked(site), _held(site)
    for day, row in _rows(site):
        if row.theirs is not None or (day, row_line(row.key)) in asked:
            continue
        for entry_id in row.seconds:
            entry = _all(site, hands).get(entry_id)
            if entry_id not in held and (entry is None or not _is_to_stand(entry) or entry.day != day):
                yield f"{day} {row.key}: {entry}"


def _unmarked(site: HoursSite) -> Iterator[str]:
    held = _held(site)
    standing = {entry for _, row in _rows(site) for entry in row.seconds}
    for entry in site.entries.entered.values():
        if entry.id in standing and entry.id not in held and not entry.exported:
            yield f"{entry.id} stands, and is not marked"
        if entry.id not in standing and entry.id not in held and entry.exported:
            yield f"{entry.id} is marked, and does not stand"


def _untold(site: HoursSite) -> Iterator[str]:
    journal = site.stores.journal
    telling = {
        line_key(ledger.day, held.line): held.code
        for ledger in site.ledgers()
        for held in ledger.held
        if not CATALOGUE[held.code].note
    }
    for key, code in telling.items():
        problem = journal.problem_of(key)
        if problem is None or problem.code != code:
            yield f"{key.id} is held as {code}, told is {problem.code if problem else None}"
    for problem in journal.problems(kind=Kind.HOURS, limit=1000)[0]:
        if problem.key not in telling:
            yield f"{problem.key.id}: {problem.code} is told, and not held"


def _under_way(site: HoursSite) -> Iterator[str]:
    return (f"{day} {row.key}: {row.intent}" for day, row in _rows(site) if row.intent is not None)
