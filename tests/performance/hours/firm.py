"""A firm of 500 people with a month of hours in Svenn, all approved, and nothing of them in Tripletex yet."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from pydantic import BaseModel

from local.peers import Json
from local.sandboxes import Sandboxes

SEED = 20261012
PEOPLE, PROJECTS, ENTRIES = 500, 40, 50_000
FIRST = date(2026, 9, 28)
#: Four weeks of five days.
DAYS = tuple(FIRST + timedelta(days=week * 7 + day) for week in range(4) for day in range(5))
TASKS = ("Tømring", "Riving", "Maling", "Rigging", "Kjøring", "Befaring")
_WORDS = ("stue", "bad", "kjøkken", "loft", "vegg", "tak", "vindu", "dør", "trapp", "gulv")
_MANY = 1_000_000


class Firm(BaseModel):
    """The keys of both accounts, and which of their records are the same: (kind, id in Svenn, id in Tripletex)."""

    tripletex_url: str
    tripletex_company: int
    tripletex_key: str
    svenn_url: str
    svenn_account: str
    svenn_key: str
    links: list[tuple[str, str, str]]
    first: date = FIRST
    last: date = DAYS[-1]


def found(sandboxes: Sandboxes) -> Firm:
    """Open and fill both accounts. Limits are out of the way: calls are counted, not waited for."""
    name, key = "Storbygg AS", "test-storbygg"
    tripletex, svenn = sandboxes.tripletex, sandboxes.svenn
    switches = {"rate_limit": _MANY, "session_creation_seconds": 0}
    company = tripletex.open_company({"name": name, "tokens": [{"token": key}], "switches": switches})["id"]
    opened = svenn.open_account(
        {
            "name": name, "organization_number": "999999999", "tokens": [{"token": "svenn-storbygg"}],
            "licence_limit": None, "switches": {"requests_per_minute": _MANY},
        }
    )  # fmt: skip
    tripletex.seed(company, {"employees": list(_people_there()), "projects": list(_projects_there())})
    for task in TASKS:
        kind = {"name": task, "activityType": "PROJECT_GENERAL_ACTIVITY"}
        tripletex.edit(company, "activity", "create", fields=kind)
    svenn.seed(opened["id"], {"employees": list(_people_here()), "projects": list(_projects_here())})
    entries = list(_entries(random.Random(SEED)))
    for start in range(0, len(entries), 5000):
        svenn.seed(opened["id"], {"time_entries": entries[start : start + 5000]})
    here = svenn.rows(opened["id"])
    links = [
        *_same("employee", here["employees"], "number", tripletex.rows(company, "employee"), "employeeNumber"),
        *_same("project", here["projects"], "display_id", tripletex.rows(company, "project"), "number"),
    ]
    return Firm(
        tripletex_url=tripletex.url, tripletex_company=company, tripletex_key=key,
        svenn_url=svenn.url, svenn_account=opened["id"], svenn_key="svenn-storbygg", links=links,
    )  # fmt: skip


def _same(kind: str, here: list[Json], number: str, there: list[Json], field: str) -> Iterator[tuple[str, str, str]]:
    ids = {str(row[field]): str(row["id"]) for row in there if row[field]}
    return ((kind, str(row["id"]), ids[str(row[number])]) for row in here if str(row[number]) in ids)


def _people_there() -> Iterator[Json]:
    return (
        {"employeeNumber": str(n), "firstName": "Kari", "lastName": f"Lie {n}", "email": f"e{n}@storbygg.example"}
        for n in range(1, PEOPLE + 1)
    )


def _people_here() -> Iterator[Json]:
    return (
        {"number": str(n), "first_name": "Kari", "last_name": f"Lie {n}", "email": f"e{n}@storbygg.example"}
        for n in range(1, PEOPLE + 1)
    )


def _projects_there() -> Iterator[Json]:
    return ({"number": str(n), "name": f"Bygg {n}", "startDate": "2026-01-01"} for n in range(100, 100 + PROJECTS))


def _projects_here() -> Iterator[Json]:
    return (
        {"display_id": str(n), "name": f"Bygg {n}", "start_date": "2026-01-01"} for n in range(100, 100 + PROJECTS)
    )


def _entries(chance: random.Random) -> Iterator[Json]:
    """On each day of a person three to seven, of seconds that make thirds of an hour and worse."""
    counts = [chance.randint(3, 7) for _day in range(PEOPLE * len(DAYS))]
    while (over := sum(counts) - ENTRIES) != 0:
        place = chance.randrange(len(counts))
        if over > 0 and counts[place] > 3:
            counts[place] -= 1
        elif over < 0 and counts[place] < 7:
            counts[place] += 1
    for person in range(1, PEOPLE + 1):
        projects = chance.sample(range(100, 100 + PROJECTS), 3)
        for on in DAYS:
            for _entry in range(counts.pop()):
                yield {
                    "employee_number": str(person),
                    "project_display_id": str(chance.choice(projects)),
                    "task": chance.choice(TASKS),
                    "date": on.isoformat(),
                    "seconds": chance.randint(10, 80) * 60,
                    "comment": chance.choice(_WORDS),
                    "approved": True,
                }
