"""Laws of the merge and of the normalisers."""

from hypothesis import given
from hypothesis import strategies as st

from samspill.integrations.svenn import CUSTOMER
from samspill.model import normalise
from samspill.model.kinds import Kind, Side
from samspill.model.links import Half, Link
from samspill.model.records import Customer, Record
from samspill.model.settings import Policy
from samspill.sync.merge import merge

A, T = Side.APP, Side.TRIPLETEX
TEXTS = st.one_of(st.none(), st.sampled_from(["", " ", "a", "A ", "b", "22334455", "+4722334455", "æ ø", "æ  ø"]))
VALUES = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("name", "email", "phone", "city", "organization_number"), TEXTS)
)
POLICIES = st.sampled_from([Policy.TRIPLETEX, Policy.APP, Policy.NEWEST])


def link(bases: dict[Side, dict[str, str | None]]) -> Link:
    return Link(
        id="l",
        connection="c",
        kind=Kind.CUSTOMER,
        tripletex=Half(id="1", base=bases[T]),
        app=Half(id="2", base=bases[A]),
    )


def merged(values: dict[Side, dict[str, str | None]], bases: dict[Side, dict[str, str | None]], policy: Policy):  # type: ignore[no-untyped-def]
    records: dict[Side, Record] = {side: Customer.model_validate({"id": side.value, **values[side]}) for side in Side}
    return merge(CUSTOMER, link(bases), records, policy, lambda _side, _kind, _id: None)


SIDES = st.fixed_dictionaries({T: VALUES, A: VALUES})


@given(values=SIDES, bases=SIDES, policy=POLICIES)
def test_a_field_is_written_to_one_side_at_most(values, bases, policy) -> None:  # type: ignore[no-untyped-def]
    result = merged(values, bases, policy)
    assert not set(result.patches[T]) & set(result.patches[A])


@given(values=SIDES, bases=SIDES, policy=POLICIES)
def test_after_the_writes_a_second_merge_writes_nothing(values, bases, policy) -> None:  # type: ignore[no-untyped-def]
    result = merged(values, bases, policy)
    after = {side: {**values[side], **result.patches[side]} for side in Side}
    names = {name for side in Side for name in (*result.patches[side], *result.bases[side])}
    moved = {s: {**bases[s], **{n: after[s][n] for n in names if n in after[s]}} for s in Side}
    assert not merged(after, moved, policy).writes


@given(values=SIDES, bases=SIDES, policy=POLICIES)
def test_what_one_side_does_not_tell_is_never_written_anywhere(values, bases, policy) -> None:  # type: ignore[no-untyped-def]
    result = merged(values, bases, policy)
    told = set(values[T]) & set(values[A])
    assert set(result.patches[T]) | set(result.patches[A]) <= told


@given(values=SIDES, policy=POLICIES)
def test_a_first_link_never_overwrites_something_with_nothing(values, policy) -> None:  # type: ignore[no-untyped-def]
    result = merged(values, {T: {}, A: {}}, policy)
    for side in Side:
        for name, value in result.patches[side].items():
            assert CUSTOMER.field(name).normalise(value) is not None


@given(value=TEXTS)
def test_normalising_twice_is_normalising_once(value: str | None) -> None:
    for one in (normalise.text, normalise.folded, normalise.number, normalise.organization_number, normalise.phone):
        assert one(one(value)) == one(value)
