"""What an approval comes to, with what people have decided."""

from samspill.model.changes import RecordKey
from samspill.model.history import Decision
from samspill.model.kinds import Kind, Side
from samspill.model.plan import KindSummary, Overwrite, PlanRow, RowOutcome, RowSide
from samspill.model.problems import Choice
from samspill.tasks.plan_index import Indexing
from samspill.tasks.plan_numbers import KindNumbers, Numbers, numbers
from tests.fakes.company import START


def row(record: str, outcome: RowOutcome, source: Side = Side.TRIPLETEX, kind: Kind = Kind.CUSTOMER) -> PlanRow:
    side = RowSide(id=record, name=record, fingerprint="f")
    change = Overwrite(side=Side.APP, field="name", old="a", new="b")
    return PlanRow(
        id=f"{kind.value}.{source.value}.{record}", kind=kind, outcome=outcome, source=source, tripletex=side,
        overwrites=(change,) if outcome is RowOutcome.LINK else (),
    )  # fmt: skip


LINKED = row("1", RowOutcome.LINK)
UNCLEAR = row("2", RowOutcome.AMBIGUOUS)
NEW_IN_APP = row("3", RowOutcome.CREATE_IN_APP)
NEW_IN_TRIPLETEX = row("a3", RowOutcome.CREATE_IN_TRIPLETEX, Side.APP)
PERSON = row("7", RowOutcome.CREATE_IN_APP, kind=Kind.EMPLOYEE)


def decided(row: PlanRow, choice: Choice, partner: str | None = None, *, planned: bool = False) -> Decision:
    key = RecordKey(kind=row.kind, side=row.source, id=row.id.rsplit(".", 1)[1])
    return Decision(connection="c", key=key, choice=choice, partner=partner, by="Ola", at=START, planned=planned)


def counted(*decisions: Decision) -> Numbers:
    indexing, rows = Indexing(), (LINKED, UNCLEAR, NEW_IN_APP, NEW_IN_TRIPLETEX, PERSON)
    list(indexing.parts(rows))
    return numbers(indexing.index((0, 1)), indexing.ids, decisions, [KindSummary(kind=Kind.CUSTOMER)])


def customers(*decisions: Decision) -> KindNumbers:
    return counted(*decisions).kinds[0]


def test_without_decisions_the_numbers_are_the_plans() -> None:
    found = counted()
    assert [each.kind for each in found.kinds] == [Kind.CUSTOMER, Kind.EMPLOYEE]
    assert (found.created(Side.APP), found.created(Side.TRIPLETEX)) == (2, 1)
    assert (found.changed(Side.APP), found.changed(Side.TRIPLETEX)) == (1, 0)
    assert (found.total(RowOutcome.AMBIGUOUS), found.decided) == (1, 0)


def test_people_created_in_the_app_cost_a_licence_and_a_mail() -> None:
    assert counted().people == 1
    assert counted(decided(PERSON, Choice.LEAVE_OUT)).people == 0


def test_a_question_answered_by_create_is_created_on_the_other_side() -> None:
    found = customers(decided(UNCLEAR, Choice.CREATE))
    assert (found.created(Side.APP), found.outcomes.get(RowOutcome.AMBIGUOUS, 0)) == (2, 0)


def test_a_link_with_a_record_that_would_have_been_created_takes_its_row_along() -> None:
    found = customers(decided(NEW_IN_APP, Choice.LINK, "a3"))
    assert (found.created(Side.APP), found.created(Side.TRIPLETEX)) == (0, 0)
    assert (found.outcomes[RowOutcome.LINK], found.links_decided) == (2, 1)


def test_both_halves_linked_with_each_other_are_one_pair() -> None:
    found = customers(decided(NEW_IN_APP, Choice.LINK, "a3"), decided(NEW_IN_TRIPLETEX, Choice.LINK, "3"))
    assert (found.outcomes[RowOutcome.LINK], found.links_decided) == (2, 1)


def test_what_is_left_out_changes_nothing_any_more() -> None:
    found = customers(decided(LINKED, Choice.LEAVE_OUT))
    assert (found.outcomes.get(RowOutcome.LINK, 0), found.changed.get(Side.APP, 0)) == (0, 0)
    assert found.outcomes[RowOutcome.SKIPPED] == 1


def test_what_the_plan_was_made_with_is_not_counted_twice() -> None:
    assert customers(decided(LINKED, Choice.LINK, "a1")) == customers()


def test_decisions_about_records_that_are_no_rows_do_not_count() -> None:
    assert counted(decided(row("9", RowOutcome.LINK), Choice.LEAVE_OUT)) == counted()


def test_what_an_earlier_approval_owes_is_nobodys_decision_now() -> None:
    assert counted(decided(UNCLEAR, Choice.CREATE, planned=True)) == counted()
