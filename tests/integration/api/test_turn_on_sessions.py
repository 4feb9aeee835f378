"""The product sends its user to turn the account's connection on, or to the connection there is."""

import pytest

from samspill.model.kinds import Side
from samspill.tasks import turn_on
from samspill.tasks.page_sessions import enter, visitor_of
from samspill.tasks.refusals import Refused
from samspill.tasks.turn_on import KEPT
from tests.integration.api.bench import Bench, TwoKeys
from tests.integration.api.client import Answered
from tests.integration.api.test_gate import is_problem

PATH = "/v1/page-sessions"


def asked(bench: Bench, company: TwoKeys, **more: object) -> Answered:
    wanted = {
        "app_key": company.app_key, "organization_number": company.number, "contact_email": "post@bygg.example",
        "language": "sv", "by": "Kari Formann", **more,
    }  # fmt: skip
    return bench.product.post(PATH, wanted)


def session(bench: Bench, answer: Answered) -> str:
    assert answer.status == 201, answer.text
    return enter(bench.app, answer.json["url"].rpartition("/")[2])[0].token


def begun(bench: Bench, token: str) -> str:
    visitor = visitor_of(bench.app, token)
    assert visitor is not None
    assert visitor.turn_on is not None
    return visitor.turn_on


def test_a_user_of_an_unconnected_account_gets_an_address_to_turn_it_on(bench: Bench) -> None:
    answer = asked(bench, bench.company())
    assert answer.json["connection"] is None
    visitor = visitor_of(bench.app, session(bench, answer))
    assert visitor is not None
    assert (visitor.by, visitor.language, visitor.connection) == ("Kari Formann", "sv", None)


def test_what_the_product_said_is_the_connections(bench: Bench) -> None:
    company = bench.company()
    made = turn_on.turn_on(
        bench.app, begun(bench, session(bench, asked(bench, company))), company.tripletex_key
    )  # fmt: skip
    assert (made.organization_number, made.contact_email, made.language) == (
        company.number,
        "post@bygg.example",
        "sv",
    )
    assert bench.app.connections.keys(made.id).app == company.app_key


def test_a_session_sees_the_connection_that_was_made_in_it(bench: Bench) -> None:
    company = bench.company()
    token = session(bench, asked(bench, company))
    made = turn_on.turn_on(bench.app, begun(bench, token), company.tripletex_key)
    visitor = visitor_of(bench.app, token)
    assert visitor is not None
    assert visitor.may_see(made.id)


def test_the_apps_key_is_forgotten_once_the_connection_has_it(bench: Bench) -> None:
    company = bench.company()
    turn_on_id = begun(bench, session(bench, asked(bench, company)))
    assert bench.app.turn_ons.app_key(turn_on_id) == company.app_key
    turn_on.turn_on(bench.app, turn_on_id, company.tripletex_key)
    with pytest.raises(Exception, match="not_found"):
        bench.app.turn_ons.app_key(turn_on_id)


def test_an_account_that_is_connected_leads_to_its_connection(bench: Bench) -> None:
    company = bench.company()
    connection = bench.live(company)
    answer = asked(bench, company)
    assert answer.json["connection"] == connection.id
    visitor = visitor_of(bench.app, session(bench, answer))
    assert visitor is not None
    assert visitor.may_see(connection.id)


def test_a_rejected_connection_is_shown_and_one_that_is_off_is_turned_on_anew(bench: Bench) -> None:
    company = bench.company()
    connection = bench.connected(company)
    bench.app.connections.release_claims(connection)
    bench.changed(connection, status="rejected", rejected_reason="Ikke klart.")
    assert asked(bench, company).json["connection"] == connection
    bench.changed(connection, status="off")
    assert asked(bench, company).json["connection"] is None


def test_asking_twice_is_one_turning_on_and_both_see_what_comes_of_it(bench: Bench) -> None:
    company = bench.company()
    first, second = session(bench, asked(bench, company)), session(bench, asked(bench, company, by="Ola"))
    made = turn_on.turn_on(bench.app, begun(bench, first), company.tripletex_key)
    visitor = visitor_of(bench.app, second)
    assert visitor is not None
    assert (visitor.by, visitor.connection) == ("Ola", made.id)


def test_whoever_was_faster_with_the_api_is_found(bench: Bench) -> None:
    company = bench.company()
    turn_on_id = begun(bench, session(bench, asked(bench, company)))
    connection = bench.connected(company)
    assert turn_on.turn_on(bench.app, turn_on_id, company.tripletex_key).id == connection


def test_a_session_ends_when_what_it_made_is_deleted(bench: Bench) -> None:
    company = bench.company()
    token = session(bench, asked(bench, company))
    made = turn_on.turn_on(bench.app, begun(bench, token), company.tripletex_key)
    bench.app.connections.delete_everything(made.id)
    assert visitor_of(bench.app, token) is None


def test_an_address_to_what_is_gone_opens_nothing(bench: Bench) -> None:
    company = bench.company()
    turn_on_id = begun(bench, session(bench, asked(bench, company)))
    later = asked(bench, company).json["url"].rpartition("/")[2]
    made = turn_on.turn_on(bench.app, turn_on_id, company.tripletex_key)
    bench.app.connections.delete_everything(made.id)
    with pytest.raises(Refused, match="gone"):
        enter(bench.app, later)


def test_after_a_day_the_key_is_gone(bench: Bench) -> None:
    answer = asked(bench, bench.company())
    token = session(bench, answer)
    turn_on_id = begun(bench, token)
    bench.now += KEPT
    with pytest.raises(Exception, match="not_found"):
        bench.app.turn_ons.get(turn_on_id)


def test_a_wrong_app_key_is_refused_at_once(bench: Bench) -> None:
    company = bench.company()
    answer = asked(bench, company, app_key="nobodys")
    assert is_problem(answer, 422, "app_key_wrong")
    assert "nobodys" not in answer.text


def test_the_account_of_another_company_is_refused_at_once(bench: Bench) -> None:
    assert is_problem(asked(bench, bench.company(), organization_number="999999999"), 422, "app_company_mismatch")


def test_without_a_number_from_anybody_nothing_can_be_compared(bench: Bench) -> None:
    bench.world.company(Side.APP, "untold", None, "Ukjent AS")
    answer = bench.product.post(PATH, {"app_key": "untold"})
    assert is_problem(answer, 422, "organization_number_missing")


def test_an_app_that_does_not_answer_can_be_asked_again(bench: Bench) -> None:
    company = bench.company()
    company.systems[Side.APP].down = True
    assert is_problem(asked(bench, company), 503, "peer_unavailable")


def test_staff_turn_nothing_on(bench: Bench) -> None:
    assert is_problem(bench.staff.post(PATH, {"app_key": "a"}), 403, "forbidden")


def test_another_products_connection_of_the_same_account_does_not_exist(bench: Bench) -> None:
    company = bench.company()
    connection = bench.live(company)
    answer = bench.other_product.post(
        PATH, {"app_key": company.app_key, "organization_number": company.number}
    )  # fmt: skip
    assert answer.json["connection"] != connection.id
