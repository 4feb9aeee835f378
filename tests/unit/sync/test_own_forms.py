"""A peer may store a value in a form of its own. Each side is compared with what it said itself: that is no edit."""

import pytest

from samspill.model.kinds import Kind, Side
from samspill.model.records import Record
from tests.fakes.company import A, SmallCompany, T
from tests.fakes.systems import MemorySystem

C = Kind.CUSTOMER
LONG, CUT = "Ås Bygg og Anlegg AS", "Ås Bygg og"


class CuttingSystem(MemorySystem):
    """Stores ten letters of a name and says nothing of it."""

    def put(self, kind: Kind, **values: object) -> Record:
        return super().put(kind, **_cut(values))

    def edit(self, kind: Kind, record_id: str, **values: object) -> Record:
        return super().edit(kind, record_id, **_cut(values))


def _cut(values: dict[str, object]) -> dict[str, object]:
    return {**values, "name": str(values["name"])[:10]} if "name" in values else values


@pytest.fixture
def company() -> SmallCompany:
    company = SmallCompany()
    company.app = CuttingSystem(A)
    company.systems[A] = company.app
    return company


def settled_after(company: SmallCompany, record: Record, side: Side) -> tuple[str, str]:
    """Both names, after the other side told what it made of the change and both registers were compared."""
    company.changed(record, side)
    company.settle()
    company.changed(company.partner(record, side), side.other)
    company.settle()
    company.reconcile()
    return company.tripletex.records[C][record.id].label, company.partner(record, T).label


def test_a_name_that_the_other_side_cut_when_it_was_created_is_no_edit(company: SmallCompany) -> None:
    """Seen to fail with one base for both sides."""
    record = company.tripletex.put(C, number="10001", name=LONG)
    assert settled_after(company, record, T) == (LONG, CUT)


def test_a_name_that_the_other_side_cut_when_it_was_changed_is_no_edit(company: SmallCompany) -> None:
    """Seen to fail with what was sent taken for what was stored."""
    record = company.tripletex.put(C, number="10001", name="Ås Bygg")
    settled_after(company, record, T)
    company.tripletex.edit(C, record.id, name=LONG)
    assert settled_after(company, record, T) == (LONG, CUT)


def test_an_edit_of_a_cut_name_crosses_like_any(company: SmallCompany) -> None:
    record = company.tripletex.put(C, number="10001", name=LONG)
    settled_after(company, record, T)
    company.app.edit(C, company.partner(record, T).id, name="Ås Hus AS")
    assert settled_after(company, record, T) == ("Ås Hus AS", "Ås Hus AS")
