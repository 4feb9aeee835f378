"""How many calls a first sync makes, against the fewest that could do: register reads of the snapshot, and the writes
of both phases. What else it asks (keys and webhooks, looking again before it writes, verifying, catching up) is told
beside it.

The fewest: floor(n / 1000) + 1 for each list query over n rows (Tripletex lists active and inactive customers
apart), and ceil(m / 100) for each kind, side and sort of write that wrote m rows. Tripletex has no list endpoint for
updating employees: those calls count as they are.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from local.bench import Benchmark, Measured
from local.companies import Company, Size
from local.equality import compare
from local.traffic import Call, Sort, Traffic, counted
from local.world import World
from sandbox.seeding import Dirt

SIZE = Size(customers=1000, projects=300, employees=100)
PAGE, BATCH = 1000, 100
#: What cannot be written in batches.
ONE_BY_ONE = ("tripletex", "employee", "update")


class NotEqual(Exception):
    """Both sides are not equal after the first sync: how many calls it took means nothing then."""


def measure(workdir: Path) -> Measured:
    """One journey from two keys to both sides equal."""
    with World.start(workdir, record=True) as world:
        assert world.sandboxes.exchanges is not None
        traffic = Traffic(world.sandboxes.exchanges)
        company = world.found("Stor Entreprenør AS", SIZE, Dirt(), seed=3)
        queries = _queries(world, company)
        begun = traffic.mark()
        connected = world.product.turn_on(company.order())
        connected.until(lambda c: c["status"] == "in_review", "plan", 300)
        planned = traffic.mark()
        for_staff = connected.as_seen_by(world.staff)
        for_staff.approve(for_staff.plan())
        connected.until(lambda c: c["status"] == "active", "first sync", 900)
        live = traffic.mark()
        connected.until(lambda c: c["counts"]["waiting"] == 0, "catch-up", 300)
        comparison = compare(world, company, connected)
        if comparison.faults:
            raise NotEqual(f"{len(comparison.faults)}: {'; '.join(comparison.faults[:5])}")
        stages = (
            traffic.between(begun, planned), traffic.between(planned, live), traffic.between(live, traffic.mark())
        )  # fmt: skip
        full_read = f"{_fewest_reads(queries)} before, {_fewest_reads(_queries(world, company))} after"
    pairs = {kind.value: count for kind, count in comparison.pairs.items()}
    measured = _measured(queries, *stages)
    details = {**measured.details, "fewest for a full read": full_read, "pairs equal afterwards": pairs}
    return replace(measured, details=details)


def _queries(world: World, company: Company) -> dict[str, int]:
    """How many rows each list query goes over."""
    svenn = world.svenn.rows(company.svenn_id)
    customers = world.tripletex.rows(company.tripletex_id, "customer")
    inactive = sum(bool(row["isInactive"]) for row in customers)
    return {
        **{f"svenn {name}": len(rows) for name, rows in svenn.items()},
        "tripletex active customers": len(customers) - inactive,
        "tripletex inactive customers": inactive,
        **{f"tripletex {kind}s": len(world.tripletex.rows(company.tripletex_id, kind)) for kind in
           ("project", "employee")},
    }  # fmt: skip


def _measured(
    queries: Mapping[str, int], planning: Sequence[Call], phases: Sequence[Call], after: Sequence[Call]
) -> Measured:  # fmt: skip
    reads = sum(call.sort is Sort.REGISTER for call in planning)
    writes = [call for call in phases if call.sort is Sort.WRITE]
    rows = _written(writes)
    fewest_reads = _fewest_reads(queries)
    fewest_writes = sum(_fewest(*key, count) for key, count in rows.items())
    calls, fewest = reads + len(writes), fewest_reads + fewest_writes
    return Measured(
        calls / fewest,
        {
            "calls ÷ fewest": f"{calls} ÷ {fewest}",
            "snapshot": f"{reads} reads, fewest {fewest_reads}",
            "both phases": f"{len(writes)} writes, fewest {fewest_writes}",
            "rows written": {" ".join(key): count for key, count in sorted(rows.items())},
            "one by one": f"{' '.join(ONE_BY_ONE)}: {rows.get(ONE_BY_ONE, 0)} single calls, since Tripletex has no "
            "list endpoint for them",
            "beside it": {
                "set-up": sum(call.sort is Sort.SETUP for call in (*planning, *phases, *after)),
                **_reads(phases),
                **{f"catch-up: {sort}": count for sort, count in counted(after).items() if sort != Sort.SETUP},
            },
        },
    )


def _reads(phases: Sequence[Call]) -> dict[str, int]:
    """What was read between the approval and going live: on each server before its first write (both sides again),
    between its writes, and after its last one (verify)."""
    found: Counter[str] = Counter()
    for server in {call.server for call in phases}:
        calls = [call for call in phases if call.server == server and call.sort is not Sort.SETUP]
        writes = [place for place, call in enumerate(calls) if call.sort is Sort.WRITE] or [0]
        for place, call in enumerate(calls):
            stage = (
                "both sides again" if place < writes[0] else "verify" if place > writes[-1] else "within the phases"
            )
            found[f"{stage}: {call.sort}"] += call.sort is not Sort.WRITE
    return {stage: count for stage, count in sorted(found.items()) if count}


def _written(writes: Sequence[Call]) -> dict[tuple[str, str, str], int]:
    """Rows by server, kind and sort of write; a row that was updated twice is one row."""
    created: Counter[tuple[str, str, str]] = Counter()
    updated: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for call in writes:
        created[call.server, call.kind, "create"] += call.created
        updated[call.server, call.kind, "update"] |= set(call.updated)
    return {key: count for key, count in (created | {k: len(ids) for k, ids in updated.items()}).items() if count}


def _fewest_reads(queries: Mapping[str, int]) -> int:
    return sum(count // PAGE + 1 for count in queries.values())


def _fewest(server: str, kind: str, sort: str, count: int) -> int:
    return count if (server, kind, sort) == ONE_BY_ONE else -(-count // BATCH)


BENCHMARK = Benchmark("first-sync-calls", "calls ÷ fewest", 1.2, "lower", measure)
