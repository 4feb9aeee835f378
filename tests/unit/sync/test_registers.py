"""Both registers in a scratch file: found by id, number and near fields."""

from collections.abc import Iterator

import pytest

from samspill.integrations.svenn import INTEGRATION
from samspill.model.kinds import Kind, Side
from samspill.model.records import Customer
from samspill.sync.kept import Kept
from samspill.sync.registers import Registers

T, A = Side.TRIPLETEX, Side.APP
RULE = INTEGRATION.rule(Kind.CUSTOMER)


@pytest.fixture
def registers() -> Iterator[Registers]:
    with Registers(RULE) as registers:
        yield registers


def put(registers: Registers, side: Side, record_id: str, **values: object) -> None:
    registers.add(side, [Kept.of(Customer.model_validate({"id": record_id, **values}))])


def test_a_record_is_found_by_its_id_on_its_own_side_only(registers: Registers) -> None:
    put(registers, T, "1", name="Ås Bygg AS", email=None)
    found = registers.get(T, "1")
    assert found is not None
    assert found.values() == {"name": "Ås Bygg AS", "email": None}
    assert registers.get(A, "1") is None


def test_values_that_mean_the_same_are_found(registers: Registers) -> None:
    put(registers, T, "1", organization_number="NO 987 654 325 MVA", email="Post@As.no", number=" 10001 ")
    for name, value in (("organization_number", "987654325"), ("email", "post@as.no"), ("number", "10001")):
        assert [r.id for r in registers.same(T, name, value)] == ["1"], name


def test_nothing_and_zero_are_no_value_that_two_records_share(registers: Registers) -> None:
    put(registers, T, "1", number="0", email="")
    assert registers.same(T, "number", "0") == []
    assert registers.same(T, "email", None) == []


def test_of_a_row_that_came_twice_the_last_word_counts(registers: Registers) -> None:
    put(registers, T, "1", number="10001", name="Før AS")
    put(registers, T, "1", number="10002", name="Etter AS")
    assert registers.count(T) == 1
    assert registers.same(T, "number", "10001") == []
    assert [r.label for r in registers.same(T, "number", "10002")] == ["Etter AS"]


def test_those_that_are_taken_are_not_free(registers: Registers) -> None:
    for record_id in ("3", "1", "2"):
        put(registers, A, record_id, name="X")
    registers.take(A, "2")
    assert [r.id for r in registers.free(A, "", 10)] == ["1", "3"]
    assert [r.id for r in registers.free(A, "1", 10)] == ["3"]
    assert [r.id for r in registers.free(A, "", 1)] == ["1"]


def test_records_come_by_number_while_others_are_taken(registers: Registers) -> None:
    for record_id, number in (("1", "20"), ("2", None), ("3", "10"), ("4", "10")):
        put(registers, T, record_id, number=number)
    seen = []
    for record in registers.by_number(T):
        registers.take(T, record.id)
        seen.append(record.id)
    assert seen == ["2", "3", "4", "1"]
