"""Whatever goes wrong on the way, the outcome of each row tells the truth about it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from samspill.exceptions import RetryLater
from samspill.model.hours import RowKey, SheetRow
from samspill.sync.ports import Conflict, Uncertain
from samspill.sync.ports.hours import RowDone, RowOutcome
from samspill.systems.tripletex.system import TripletexSystem
from sandbox.hostility.settings import Settings
from tests.integration.systems.tripletex.account import Account
from tests.integration.systems.tripletex.hours import Site, kinds, stated

ODDS = {
    "error_page": 0.02, "error_json": 0.02, "dropped": 0.02, "lost_answer": 0.04, "late_commit": 0.02,
    "batch_partial": 0.2, "normalised": 0.2,
}  # fmt: skip
LIST = 30


@pytest.fixture
def site(account: Account, tripletex: TripletexSystem) -> Site:
    return Site.of(account, tripletex)


def hostile(site: Site, seed: int) -> None:
    site.account.world.hostility.begin(Settings.model_validate({"seed": seed, "odds": ODDS, "late_seconds": 0.05}))


def calm(site: Site) -> dict[RowKey, SheetRow]:
    """All that stands once nothing is late any more."""
    site.account.world.hostility.end()
    site.account.pass_on(60)
    return {row.key: row for row in site.read(days=200)}


def test_rows_that_are_made_are_what_their_outcomes_say(site: Site) -> None:
    seen: set[str] = set()
    theirs = [site.key(1, day) for day in range(0, 120, 7)]
    for day in range(0, 120, 7):
        site.by_somebody(1, day)
    for seed in range(12):
        drafts = [site.draft(seed % 3, day, "6.25") for day in range(seed * LIST // 3, seed * LIST // 3 + LIST)]
        drafts[5] = site.draft(seed % 3, -300, "6.25")
        before = {row.key for row in site.read(days=200)}
        hostile(site, seed)
        outcomes = site.system.create_rows(drafts)
        standing = calm(site)
        seen |= set(kinds(outcomes))
        for draft, outcome in zip(drafts, outcomes, strict=True):
            row = standing.get(draft.key)
            match outcome:
                case RowDone():
                    assert row is not None
                    assert row.hours == draft.wanted.hours
                case Uncertain():
                    assert row is None or draft.key in before or row.hours == draft.wanted.hours
                case _:
                    assert row is None or draft.key in before
    assert all(standing[key].hours == 4 for key in theirs)
    assert {"RowDone", "RowTaken", "Refused", "Uncertain", "NotSent"} <= seen


def changed(outcome: RowOutcome, before: SheetRow, now: SheetRow) -> bool:
    """Whether a row is as its outcome says."""
    wanted = Decimal("3.50")
    match outcome:
        case RowDone():
            return now.hours == wanted
        case Uncertain():
            return now.hours in (before.hours, wanted)
        case Conflict():
            return now.version != before.version
        case _:
            return now == before


def test_rows_that_are_changed_are_what_their_outcomes_say(site: Site) -> None:
    site.system.create_rows([site.draft(person, day) for person in range(3) for day in range(LIST)])
    seen: set[str] = set()
    for seed in range(12):
        every = sorted(calm(site).values(), key=lambda row: str(row.key))[seed % 3 :: 3]
        site.account.by_hand("timesheet/entry", "update", every[7].id, locked=True)
        rows = [row for row in calm(site).values() if row.key in {each.key for each in every}]
        site.account.by_hand("timesheet/entry", "update", every[3].id, hours=seed + 1)
        edited = calm(site)
        hostile(site, seed)
        outcomes = site.system.update_rows([(row, stated("3.50", "Vegg")) for row in rows])
        standing = calm(site)
        seen |= set(kinds(outcomes))
        for row, outcome in zip(rows, outcomes, strict=True):
            now = standing[row.key]
            assert changed(outcome, edited[row.key] if outcome != Conflict() else row, now), (seed, outcome)
        site.account.by_hand("timesheet/entry", "update", every[7].id, locked=False)
        _undo(site, list(standing.values()))
    assert {"RowDone", "Conflict", "Refused", "Uncertain"} <= seen


def _undo(site: Site, rows: list[SheetRow]) -> None:
    now = {row.id: row for row in site.read(days=200)}
    outcomes = site.system.update_rows([(now[row.id], stated("7.50")) for row in rows])
    assert kinds(outcomes) == ["RowDone"] * len(rows)


def test_reading_fails_as_a_whole_or_is_whole(site: Site) -> None:
    site.system.create_rows([site.draft(person, day) for person in range(3) for day in range(LIST)])
    failed = 0
    for seed in range(20):
        hostile(site, seed)
        try:
            rows = site.read(days=200)
        except RetryLater:
            failed += 1
        else:
            assert len(rows) == 3 * LIST
        finally:
            site.account.world.hostility.end()
    assert 0 < failed < 20
