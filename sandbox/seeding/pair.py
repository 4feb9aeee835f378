"""A company as it stands in Tripletex and in Svenn on the day the two are to be connected."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.seeding import svenn_rows, tripletex_rows
from sandbox.seeding.customers import make_customers
from sandbox.seeding.dirt import Dirt, Planted, Planter
from sandbox.seeding.employees import make_employees
from sandbox.seeding.makers import RecordMaker
from sandbox.seeding.projects import make_projects
from sandbox.seeding.records import Job
from sandbox.seeding.slots import Side, Slot, rows

SeedRows = dict[str, list[dict[str, object]]]


@dataclass(frozen=True)
class Pair:
    """Seed rows for both sides, by collection, and what is wrong with them."""

    tripletex: SeedRows
    svenn: SeedRows
    planted: tuple[Planted, ...]


def make_pair(
    *, customers: int, projects: int, employees: int, overlap: float, seed: int, dirt: Dirt | None = None
) -> Pair:
    """Two believable Norwegian registers; the same arguments always give the same pair.

    Each figure is the number of rows on EACH side; the share `overlap` (0 to 1) of each kind stands on both
    sides under one number, some with small differences, and the rest on one side under a number of its own.
    `dirt` (default: `Dirt()`, a little of everything) takes its rows from among them. Raises ValueError for
    projects without employees: a Tripletex project needs a manager.
    """
    if not 0 <= overlap <= 1 or min(customers, projects, employees) < 0:
        raise ValueError("overlap is a share from 0 to 1, and no figure is below 0")
    if projects and not employees:
        raise ValueError("a Tripletex project needs a manager: make at least one employee")
    dirt = Dirt() if dirt is None else dirt
    randomness = random.Random(seed)
    planter, maker = Planter(randomness), RecordMaker(randomness)
    people = make_employees(employees, overlap, dirt, planter, maker, randomness)
    companies = make_customers(customers, overlap, dirt, planter, maker, randomness)
    jobs = make_projects(projects, overlap, dirt, planter, maker, randomness, companies, people)
    return Pair(
        tripletex={
            "employees": [tripletex_rows.employee_row(row) for row in rows(people, "tripletex")],
            "customers": [tripletex_rows.customer_row(row) for row in rows(companies, "tripletex")],
            "projects": [tripletex_rows.project_row(row) for row in _parents_first(jobs, "tripletex")],
        },
        svenn={
            "employees": [svenn_rows.employee_row(row) for row in rows(people, "app")],
            "customers": [svenn_rows.customer_row(row) for row in rows(companies, "app")],
            "projects": [svenn_rows.project_row(row) for row in _parents_first(jobs, "app")],
        },
        planted=tuple(planter.planted),
    )


def _parents_first(jobs: Sequence[Slot[Job]], side: Side) -> list[Job]:
    return sorted(rows(jobs, side), key=lambda job: job.parent is not None)
