"""Who and what is meant in a file of hours, where numbers are missing, shared, or somebody else's."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from samspill.model.changes import RecordKey
from samspill.model.history import Fate, Standing
from samspill.model.hours import Slot
from samspill.model.hours_file import FileRow
from samspill.model.hours_imports import ImportRow
from samspill.model.kinds import Kind, Side
from samspill.tasks.hours_import_meaning import Meaning, Register, meaning_of
from tests.fakes.memory_journal import MemoryJournal
from tests.fakes.systems import MemorySystem

NOW = datetime(2026, 11, 1, tzinfo=UTC)


@dataclass
class Company:
    """What the app and its register know."""

    system: MemorySystem = field(default_factory=lambda: MemorySystem(Side.APP))
    journal: MemoryJournal = field(default_factory=lambda: MemoryJournal("c1"))

    def person(self, number: str | None, first: str, last: str) -> str:
        return self._known(Kind.EMPLOYEE, number, f"{first} {last}", first_name=first, last_name=last)

    def project(self, number: str | None, name: str) -> str:
        return self._known(Kind.PROJECT, number, name, name=name)

    def meaning(self, *rows: FileRow, people: Mapping[str, str | None] | None = None) -> Meaning:
        return meaning_of(Register(self.system, self.journal, people or {}), rows)

    def only(self, row: FileRow, people: Mapping[str, str | None] | None = None) -> ImportRow:
        (found,) = self.meaning(row, people=people).rows
        return found

    def _known(self, kind: Kind, number: str | None, shown: str, **values: str) -> str:
        record = self.system.put(kind, number=number, **values)
        key = RecordKey(kind=kind, side=Side.APP, id=record.id)
        fate = Fate(connection="c1", key=key, standing=Standing.LINKED, number=number, name=shown, updated_at=NOW)
        self.journal.set_fates([fate])
        return record.id


def row(number: str = "7", name: str = "Kari Lie", **fields: object) -> FileRow:
    given = {"line": 5, "on": date(2026, 10, 12), "seconds": 3600, "employee_number": number, "employee_name": name}
    return FileRow.model_validate({**given, **fields})


def _employee(found: ImportRow) -> str | None:
    return found.day.employee if found.day else None


def test_the_number_decides_while_the_name_fits() -> None:
    company = Company()
    kari = company.person("7", "Kari", "Lie")
    company.person("8", "Kari", "Lie")
    assert [_employee(company.only(row(name=name))) for name in ("Kari Lie", "kari lie", "Lie, Kari", "")] == [
        kari
    ] * 4


def test_two_people_with_one_number_are_asked_about() -> None:
    company = Company()
    company.person("7", "Kari", "Lie")
    company.person("7", "Kari", "Lie")
    meaning = company.meaning(row())
    assert (meaning.rows[0].code, meaning.rows[0].blocks) == ("hours_file_person", True)
    assert len(meaning.unknown[0].candidates) == 2


def test_whoever_has_the_name_is_proposed_but_not_taken() -> None:
    company = Company()
    kari = company.person("7", "Kari", "Lie")
    (person,) = company.meaning(row(number="")).unknown
    assert [each.id for each in person.candidates] == [kari]


def test_an_answer_counts_only_where_the_number_does_not_tell() -> None:
    company = Company()
    kari, ola = company.person("7", "Kari", "Lie"), company.person("8", "Ola", "Moen")
    assert _employee(company.only(row(), {"Kari Lie": ola})) == kari
    assert _employee(company.only(row(number=""), {"Kari Lie": ola})) == ola


def test_a_person_without_a_name_is_asked_about_by_number() -> None:
    assert [each.name for each in Company().meaning(row(name="")).unknown] == ["7"]


def test_whom_somebody_left_out_stands_in_nobodys_way() -> None:
    found = Company().only(row(), {"Kari Lie": None})
    assert (found.code, found.blocks, found.day) == ("hours_file_left_out", False, None)


def test_a_project_is_found_by_its_number_whatever_its_name() -> None:
    company = Company()
    company.person("7", "Kari", "Lie")
    project = company.project("P.1", "Kjøkken")
    found = company.only(row(project_number="P.1", project_name="Kjøkkenet", task="Riving"))
    assert found.slot == Slot(project=project, task="Riving")


def test_of_projects_with_one_number_the_name_tells_which() -> None:
    company = Company()
    company.person("7", "Kari", "Lie")
    company.project("P1", "Kjøkken")
    bath = company.project("P1", "Bad")
    assert company.only(row(project_number="P1", project_name="BAD")).slot == Slot(project=bath)
    assert company.only(row(project_number="P1", project_name="Tak")).code == "hours_file_project"


def test_a_project_without_number_is_found_by_exactly_its_name() -> None:
    company = Company()
    company.person("7", "Kari", "Lie")
    project = company.project(None, "Kjøkken Lie")
    assert company.only(row(project_name="kjøkken lie")).slot == Slot(project=project)
    assert company.only(row(project_name="Kjøkken")).code == "hours_file_project"


def test_hours_beside_all_projects_keep_their_tag() -> None:
    company = Company()
    company.person("7", "Kari", "Lie")
    assert company.only(row(tag="Kurs")).slot == Slot(tag="Kurs")


def test_rows_of_a_slot_are_parts_of_one_entry() -> None:
    company = Company()
    company.person("7", "Kari", "Lie")
    rows = company.meaning(row(tag="Kurs"), row(tag="Kurs", line=6), row(tag="Lager", line=7)).rows
    assert (rows[0].entry == rows[1].entry, rows[0].entry == rows[2].entry) == (True, False)


def test_a_row_that_cannot_be_read_goes_nowhere_and_asks_about_nobody() -> None:
    bad = row(code="hours_file_cell", facts={"row": "5"}, seconds=None)
    meaning = Company().meaning(bad)
    assert (meaning.rows[0].blocks, meaning.unknown, meaning.left_out) == (True, (), 0)
