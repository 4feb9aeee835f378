"""A process that looks at the firm's hours, or sends them, as the background does it: `preview` or `send`.

Adapters over loopback, the real runs and the real engine; the ledger is in this process's memory (an embedded
DynamoDB would be measured else), the shelf in a folder. Says what it took as JSON: the peak of the process's memory
(RSS) with everything that Python itself needs included.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from time import perf_counter, sleep
from typing import Any

from samspill.integrations.svenn import INTEGRATION
from samspill.model.connection import Company, Connection
from samspill.model.hours import Day
from samspill.model.hours_runs import Run, RunKind
from samspill.model.kinds import Kind, Side
from samspill.model.links import Half, Link
from samspill.model.settings import Settings
from samspill.model.settings_hours import HourSettings
from samspill.model.status import Status
from samspill.sync.desk import Desk
from samspill.sync.hours.engine import work_on_hours
from samspill.sync.hours.run_files import RunFiles
from samspill.sync.hours.runs import begin, go_on
from samspill.systems.svenn.system import SvennSystem
from samspill.systems.tripletex.system import TripletexSystem
from sandbox.tripletex.world import TEST_CONSUMER
from tests.fakes.large import FolderShelf
from tests.fakes.memory_sessions import MemoryPermits, MemoryTokenCache
from tests.fakes.memory_stores import memory_stores
from tests.performance.hours.firm import Firm

#: No slice ends, so that nothing but the work itself is measured.
_NEVER = datetime(9000, 1, 1, tzinfo=UTC)


def _clock() -> datetime:
    return datetime.now(UTC)


def desk_of(firm: Firm, folder: Path) -> Desk:
    """Where the background works at the firm's hours."""
    ids, stores = count(1), memory_stores("c1")
    for kind, here, there in firm.links:
        halves = {"app": Half(id=here), "tripletex": Half(id=there)}
        stores.links.add(Link.model_validate({"id": f"l{next(ids)}", "connection": "c1", "kind": kind, **halves}))
    common: dict[str, Any] = {"permits": MemoryPermits(), "clock": _clock, "sleep": sleep, "random": lambda: 0.5}
    tripletex = TripletexSystem(
        f"{firm.tripletex_url}/v2", (TEST_CONSUMER,), firm.tripletex_key, tokens=MemoryTokenCache(_clock), **common
    )
    svenn = SvennSystem(f"{firm.svenn_url}/v1", firm.svenn_key, **common)
    return Desk(
        connection=_connection(firm), integration=INTEGRATION,
        systems={Side.APP: svenn, Side.TRIPLETEX: tripletex}, stores=stores, shelf=FolderShelf(folder),
        clock=_clock, new_id=lambda: f"id{next(ids)}", guard=lambda: None,
    )  # fmt: skip


def _connection(firm: Firm) -> Connection:
    begun = datetime.combine(firm.first, datetime.min.time(), UTC)
    settings = Settings(kinds={Kind.HOURS: True}, hours=HourSettings(since=firm.first))
    return Connection(
        id="c1", integration="svenn", status=Status.ACTIVE, live=True, live_since=begun,
        organization_number="999999999", settings=settings, created_at=begun, updated_at=begun,
        tripletex_company=Company(id=str(firm.tripletex_company), name="Storbygg AS"),
        app_company=Company(id=firm.svenn_account, name="Storbygg AS"),
    )  # fmt: skip


def preview(desk: Desk, first: date, last: date) -> Run:
    """Look at a period, from beginning to end."""
    return _through(desk, _run(RunKind.PREVIEW, first, last, unlisted=first))


def send(desk: Desk, first: date, last: date) -> Run:
    """Send what the preview has shown, chunk by chunk as the worker takes it."""
    files = RunFiles(desk.shelf, desk.connection.id)
    shown = files.get(RunKind.PREVIEW.value)
    days = (day for chunk in range(1, shown.chunks + 1) for day in files.days(shown, chunk))
    run = _through(desk, _run(RunKind.SEND, first, last, unlisted=None), days)
    for chunk in range(1, run.chunks + 1):
        work_on_hours(desk, [str(day) for day in files.days(run, chunk)], _NEVER)
    return run


def _run(kind: RunKind, first: date, last: date, unlisted: date | None) -> Run:
    return Run(id=kind.value, kind=kind, by="", first=first, last=last, unlisted=unlisted, created_at=_clock())


def _through(desk: Desk, run: Run, days: Iterable[Day] = ()) -> Run:
    return go_on(desk, begin(desk, run, days), _NEVER)


_WORK = {RunKind.PREVIEW: preview, RunKind.SEND: send}


def main(what: str, file: str, folder: str, last: str) -> None:
    """Do it and say what it took."""
    firm = Firm.model_validate_json(Path(file).read_text())
    desk = desk_of(firm, Path(folder))
    begun = perf_counter()
    run = _WORK[RunKind(what)](desk, firm.first, date.fromisoformat(last))
    told = {"days": run.days, "hours": {move.value: str(hours) for move, hours in run.hours.items()}}
    print(json.dumps({**told, "seconds": perf_counter() - begun, "megabytes": peak()}))


def peak() -> float:
    """Megabytes. What getrusage tells would begin with the peak of the process that started this one."""
    (line,) = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:")]
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
