"""Stock that start-up could not book before going live: a person confirms it, for goods have moved since."""

from datetime import timedelta
from decimal import Decimal

import pytest

from samspill.model.changes import RecordKey
from samspill.model.kinds import Kind, Side
from samspill.model.problems import Choice, Problem
from samspill.sync.start_up.stock_round import book_stock
from tests.fakes.hostile import RowFault
from tests.fakes.starting_up import FOLDER, StartingCompany

TEN = Decimal(10)


def key_of(company: StartingCompany) -> RecordKey:
    """The stock of the only product."""
    (product,) = company.tripletex.records[Kind.PRODUCT].values()
    return RecordKey(kind=Kind.STOCK, side=Side.TRIPLETEX, id=product.id)


def problem_of(company: StartingCompany) -> Problem:
    """The problem with its stock."""
    problem = company.stores.journal.problem_of(key_of(company))
    assert problem is not None
    return problem


def refused_at_start_up(company: StartingCompany, *, received: int = 0) -> str:
    """A product whose 10 the app refused at start-up; live since, with so many received and counted in the app. The
    reason for the refusal is gone."""
    product = company.pair("1", "10")
    company.warehouse.refused.add(product)
    company.book()
    company.warehouse.refused.clear()
    company.go_live()
    company.warehouse.move(product, Decimal(received))
    return product


def cut_off_at_start_up(company: StartingCompany, *faults: RowFault | None, received: int = 500) -> str:
    """A product whose booking got lost in these ways at the end of start-up; live since, so many were received."""
    product = company.pair("1", "10")
    company.warehouse.faults = list(faults)
    book_stock(company.desk, company.shelf, FOLDER, company.later())
    company.go_live()
    company.warehouse.move(product, Decimal(received))
    company.work()
    return product


@pytest.fixture
def company() -> StartingCompany:
    return StartingCompany()


def test_trying_again_once_live_leaves_what_the_app_has_counted_since(company: StartingCompany) -> None:
    product = refused_at_start_up(company, received=500)
    company.try_again(key_of(company))
    assert company.warehouse.on_shelf(product) == 500


def test_a_person_is_shown_what_start_up_would_add_and_what_both_have_now(company: StartingCompany) -> None:
    refused_at_start_up(company, received=500)
    company.try_again(key_of(company))
    problem = problem_of(company)
    figures = {name: problem.facts[name] for name in ("quantity", "in_app", "in_tripletex")}
    assert (problem.code, figures) == ("stock_late", {"quantity": "10", "in_app": "500", "in_tripletex": "10"})


def test_what_a_person_confirms_is_added_to_what_is_there(company: StartingCompany) -> None:
    product = refused_at_start_up(company, received=500)
    company.try_again(key_of(company))
    company.choose(key_of(company), Choice.CREATE)
    assert (company.warehouse.on_shelf(product), company.booked) == (Decimal(510), [TEN])
    assert company.stores.journal.problem_of(key_of(company)) is None


def test_goods_that_move_between_the_question_and_the_answer_do_not_change_what_is_added(
    company: StartingCompany,
) -> None:
    product = refused_at_start_up(company, received=500)
    company.try_again(key_of(company))
    company.warehouse.move(product, Decimal(-20))
    company.choose(key_of(company), Choice.CREATE)
    assert company.warehouse.on_shelf(product) == 490


def test_asking_twice_still_shows_what_start_up_would_have_added(company: StartingCompany) -> None:
    product = refused_at_start_up(company, received=500)
    company.try_again(key_of(company))
    company.warehouse.move(product, Decimal(-20))
    company.try_again(key_of(company))
    assert problem_of(company).facts["quantity"] == "10"


def test_what_a_person_leaves_out_once_live_stays_as_it_is(company: StartingCompany) -> None:
    product = refused_at_start_up(company, received=500)
    company.try_again(key_of(company))
    company.choose(key_of(company), Choice.LEAVE_OUT)
    assert (company.warehouse.on_shelf(product), company.booked) == (Decimal(500), [])


def test_a_product_that_start_up_could_not_look_at_is_asked_about_with_what_is_missing_now(
    company: StartingCompany,
) -> None:
    product = company.pair("1", "10", "4")
    company.go_live()
    company.try_again(key_of(company))
    assert (problem_of(company).facts["quantity"], company.warehouse.on_shelf(product)) == ("6", Decimal(4))


def test_an_answer_to_an_earlier_question_confirms_nothing(company: StartingCompany) -> None:
    """It was given before the connection was live, about something else. Seen to fail with any CREATE taken."""
    product = company.pair("1", "10")
    company.warehouse.refused.add(product)
    company.choose(key_of(company), Choice.CREATE)
    company.warehouse.refused.clear()
    company.go_live()
    company.warehouse.move(product, Decimal(500))
    company.try_again(key_of(company))
    assert (problem_of(company).code, company.warehouse.on_shelf(product)) == ("stock_late", Decimal(500))
    company.try_again(key_of(company))
    assert company.warehouse.on_shelf(product) == 500


@pytest.mark.parametrize(
    "faults",
    [(None, RowFault.NEVER), (RowFault.DONE,), (RowFault.NEVER,)],
    ids=["draft not booked", "draft whose answer was lost", "never made"],
)
def test_what_was_begun_before_going_live_is_finished_by_a_person_only(
    company: StartingCompany, faults: tuple[RowFault | None, ...]
) -> None:
    product = cut_off_at_start_up(company, *faults)
    assert (problem_of(company).code, company.warehouse.on_shelf(product)) == ("stock_late", Decimal(500))
    company.choose(key_of(company), Choice.CREATE)
    assert (company.warehouse.on_shelf(product), company.booked) == (Decimal(510), [TEN])


@pytest.mark.parametrize("faults", [(None, RowFault.NEVER), (RowFault.DONE,), (RowFault.NEVER,)])
def test_what_was_under_way_is_finished_by_itself_when_nothing_has_moved(
    company: StartingCompany, faults: tuple[RowFault | None, ...]
) -> None:
    product = cut_off_at_start_up(company, *faults, received=0)
    assert (company.warehouse.on_shelf(product), company.booked) == (TEN, [TEN])


def test_an_equal_figure_says_nothing_months_later(company: StartingCompany) -> None:
    """Somebody may have entered the goods by hand and sold them. Seen to fail without a limit in time."""
    product = refused_at_start_up(company)
    company.now += timedelta(days=90)
    company.try_again(key_of(company))
    assert (problem_of(company).code, company.warehouse.on_shelf(product)) == ("stock_late", Decimal(0))


def test_what_was_booked_just_before_going_live_is_found_and_nobody_is_asked(company: StartingCompany) -> None:
    product = cut_off_at_start_up(company, None, RowFault.DONE)
    assert company.stores.journal.problem_of(key_of(company)) is None
    assert (company.warehouse.on_shelf(product), company.booked) == (Decimal(510), [TEN])


def test_a_confirmed_booking_whose_answer_is_lost_is_booked_once(company: StartingCompany) -> None:
    product = refused_at_start_up(company, received=500)
    company.try_again(key_of(company))
    company.warehouse.faults = [RowFault.DONE, RowFault.DONE]
    company.choose(key_of(company), Choice.CREATE)
    assert (company.warehouse.on_shelf(product), company.booked) == (Decimal(510), [TEN])
