"""How many calls a first sync makes, against the fewest that could do: register reads of the snapshot, and the writes
of both phases. What else it asks (keys and webhooks, looking again before it writes, verifying, catching up) is told
beside it.

The fewest: floor(n / 1000) + 1 for each list query over n rows (Tripletex lists active and inactive customers
apart), and ceil(m / 100) for each kind, side and sort of write that wrote m rows. Tripletex has no list endpoint for
updating employees: those calls count as they are.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
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
        return _measured(queries, *stages, pairs={kind.value: n for kind, n in comparison.pairs.items()})


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
    queries: Mapping[str, int], planning: Sequence[Call], phases: Sequence[Call], after: Sequence[Call], *,
    pairs: Mapping[str, int],
) -> Measured:  # fmt: skip
    reads = sum(call.sort is Sort.REGISTER for call in planning)
    writes = [call for call in phases if call.sort is Sort.WRITE]
    fewest_reads = sum(count // PAGE + 1 for count in queries.values())
    fewest_writes = sum(_fewest(*key, count) for key, count in _written(writes).items())
    calls, fewest = reads + len(writes), fewest_reads + fewest_writes
    again, looked, verified = _reads_around_writes(phases)
    return Measured(
        calls / fewest,
        {
            "calls ÷ fewest": f"{calls} ÷ {fewest}",
            "snapshot": f"{reads} reads, fewest {fewest_reads}",
            "both phases": f"{len(writes)} writes, fewest {fewest_writes}",
            "rows written": {" ".join(key): count for key, count in sorted(_written(writes).items())},
            "one by one": f"{' '.join(ONE_BY_ONE)}: {_written(writes).get(ONE_BY_ONE, 0)} single calls, "
            "since Tripletex has no list endpoint for them",
            "beside it: set-up": sum(call.sort is Sort.SETUP for call in (*planning, *phases, *after)),
            "beside it: looking up while planning": sum(call.sort is Sort.LOOKUP for call in planning),
            "beside it: both sides again before writing": again,
            "beside it: looking up within the phases": looked,
            "beside it: verify": verified,
            "beside it: catch-up": counted(call for call in after if call.sort is not Sort.SETUP),
            "a full read": fewest_reads,
            "pairs equal afterwards": dict(pairs),
        },
    )  # fmt: skip


def _written(writes: Sequence[Call]) -> dict[tuple[str, str, str], int]:
    """Rows by server, kind and sort of write; a row that was updated twice is one row."""
    created: Counter[tuple[str, str, str]] = Counter()
    updated: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for call in writes:
        created[call.server, call.kind, "create"] += call.created
        updated[call.server, call.kind, "update"] |= set(call.updated)
    return {key: count for key, count in (created | {k: len(ids) for k, ids in updated.items()}).items() if count}


def _fewest(server: str, kind: str, sort: str, count: int) -> int:
    return count if (server, kind, sort) == ONE_BY_ONE else -(-count // BATCH)


def _reads_around_writes(phases: Sequence[Call]) -> tuple[int, int, int]:
    """Reads of records before the first write to their server, between its writes, and after the last."""
    before = between = after = 0
    for server in ("svenn", "tripletex"):
        calls = [call for call in phases if call.server == server and call.sort is not Sort.SETUP]
        places = [place for place, call in enumerate(calls) if call.sort is Sort.WRITE] or [len(calls)]
        # The second reading comes first and is whole; a look-up before the first write belongs to the phases.
        first = next((p for p, call in enumerate(calls) if call.sort is not Sort.REGISTER), len(calls))
        before += first
        between += sum(call.sort is not Sort.WRITE for call in calls[first : places[-1] + 1])
        after += len(calls[places[-1] + 1 :])
    return before, between, after


BENCHMARK = Benchmark("first-sync-calls", "calls ÷ fewest", 1.2, "lower", measure)
