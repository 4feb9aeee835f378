"""Who and what is meant in a file of hours: people by *Ansatt ID*, projects by *Prosjektnummer* of the app.

Never to the wrong person: a number counts while the name beside it is not clearly another's. Whoever has no number,
or one that is nobody's, is asked about once; the answer is kept in the settings.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from samspill.model import normalise
from samspill.model.hours import Day, Slot
from samspill.model.hours_file import FileRow
from samspill.model.hours_imports import Candidate, ImportRow, UnknownPerson
from samspill.model.kinds import Kind, Side
from samspill.model.records import Employee, Record
from samspill.sync.hours.stating import entry_id
from samspill.sync.likeness import clearly_other
from samspill.sync.ports import System
from samspill.sync.ports.stores import Journal

#: For so many people others are proposed; each costs a look into the register.
_PROPOSED_FOR, _PROPOSALS = 50, 5
_PERSON, _PROJECT, _LEFT_OUT = "hours_file_person", "hours_file_project", "hours_file_left_out"


@dataclass(frozen=True)
class Meaning:
    """Rows with where they go, and people of whom nobody has said who they are."""

    rows: Sequence[ImportRow]
    unknown: tuple[UnknownPerson, ...]

    @property
    def left_out(self) -> int:
        """Rows that go nowhere and stand in nobody's way."""
        return sum(each.code is not None and not each.blocks for each in self.rows)


@dataclass(frozen=True)
class Register:
    """What the app knows. `people` are answers of persons: a name in files, the employee's id; None leaves out."""

    system: System
    journal: Journal
    people: Mapping[str, str | None]


def meaning_of(register: Register, rows: Sequence[FileRow]) -> Meaning:
    """Where each row goes. Raises what the app raises."""
    employees = _by_number(register.system, Kind.EMPLOYEE, (row.employee_number for row in rows))
    project_of = _projects(register, rows)
    read = [_row(row, _person(register.people, employees, row), project_of) for row in rows]
    unknown = sorted((each.row for each in read if each.code == _PERSON), key=person_key)
    groups = [(name, list(of)) for name, of in groupby(unknown, key=person_key)]
    return Meaning(read, tuple(
        _unknown(register, employees, name, of, proposed=place < _PROPOSED_FOR)
        for place, (name, of) in enumerate(groups)
    ))  # fmt: skip


def person_key(row: FileRow) -> str:
    """What a person of a file is called when somebody says who they are."""
    return row.employee_name or row.employee_number


@dataclass(frozen=True)
class _Nobody:
    """Not a person of the app; `code` says why."""

    code: str


def _person(
    people: Mapping[str, str | None], employees: Mapping[str, list[Record]], row: FileRow
) -> str | _Nobody:  # fmt: skip
    of_number = employees.get(row.employee_number, [])
    if len(of_number) == 1 and not _is_another(row.employee_name, of_number[0]):
        return of_number[0].id
    if person_key(row) not in people:
        return _Nobody(_PERSON)
    return people[person_key(row)] or _Nobody(_LEFT_OUT)


def _is_another(name: str, record: Record) -> bool:
    return clearly_other(Kind.EMPLOYEE, Employee(id="", last_name=name), record)


def _row(row: FileRow, person: str | _Nobody, project_of: Callable[[FileRow], str | None]) -> ImportRow:
    if row.code is not None:
        return ImportRow(row=row, code=row.code, facts=row.facts, blocks=True)
    facts = {"row": str(row.line), "name": person_key(row), "number": row.employee_number or "–"}
    if isinstance(person, _Nobody):
        return ImportRow(row=row, code=person.code, facts=facts, blocks=person.code == _PERSON)
    project = project_of(row)
    if project is None and (row.project_number or row.project_name):
        facts["project"] = row.project_number or row.project_name
        return ImportRow(row=row, code=_PROJECT, facts=facts)
    assert row.on is not None
    day = Day(employee=person, on=row.on)
    slot = Slot(project=project, task=row.task or None, tag=row.tag or None)
    return ImportRow(row=row, day=day, slot=slot, entry=entry_id(day, slot))


def _by_number(system: System, kind: Kind, numbers: Iterable[str]) -> dict[str, list[Record]]:
    wanted = {number for number in numbers if number}
    found: dict[str, list[Record]] = {}
    for record in system.find(kind, "number", sorted(wanted)) if wanted else ():
        number = normalise.number(record.number)
        if number in wanted:
            found.setdefault(str(number), []).append(record)
    return found


def _projects(register: Register, rows: Sequence[FileRow]) -> Callable[[FileRow], str | None]:
    """The project of a row: by its number, or where rows have none by its name. Svenn lets several projects have one
    number: then the name must tell which."""
    of_number = _by_number(register.system, Kind.PROJECT, (row.project_number for row in rows))
    named = {row.project_name for row in rows if row.project_name and not row.project_number}
    of_name = {name: _named(register.journal, Kind.PROJECT, name) for name in named}

    def project_of(row: FileRow) -> str | None:
        if not row.project_number:
            ids = of_name.get(row.project_name, [])
            return ids[0].id if len(ids) == 1 else None
        found = of_number.get(row.project_number, [])
        if len(found) > 1:
            name = normalise.folded(row.project_name)
            found = [each for each in found if normalise.folded(each.label) == name]
        return found[0].id if len(found) == 1 else None

    return project_of


def _named(journal: Journal, kind: Kind, name: str) -> list[Candidate]:
    """Records of the app that have exactly this name."""
    fates, _ = journal.search(kind=kind, q=name, limit=_PROPOSALS * 4)
    wanted = normalise.folded(name)
    return [
        Candidate(id=each.key.id, number=each.number, name=each.name)
        for each in fates
        if each.key.side is Side.APP and normalise.folded(each.name) == wanted
    ]


def _unknown(
    register: Register, employees: Mapping[str, list[Record]], name: str, rows: Sequence[FileRow], *, proposed: bool
) -> UnknownPerson:
    number = next((row.employee_number for row in rows if row.employee_number), "")
    candidates = _named(register.journal, Kind.EMPLOYEE, name) if proposed else []
    known = {each.id for each in candidates}
    others = [
        Candidate(id=each.id, number=each.number, name=each.label)
        for each in employees.get(number, [])
        if each.id not in known
    ]
    return UnknownPerson(
        name=name, number=number, rows=len(rows), seconds=sum(row.seconds or 0 for row in rows),
        candidates=(*candidates, *others)[:_PROPOSALS],
    )  # fmt: skip
