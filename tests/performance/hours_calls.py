"""How many calls it takes to send a month's hours of 500 people, 50,000 entries, against the fewest that could do.

Svenn and Tripletex are the sandboxes over loopback. First the month is previewed, in a process of its own whose peak
of memory is told beside that of a preview of its first two days; then what was shown is sent. Counted is every call
of sending.

The fewest: ceil(n / 1000) pages of the entries, one reading of what stands for each list of people that an address
can hold (nothing may be booked on top of somebody's hours), one for each week and one for each such list for the
approved months, ceil(r / 100) lists for the rows made, ceil(n / 1000) calls that mark the entries.
"""

import json
import math
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from local.bench import Benchmark, Measured
from local.peers import Json
from local.processes import ROOT
from local.sandboxes import Sandboxes
from tests.performance.hours.firm import DAYS, ENTRIES, PEOPLE, Firm, found

#: Entries in a page and in a call that marks; rows in a list; ids of people that an address of Tripletex can hold.
PAGE, ROWS, IDS = 1000, 100, 150
WEEKS = 4


class NotSent(Exception):
    """What stands in Tripletex is not what was entered: the figures mean nothing."""


def measure(workdir: Path) -> Measured:
    """Preview, send, compare."""
    sandboxes = Sandboxes.start(workdir)
    try:
        firm = found(sandboxes)
        file = workdir / "firm.json"
        file.write_text(firm.model_dump_json())
        little = _run("preview", file, workdir / "two-days", DAYS[1])
        before = _calls(sandboxes)
        preview = _run("preview", file, workdir / "month", firm.last)
        between = _calls(sandboxes)
        sent = _run("send", file, workdir / "month", firm.last)
        calls = _calls(sandboxes) - between
        rows = _compare(sandboxes, firm)
    finally:
        sandboxes.stop()
    fewest = _fewest(rows)
    total, least = calls.total(), sum(fewest.values())
    return Measured(
        total / least,
        {
            "calls ÷ fewest": f"{total} ÷ {least}",
            "calls": dict(sorted(calls.items())),
            "fewest": fewest,
            "entries": ENTRIES,
            "rows": rows,
            "preview": f"{preview['megabytes']:.0f} MB, {preview['seconds']:.1f} s, "
            f"{(between - before).total()} calls",
            "preview of the first two days": f"{little['megabytes']:.0f} MB, {little['seconds']:.1f} s",
            "sending": f"{sent['megabytes']:.0f} MB with the ledger in memory, {sent['seconds']:.1f} s",
        },
    )


def _run(what: str, file: Path, folder: Path, last: object) -> Json:
    folder.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "tests.performance.hours.at_work", what, str(file), str(folder), str(last)]
    ran = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    if ran.returncode:
        raise NotSent(ran.stderr[-2000:])
    told: Json = json.loads(ran.stdout)
    return told


def _calls(sandboxes: Sandboxes) -> Counter[str]:
    tripletex = {f"tripletex {route}": n for route, n in sandboxes.tripletex.calls().items()}
    return Counter(tripletex | {f"svenn {route}": n for route, n in sandboxes.svenn.calls().items()})


def _fewest(rows: int) -> Mapping[str, int]:
    people = math.ceil(PEOPLE / IDS)
    return {
        "pages of entries": math.ceil(ENTRIES / PAGE),
        "readings of what stands": people,
        "readings of approved weeks and months": WEEKS + people,
        "lists of rows": math.ceil(rows / ROWS),
        "marks": math.ceil(ENTRIES / PAGE),
    }


def _compare(sandboxes: Sandboxes, firm: Firm) -> int:
    """How many rows there are. Raises NotSent unless each day of each person has its hours, to the hundredth, and
    each entry is marked."""
    person = {here: there for kind, here, there in firm.links if kind == "employee"}
    seconds: dict[tuple[str, str], int] = defaultdict(int)
    entries = sandboxes.svenn.rows(firm.svenn_account)["time-entries"]
    for entry in entries:
        seconds[person[str(entry["employee_id"])], entry["date"]] += entry["seconds"]
    rows = sandboxes.tripletex.rows(firm.tripletex_company, "timesheet/entry")
    hours: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in rows:
        hours[str(row["employee"]["id"]), row["date"]] += Decimal(str(row["hours"]))
    wrong = [
        day for day, total in seconds.items() if hours.get(day) != (Decimal(total) / 3600).quantize(
            Decimal("0.01"), ROUND_HALF_UP
        )
    ]  # fmt: skip
    unmarked = sum(not entry["exported"] for entry in entries)
    if wrong or unmarked or hours.keys() != seconds.keys():
        raise NotSent(f"{len(wrong)} days differ, {unmarked} entries are not marked")
    return len(rows)


BENCHMARK = Benchmark("hours-calls", "calls ÷ fewest", 1.2, "lower", measure)
