"""The error log: listing, trying again, answering, putting aside."""

from datetime import timedelta

import pytest

from samspill.model.changes import Priority, RecordKey
from samspill.model.connection import Connection
from samspill.model.history import Fate, Standing
from samspill.model.kinds import Kind, Side
from samspill.model.links import Half, Link
from samspill.model.problems import Choice, Problem
from tests.integration.api.bench import Bench
from tests.integration.api.client import Answered


def key(record_id: str, side: Side = Side.APP, kind: Kind = Kind.CUSTOMER) -> RecordKey:
    return RecordKey(kind=kind, side=side, id=record_id)


def opened(bench: Bench, connection: Connection, at: RecordKey, code: str, **changes: object) -> Problem:
    bench.now += timedelta(seconds=1)
    given = {
        "id": "", "connection": connection.id, "key": at, "code": code, "number": at.id, "name": f"Kunde {at.id}",
        "opened_at": bench.now, "seen_at": bench.now, **changes,
    }  # fmt: skip
    return bench.app.stores(connection.id).journal.open_problem(Problem.model_validate(given))


def log(bench: Bench, connection: Connection, **query: object) -> list[str]:
    page = bench.product.get(f"/v1/connections/{connection.id}/problems", **query)
    assert page.status == 200, page.text
    return [problem["record"] for problem in page.json["items"]]


def ask(bench: Bench, connection: Connection, problem: Problem, what: str, body: object = None) -> Answered:
    return bench.product.post(f"/v1/connections/{connection.id}/problems/{problem.id}/{what}", body)


def due(bench: Bench, connection: Connection, group: str = "party") -> list[tuple[str, Priority]]:
    changes = bench.app.stores(connection.id).inbox.due(group, bench.now)
    return [(change.key.id, change.priority) for change in changes]


def test_problems_are_listed_newest_first_and_filtered(bench: Bench) -> None:
    connection = bench.live()
    opened(bench, connection, key("a"), "customer_number_not_numeric")
    opened(bench, connection, key("b"), "ambiguous_look_alike")
    opened(bench, connection, key("p", kind=Kind.PROJECT), "project_without_start_date")
    assert log(bench, connection) == ["p", "b", "a"]
    assert log(bench, connection, kind="customer") == ["b", "a"]
    assert log(bench, connection, code="ambiguous_look_alike") == ["b"]
    assert log(bench, connection, q="kunde A") == ["a"]
    assert log(bench, connection, state="solved") == []


def test_the_log_is_read_page_by_page(bench: Bench) -> None:
    connection = bench.live()
    for name in "abcde":
        opened(bench, connection, key(name), "data_refused")
    path = f"/v1/connections/{connection.id}/problems"
    first = bench.product.get(path, limit=3)
    second = bench.product.get(path, limit=3, cursor=first.json["next"])
    assert [p["record"] for p in (*first.json["items"], *second.json["items"])] == list("edcba")
    assert second.json["next"] is None
    assert bench.product.get(path, cursor="nonsense").json["code"] == "invalid_cursor"


def test_a_problem_says_who_acts_what_may_be_chosen_and_what_the_system_said(bench: Bench) -> None:
    connection = bench.live()
    stores = bench.app.stores(connection.id)
    partner = key("9", Side.TRIPLETEX)
    stores.journal.set_fates([
        Fate(connection=connection.id, key=partner, standing=Standing.HELD, number="10009", name="Hansen & Sønn",
             updated_at=bench.now)
    ])  # fmt: skip
    problem = opened(
        bench, connection, key("a"), "ambiguous_look_alike", suggestions=("9", "8"), technical="HTTP 422 ...",
        facts={"other_name": "Hansen & Sønn"},
    )  # fmt: skip
    shown = bench.product.get(f"/v1/connections/{connection.id}/problems/{problem.id}").json
    assert (shown["actor"], shown["choices"]) == ("customer", ["link", "create", "leave_out"])
    assert shown["technical"] == "HTTP 422 ..."
    assert shown["suggestions"] == [
        {"id": "9", "number": "10009", "name": "Hansen & Sønn"},
        {"id": "8", "number": None, "name": ""},
    ]


def test_trying_again_looks_at_the_record_now_before_all_others(bench: Bench) -> None:
    connection = bench.live()
    problem = opened(bench, connection, key("a"), "data_refused")
    assert ask(bench, connection, problem, "retry").status == 202
    assert due(bench, connection) == [("a", Priority.PERSON)]
    assert bench.wakeups.woken == [(connection.id, "party")]


def test_all_problems_of_a_code_are_tried_again_at_once(bench: Bench) -> None:
    connection = bench.live()
    for name in "abc":
        opened(bench, connection, key(name), "data_refused")
    opened(bench, connection, key("d"), "number_taken")
    answer = bench.product.post(f"/v1/connections/{connection.id}/problems/retry", code="data_refused")
    assert (answer.status, answer.json) == (202, {"count": 3, "more": False})
    assert sorted(due(bench, connection)) == [(name, Priority.PERSON) for name in "abc"]


def test_a_paused_connection_tries_again_when_it_goes_on(bench: Bench) -> None:
    connection = bench.live(status="paused")
    problem = opened(bench, connection, key("a"), "data_refused")
    assert ask(bench, connection, problem, "retry").status == 202
    assert due(bench, connection) == [("a", Priority.PERSON)]
    assert bench.wakeups.woken == []


def test_an_answer_is_kept_and_carried_out(bench: Bench) -> None:
    connection = bench.live()
    problem = opened(bench, connection, key("a"), "ambiguous_look_alike")
    answer = ask(bench, connection, problem, "resolve", {"choice": "link", "partner": "9", "by": "Ola"})
    assert answer.status == 202
    decision = bench.app.stores(connection.id).decisions.get([key("a")])[key("a")]
    assert (decision.choice, decision.partner, decision.by) == (Choice.LINK, "9", "Ola")
    assert due(bench, connection) == [("a", Priority.PERSON)]


def test_what_staff_decide_is_noted_under_their_name(bench: Bench) -> None:
    connection = bench.live()
    problem = opened(bench, connection, key("a"), "ambiguous_look_alike")
    path = f"/v1/connections/{connection.id}/problems/{problem.id}/resolve"
    bench.staff.post(path, {"choice": "create", "by": "Ola"})
    assert bench.app.stores(connection.id).decisions.get([key("a")])[key("a")].by == "kari"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"choice": "recreate"}, "choice_not_possible"),
        ({"choice": "link"}, "partner_required"),
        ({"choice": "create", "partner": "9"}, "partner_not_wanted"),
        ({"choice": "guess"}, "invalid_request"),
    ],
)
def test_an_answer_that_is_no_choice_is_refused(bench: Bench, body: object, code: str) -> None:
    connection = bench.live()
    problem = opened(bench, connection, key("a"), "ambiguous_look_alike")
    answer = ask(bench, connection, problem, "resolve", body)
    assert (answer.status, answer.json["code"]) == (422, code)
    assert bench.app.stores(connection.id).decisions.all() == []


def test_a_partner_that_belongs_to_another_record_is_refused(bench: Bench) -> None:
    connection = bench.live()
    link = Link(id="l1", connection=connection.id, kind=Kind.CUSTOMER, tripletex=Half(id="9"), app=Half(id="b"))
    bench.app.stores(connection.id).links.add(link)
    problem = opened(bench, connection, key("a"), "ambiguous_look_alike")
    answer = ask(bench, connection, problem, "resolve", {"choice": "link", "partner": "9"})
    assert (answer.status, answer.json["code"]) == (409, "partner_taken")


def test_a_solved_problem_has_nothing_left_to_do(bench: Bench) -> None:
    connection = bench.live()
    problem = opened(bench, connection, key("a"), "ambiguous_look_alike")
    bench.app.stores(connection.id).journal.solve(key("a"), bench.now)
    for what, body in (("retry", None), ("ignore", None), ("resolve", {"choice": "create"})):
        assert ask(bench, connection, problem, what, body).json["code"] == "problem_solved"
    shown = bench.product.get(f"/v1/connections/{connection.id}/problems/{problem.id}").json
    assert (shown["state"], shown["choices"]) == ("solved", [])


def test_a_problem_is_put_aside_and_taken_up_again(bench: Bench) -> None:
    connection = bench.live()
    problem = opened(bench, connection, key("a"), "data_refused")
    assert ask(bench, connection, problem, "ignore").json["state"] == "ignored"
    assert log(bench, connection) == []
    assert log(bench, connection, state="ignored") == ["a"]
    assert ask(bench, connection, problem, "unignore").json["state"] == "open"
    assert log(bench, connection) == ["a"]


def test_a_problem_of_another_connection_does_not_exist(bench: Bench) -> None:
    mine, other = bench.live(), bench.live()
    problem = opened(bench, other, key("a"), "data_refused")
    assert ask(bench, mine, problem, "retry").status == 404


def test_a_partner_whose_own_record_may_have_got_another_number_can_be_named(bench: Bench) -> None:
    connection = bench.live()
    link = Link(id="l1", connection=connection.id, kind=Kind.CUSTOMER, tripletex=Half(id="9"), app=Half(id="b"))
    bench.app.stores(connection.id).links.add(link)
    problem = opened(bench, connection, key("a"), "perhaps_renumbered", suggestions=("9",))
    assert ask(bench, connection, problem, "resolve", {"choice": "link", "partner": "9"}).status < 300
    assert bench.app.stores(connection.id).decisions.get([key("a")])[key("a")].partner == "9"
