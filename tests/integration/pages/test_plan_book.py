"""The rows of a plan as they are kept for people."""

import pytest

from samspill.model.connection import Connection
from samspill.model.plan import PlanRow, RowOutcome
from samspill.tasks import plan_rows
from samspill.tasks.plan_book import ROWS, keep_book, open_book
from samspill.tasks.plan_index import Filter
from samspill.tasks.plan_partners import look_for
from samspill.tasks.refusals import Refused
from tests.integration.api.bench import Bench
from tests.integration.pages.browser import Browser
from tests.integration.pages.planned import in_review, planned_row


@pytest.fixture
def connection(bench: Bench) -> Connection:
    return in_review(bench)


def test_a_plan_that_was_made_before_rows_had_an_index_gets_one_when_it_is_looked_at(
    bench: Bench, browser: Browser, connection: Connection
) -> None:
    bench.app.plans.delete_prefix(f"{connection.id}/plan/shown/")
    browser.sign_in(connection)
    assert "10072 Kafé Kråka" in browser.get(f"/pages/{connection.id}/plan").read.links
    assert bench.app.plans.keys(f"{connection.id}/plan/shown/")


def test_a_page_of_rows_reads_neither_all_rows_nor_what_is_searched_in(
    bench: Bench, browser: Browser, connection: Connection
) -> None:
    for key in bench.app.plans.keys(f"{connection.id}/plan/"):
        if key.endswith(("/texts.gz", "/rows.jsonl.gz")):
            bench.app.plans.delete_prefix(key)
    browser.sign_in(connection)
    assert "10072 Kafé Kråka" in browser.get(f"/pages/{connection.id}/plan?kind=customer").read.links


def test_rows_of_an_earlier_plan_are_let_go_of_once_there_is_another(bench: Bench, connection: Connection) -> None:
    before = bench.app.plans.keys(f"{connection.id}/plan/shown/")
    plan = plan_rows.plan_of(bench.app, connection).model_copy(update={"hash": "another"})
    bench.app.plans.put_json(f"{connection.id}/plan/plan.json", plan)
    open_book(bench.app, connection, plan)
    keep_book(bench.app, connection, plan)
    kept = bench.app.plans.keys(f"{connection.id}/plan/shown/")
    assert not set(before) & set(kept)


def test_rows_that_are_not_of_the_plan_that_was_read_are_never_kept_under_its_name(
    bench: Bench, connection: Connection
) -> None:
    older = plan_rows.plan_of(bench.app, connection).model_copy(update={"hash": "older"})
    with pytest.raises(Refused, match="plan_changed"):
        open_book(bench.app, connection, older)
    assert not any("/older/" in key for key in bench.app.plans.keys(f"{connection.id}/plan/shown/"))


def test_the_rows_found_are_those_of_the_machines_own_file(bench: Bench, connection: Connection) -> None:
    rows = list(bench.app.plans.rows(f"{connection.id}/{ROWS}", PlanRow))
    book = open_book(bench.app, connection, plan_rows.plan_of(bench.app, connection))
    assert book.page(Filter(), 0, 1000)[0] == rows
    held = [each for each in rows if each.outcome is RowOutcome.HELD]
    assert book.page(Filter(outcome=RowOutcome.HELD), 0, 1000)[0] == held
    assert [book.row(each.id) for each in rows] == rows


@pytest.mark.parametrize(
    ("q", "first"), [("Fjordfisk AS", "Fjord Fisk"), ("10072", "Kafé Kråka"), ("kafe", "Kafé Kråka")]
)
def test_a_partner_is_looked_for_by_number_by_part_of_the_name_and_by_one_that_is_like_it(
    bench: Bench, connection: Connection, q: str, first: str
) -> None:
    book = open_book(bench.app, connection, plan_rows.plan_of(bench.app, connection))
    found = look_for(book, planned_row(bench, connection, "Fjordfisk AS"), q)
    assert found[0].side.name == first


def test_who_has_a_partner_in_the_plan_is_not_looked_for(bench: Bench, connection: Connection) -> None:
    book = open_book(bench.app, connection, plan_rows.plan_of(bench.app, connection))
    assert look_for(book, planned_row(bench, connection, "Kafé Kråka"), "Ås Bygg AS") == []
    assert look_for(book, planned_row(bench, connection, "Kafé Kråka"), "  ") == []
