"""What the peers were asked, read from the exchanges the sandboxes record: which calls, how many rows they wrote."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from local.peers import Json

KINDS = ("customer", "project", "employee")
_RECORDS = re.compile(rf"/v\d/({'|'.join(KINDS)})s?(/.*)?")
#: Query parameters that page or shape a list; any other one picks rows out of it.
_SHAPING = frozenset({"from", "count", "sorting", "fields", "isInactive", "limit", "cursor", "include_deleted"})


class Sort(StrEnum):
    """What a call is for. `register`: a page of a whole register; `lookup`: some records by id, number or e-mail;
    `setup`: keys, rights, capabilities, webhooks."""

    REGISTER = "register"
    LOOKUP = "lookup"
    WRITE = "write"
    SETUP = "setup"


@dataclass(frozen=True)
class Call:
    """One call. For writes: how many rows it created, and the ids of those it updated."""

    server: str
    sort: Sort
    text: str
    kind: str = ""
    created: int = 0
    updated: tuple[str, ...] = ()


class Traffic:
    """All calls recorded in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def mark(self) -> Mapping[Path, int]:
        """This moment."""
        return {path: path.stat().st_size for path in self._folder.glob("*.jsonl")}

    def between(self, mark: Mapping[Path, int], until: Mapping[Path, int]) -> list[Call]:
        """The calls after `mark` up to `until`: one server after the other, each in the order of its answers."""
        calls = []
        for path, end in sorted(until.items()):
            with path.open("rb") as file:
                file.seek(mark.get(path, 0))
                calls += [_call(json.loads(line)) for line in file.read(end - mark.get(path, 0)).splitlines()]
        return calls


def counted(calls: Iterable[Call]) -> dict[str, int]:
    """How many calls of each sort."""
    return dict(sorted(Counter(call.sort.value for call in calls).items()))


def _call(line: Json) -> Call:
    method, path, query = line["method"], line["path"], dict(line["query"])
    text = f"{method} {path}?{'&'.join(f'{name}={value}' for name, value in query.items())}"
    found = _RECORDS.fullmatch(path)
    # A write to nobody only asks for the right to write.
    if found is None or path.endswith("/0"):
        return Call(line["server"], Sort.SETUP, text)
    kind = found[1]
    if method == "GET":
        return Call(line["server"], _read(found[2], query), text, kind)
    created, updated = _rows(method, path, line)
    return Call(line["server"], Sort.WRITE, text, kind, created, tuple(updated))


def _read(below: str | None, query: Mapping[str, str]) -> Sort:
    if query.get("count") == "1" or query.get("limit") == "1" or "assignableProjectManagers" in query:
        return Sort.SETUP
    return Sort.LOOKUP if below or query.keys() - _SHAPING else Sort.REGISTER


def _rows(method: str, path: str, line: Json) -> tuple[int, Sequence[str]]:
    """How many rows a write created, and which it updated. A batch of Svenn's tells it row by row."""
    sent, answered = line["request"], line["response"]
    if line["status"] >= 300:
        return 0, ()
    if isinstance(sent, dict) and isinstance(sent.get("operations"), list):
        done = {each["key"] for each in answered["results"] if each["status"] < 300}
        rows = [row for row in sent["operations"] if row["key"] in done]
        return sum(row["op"] == "create" for row in rows), [row["id"] for row in rows if row["op"] == "update"]
    if method == "POST":
        return (len(sent) if isinstance(sent, list) else 1), ()
    return 0, [str(row["id"]) for row in sent] if isinstance(sent, list) else [path.rsplit("/", 1)[-1]]
