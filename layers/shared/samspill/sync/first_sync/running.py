"""Carries the plan out: chunks of 100 rows, one phase a side, each chunk safe to repeat.

phase 1 writes to the app, phase 2 to Tripletex; the same engine as in real time does the work
a row is taken from the snapshot while its versions are those the link knows, else read again
what could not be finished waits in the inbox until the connection is active
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pydantic import BaseModel, ConfigDict

from samspill.exceptions import ConfigurationWrong, GenerationChanged, RateLimited, RetryLater
from samspill.model.changes import Priority, RecordKey
from samspill.model.history import Standing
from samspill.model.kinds import Kind, Side
from samspill.model.links import Link
from samspill.model.plan import PlanRow, RowOutcome
from samspill.model.records import Record
from samspill.sync.case import Case, Hold
from samspill.sync.desk import Desk, Finished, Later, Result
from samspill.sync.engine import Worked, run
from samspill.sync.first_sync.owed import owe
from samspill.sync.gather import decisions_for, gather
from samspill.sync.kept import Kept
from samspill.sync.ports import Shelf
from samspill.sync.reading import fill
from samspill.sync.registers import Registers
from samspill.sync.settle import Settlement

CHUNK = 100
TARGETS = {1: Side.APP, 2: Side.TRIPLETEX}


class ChunkRow(BaseModel):
    """One record to work on: what the plan says and what the snapshot knew of it and of its partner."""

    model_config = ConfigDict(frozen=True)

    plan: PlanRow
    own: Kept
    partner: Kept | None = None

    @property
    def key(self) -> RecordKey:
        """The record."""
        return RecordKey(kind=self.plan.kind, side=self.plan.source, id=self.own.id)

    @property
    def suggested(self) -> tuple[str, ...]:
        """Ids of the look-alikes the plan found."""
        return tuple(side.id for side in self.plan.suggestions)

    @property
    def creates(self) -> bool:
        """Whether something will be created."""
        return self.plan.outcome in (RowOutcome.CREATE_IN_APP, RowOutcome.CREATE_IN_TRIPLETEX)


class ChunkResult(BaseModel):
    """What a chunk came to."""

    model_config = ConfigDict(frozen=True)

    rows: int = 0
    linked: int = 0
    held: int = 0
    later: int = 0


def build_chunks(shelf: Shelf, folder: str, phase: int, kind: Kind) -> list[str]:
    """Write the chunks of one kind and phase; their keys. Rows that write come first, so that batches are full."""
    rows = [
        row for row in shelf.rows(f"{folder}/rows.jsonl.gz", PlanRow) if row.kind is kind and in_phase(row, phase)
    ]
    rows.sort(key=lambda row: (row.outcome, not _writes(row, TARGETS[phase]), row.id))
    keys = []
    with Registers() as registers:
        fill(registers, shelf, f"{folder}/snapshot", kind)
        _overlay(registers, shelf, folder, phase, kind)
        for number, start in enumerate(range(0, len(rows), CHUNK)):
            batch = rows[start : start + CHUNK]
            key = f"{folder}/chunks/{phase}.{kind.value}.{number:05d}.jsonl.gz"
            shelf.put_rows(key, (chunk_row for row in batch if (chunk_row := _chunk_row(row, registers)) is not None))
            keys.append(key)
    return keys


def apply_chunk(desk: Desk, shelf: Shelf, folder: str, phase: int, kind: Kind, chunk: str) -> ChunkResult:
    """Work on one chunk. Raises RateLimited when the limit stopped part of it: repeat the chunk then."""
    desk = replace(desk, targets=frozenset({TARGETS[phase]}), wakes=False, approved=lambda _key: True)
    rows = list(shelf.rows(chunk, ChunkRow))
    stopped = [row for row in rows if row.plan.code is not None]
    running = [row for row in rows if row.plan.code is None]
    parts = [_run(desk, kind, cases) for cases in _cases(desk, kind, running) if cases]
    worked = _merged_work([_stop(desk, stopped), *parts])
    name = chunk.rsplit("/", 1)[-1]
    shelf.put_rows(f"{folder}/seen/{name}", (Kept.of(r) for k, r in worked.seen.items() if k.side is Side.APP))
    unfinished = [key for key, result in worked.results.items() if not isinstance(result, Finished)]
    until = max((r.due_at for r in worked.results.values() if isinstance(r, Later) and not r.counts), default=None)
    if until is not None and until > desk.clock():
        raise RateLimited(until)
    left = [row.plan for row in rows if not _is_linked(worked, row)]
    owe(desk.connection, desk.integration, desk.stores.decisions, left, desk.clock())
    for key in unfinished:
        result = worked.results[key]
        due = result.due_at if isinstance(result, Later) else desk.clock()
        desk.stores.inbox.put(key, due_at=due, priority=Priority.FIRST_SYNC)
    standings = [worked.fates[row.key].standing for row in rows if row.key in worked.fates]
    return ChunkResult(
        rows=len(rows),
        linked=standings.count(Standing.LINKED),
        held=standings.count(Standing.HELD),
        later=len(unfinished),
    )


def _is_linked(worked: Worked, row: ChunkRow) -> bool:
    fate = worked.fates.get(row.key)
    return fate is not None and fate.standing is Standing.LINKED


def _run(desk: Desk, kind: Kind, cases: Sequence[Case]) -> Worked:
    """The engine on these cases; one that breaks it is put into the inbox and stops no other."""
    try:
        return run(desk, kind, cases)
    except (RetryLater, ConfigurationWrong, GenerationChanged):
        raise
    except Exception:  # noqa: BLE001 - whatever a single record does, the others go on
        if len(cases) > 1:
            again = (gather(desk, kind, case.key.side, [case.key.id]) for case in cases)
            return _merged_work([_run(desk, kind, one) for one in again])
        desk.report(cases[0].key)
        return Worked({cases[0].key: Later(desk.clock())}, fates={}, seen={})


def _merged_work(parts: Sequence[Worked]) -> Worked:
    merged = Worked({}, fates={}, seen={})
    for part in parts:
        merged = Worked(
            merged.results | part.results, fates={**merged.fates, **part.fates}, seen={**merged.seen, **part.seen}
        )
    return merged


def in_phase(row: PlanRow, phase: int) -> bool:
    """Whether the row is worked on in that phase; a pair may be in both."""
    if phase == 1:
        return row.source is Side.TRIPLETEX
    return row.source is Side.APP or (row.outcome is RowOutcome.LINK and _writes(row, Side.TRIPLETEX))


def _writes(row: PlanRow, target: Side) -> bool:
    return any(overwrite.side is target for overwrite in row.overwrites)


def _overlay(registers: Registers, shelf: Shelf, folder: str, phase: int, kind: Kind) -> None:
    """In phase 2 the app's records are as phase 1 left them."""
    for key in _seen_keys(shelf, folder, kind) if phase > 1 else ():
        registers.add(Side.APP, shelf.rows(key, Kept))


def _seen_keys(shelf: Shelf, folder: str, kind: Kind) -> Iterable[str]:
    return shelf.keys(f"{folder}/seen/1.{kind.value}.")


def _chunk_row(row: PlanRow, registers: Registers) -> ChunkRow | None:
    own_side, other_side = row.source, row.source.other
    own_row = row.tripletex if own_side is Side.TRIPLETEX else row.app
    partner_row = row.app if own_side is Side.TRIPLETEX else row.tripletex
    own = registers.get(own_side, own_row.id) if own_row else None
    if own is None:
        return None
    partner = registers.get(other_side, partner_row.id) if partner_row else None
    return ChunkRow(plan=row, own=Kept.of(own), partner=Kept.of(partner) if partner else None)


def _stop(desk: Desk, rows: Sequence[ChunkRow]) -> Worked:
    """Write down why these rows do not cross, as the plan said; children of held parents wait in the inbox."""
    settlement = Settlement(desk, desk.stores.journal.fates([row.key for row in rows]))
    for row in rows:
        code = str(row.plan.code)
        if row.plan.outcome is RowOutcome.SKIPPED:
            settlement.skipped(row.key, row.own.record(), code)
        else:
            settlement.held(row.key, row.own.record(), Hold(code, row.plan.facts), suggestions=row.suggested)
    settlement.store()
    waiting: dict[RecordKey, Result] = {
        row.key: Later(desk.clock()) for row in rows if row.plan.code == "parent_held"
    }
    return Worked(waiting, fates=settlement.fates)


def _cases(desk: Desk, kind: Kind, rows: Sequence[ChunkRow]) -> Iterator[list[Case]]:
    """The cases of a chunk: from the snapshot where it still holds, else read again."""
    for side in Side:
        own = [row for row in rows if row.key.side is side]
        links = desk.stores.links.by_ids(kind, side, [row.key.id for row in own]) if own else {}
        begun = desk.stores.intents.open([row.key for row in own]) if own else {}
        stale = [
            row.key.id
            for row in own
            if row.key in begun or ((link := links.get(row.key.id)) is not None and not _fresh(row, link))
        ]
        if stale:
            yield gather(desk, kind, side, stale)
        yield _from_snapshot(desk, kind, side, [row for row in own if row.key.id not in set(stale)], links)


def _from_snapshot(
    desk: Desk, kind: Kind, side: Side, rows: Sequence[ChunkRow], links: dict[str, Link]
) -> list[Case]:
    decisions = decisions_for(desk, kind, side, [row.key.id for row in rows], links) if rows else {}
    newcomers = _newcomers(desk, kind, side.other) if any(row.creates for row in rows) else []
    cases = []
    for row in rows:
        link = links.get(row.key.id)
        partners = [row.partner.record()] if row.partner else []
        candidates = [] if link else [*partners, *(newcomers if row.creates else ())]
        cases.append(
            Case(
                key=row.key,
                own=row.own.record(),
                link=link,
                other=row.partner.record() if link and row.partner else None,
                candidates=candidates,
                decision=decisions.get(row.key.id),
            )
        )
    taken = desk.stores.links.by_ids(kind, side.other, [c.id for case in cases for c in case.candidates])
    return [replace(case, taken=frozenset(taken)) for case in cases]


def _newcomers(desk: Desk, kind: Kind, target: Side) -> list[Record]:
    """Records that came up on the target since the snapshot, as its webhooks told: one may be what would be created.
    What we have created ourselves is linked already; mostly nothing is left, and nobody is asked."""
    key = RecordKey(kind=kind, side=target, id="")
    told = desk.stores.inbox.due(key.group, desk.clock(), limit=10_000)
    ids = [change.key.id for change in told if change.key.kind is kind and change.key.side is target]
    linked = desk.stores.links.by_ids(kind, target, ids) if ids else {}
    unknown = [record_id for record_id in ids if record_id not in linked]
    records = desk.systems[target].get(kind, unknown).values() if unknown else ()
    return [record for record in records if record is not None]


def _fresh(row: ChunkRow, link: Link) -> bool:
    """Whether the snapshot still is what the link knows of both sides."""
    if row.partner is None or row.partner.id != link.half(row.key.side.other).id:
        return False
    own, partner = link.half(row.key.side).version, link.half(row.key.side.other).version
    return own is not None and (own, partner) == (row.own.version, row.partner.version)
