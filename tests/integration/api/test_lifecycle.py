"""Keys, settings, pause, resume, restart, reconcile, off."""

import pytest

from samspill.exceptions import NotFound
from samspill.model.changes import EVERYTHING, RecordKey
from samspill.model.kinds import Kind, Side
from samspill.model.status import Status
from samspill.tasks.subscriptions import signing_secrets, subscribe
from tests.integration.api.bench import Bench


def test_a_connection_shows_how_it_stands(bench: Bench) -> None:
    connection = bench.live()
    shown = bench.product.get(f"/v1/connections/{connection.id}").json
    assert shown["status"] == "active"
    assert shown["counts"] == {"links": {}, "waiting": 0, "problems": {}, "dead_letters": 0}


def test_attention_is_told_in_words(bench: Bench) -> None:
    connection = bench.live(status="needs_attention", attention="tripletex_key_wrong")
    attention = bench.product.get(f"/v1/connections/{connection.id}").json["attention"]
    assert (attention["code"], attention["actor"], attention["note"]) == ("tripletex_key_wrong", "customer", False)


def test_a_list_is_read_page_by_page(bench: Bench) -> None:
    wanted = {bench.live().id for _ in range(5)}
    seen: list[str] = []
    cursor = None
    while True:
        page = bench.product.get("/v1/connections", status="active", limit=2, cursor=cursor).json
        seen += [each["id"] for each in page["items"]]
        assert len(page["items"]) <= 2
        cursor = page["next"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen))
    assert wanted <= set(seen)


def test_pausing_and_resuming(bench: Bench) -> None:
    connection = bench.live()
    assert bench.product.post(f"/v1/connections/{connection.id}/pause").json["status"] == "paused"
    assert bench.wakeups.woken == []
    assert bench.product.post(f"/v1/connections/{connection.id}/resume").json["status"] == "active"
    assert bench.wakeups.woken == [(connection.id, group) for group in ("employee", "party", "project")]


def test_what_the_status_does_not_allow_is_refused(bench: Bench) -> None:
    connection = bench.connected()
    answer = bench.product.post(f"/v1/connections/{connection}/pause")
    assert (answer.status, answer.json["code"]) == (409, "wrong_status")


def test_settings_are_replaced_and_looked_up_again(bench: Bench) -> None:
    company = bench.company()
    connection = bench.live(company)
    company.systems[Side.TRIPLETEX].managers = {"7": "4711"}
    settings = {"fallback_project_manager": "7", "kinds": {"employee": False}}
    changed = bench.product.put(f"/v1/connections/{connection.id}/settings", settings)
    assert changed.status == 200
    assert bench.product.get(f"/v1/connections/{connection.id}/settings").json == changed.json
    assert bench.app.connections.get(connection.id).capabilities.fallback_manager_id == "4711"
    assert (connection.id, "party") in bench.wakeups.woken


def test_settings_that_change_in_review_make_an_older_approval_void(bench: Bench) -> None:
    connection = bench.changed(bench.connected(), status="in_review", review_pending="plan", plan="p")
    bench.product.put(f"/v1/connections/{connection.id}/settings", {"kinds": {"employee": False}})
    assert bench.app.connections.get(connection.id).decision_revision == connection.decision_revision + 1


def test_new_keys_of_a_live_connection_make_its_webhooks_anew(bench: Bench) -> None:
    company = bench.company()
    connection = subscribe(bench.app, bench.live(company, status="needs_attention", attention="tripletex_key_wrong"))
    before = signing_secrets(bench.app, connection, Side.TRIPLETEX)[0]
    bench.world.systems[Side.TRIPLETEX, "fresh"] = company.systems[Side.TRIPLETEX]
    answer = bench.product.put(
        f"/v1/connections/{connection.id}/keys", {"tripletex": "fresh", "app": company.app_key}
    )
    assert (answer.status, answer.json["status"], answer.json["attention"]) == (200, "active", None)
    assert bench.app.connections.keys(connection.id).tripletex == "fresh"
    secrets = signing_secrets(bench.app, connection, Side.TRIPLETEX)
    assert secrets[0] != before
    assert before in secrets
    assert {secret for _, secret in company.systems[Side.TRIPLETEX].subscribed.values()} == {secrets[0]}
    assert (connection.id, "party") in bench.wakeups.woken


def test_new_keys_before_the_first_sync_begin_it_again(bench: Bench) -> None:
    company = bench.company()
    connection = bench.changed(bench.connected(company), status="needs_attention", attention="tripletex_key_wrong")
    answer = bench.product.put(
        f"/v1/connections/{connection.id}/keys", {"tripletex": company.tripletex_key, "app": company.app_key}
    )
    assert answer.json["status"] == "draft"
    assert len(bench.machine.started) == 2


def test_keys_of_another_company_are_refused_and_the_old_ones_stay(bench: Bench) -> None:
    company, other = bench.company(), bench.company()
    connection = bench.live(company)
    answer = bench.product.put(
        f"/v1/connections/{connection.id}/keys", {"tripletex": other.tripletex_key, "app": company.app_key}
    )
    assert (answer.status, answer.json["code"]) == (422, "company_mismatch")
    assert bench.app.connections.keys(connection.id).tripletex == company.tripletex_key


def test_a_rejected_connection_can_be_restarted(bench: Bench) -> None:
    connection = bench.changed(bench.connected(), status="rejected", generation=4)
    answer = bench.product.post(f"/v1/connections/{connection.id}/restart")
    assert answer.json["status"] == "draft"
    assert bench.machine.started[-1] == (connection.id, f"{connection.id}-5")


def test_a_rejected_connection_cannot_be_restarted_when_another_has_its_company(bench: Bench) -> None:
    company = bench.company()
    connection = bench.changed(bench.connected(company), status="rejected")
    bench.app.connections.release_claims(connection.id)
    bench.connected(company)
    answer = bench.product.post(f"/v1/connections/{connection.id}/restart")
    assert (answer.status, answer.json["code"]) == (409, "company_already_connected")


def test_a_live_connection_has_no_first_sync_to_restart(bench: Bench) -> None:
    connection = bench.live(status="needs_attention")
    assert bench.product.post(f"/v1/connections/{connection.id}/restart").json["code"] == "wrong_status"


def test_reconciling_compares_every_kind(bench: Bench) -> None:
    connection = bench.live()
    answer = bench.product.post(f"/v1/connections/{connection.id}/reconcile")
    assert (answer.status, answer.json) == (202, {"kinds": 3})
    due = bench.app.stores(connection.id).inbox.due("party", bench.now)
    assert [change.key for change in due] == [RecordKey(kind=Kind.CUSTOMER, side=Side.TRIPLETEX, id=EVERYTHING)]


def test_turning_off_removes_webhooks_and_keys_and_keeps_the_data(bench: Bench) -> None:
    company = bench.company()
    connection = subscribe(bench.app, bench.live(company))
    answer = bench.product.delete(f"/v1/connections/{connection.id}")
    assert answer.json == {"id": connection.id, "status": "off", "webhooks_removed": True, "data": "kept"}
    assert [each.subscribed for each in company.systems.values()] == [{}, {}]
    with pytest.raises(NotFound):
        bench.app.connections.keys(connection.id)
    assert signing_secrets(bench.app, connection, Side.APP) == ()
    stored = bench.app.connections.get(connection.id)
    assert (stored.status, stored.generation) == (Status.OFF, connection.generation + 1)


def test_turning_off_deletes_the_data_when_asked(bench: Bench) -> None:
    connection = bench.live()
    bench.app.plans.put_json(f"{connection.id}/plan/plan.json", connection)
    answer = bench.product.delete(f"/v1/connections/{connection.id}", data="delete")
    assert answer.json["data"] == "deleted"
    assert bench.product.get(f"/v1/connections/{connection.id}").status == 404
    assert bench.app.plans.keys(f"{connection.id}/") == []


def test_data_of_a_connection_that_is_off_can_be_deleted_later(bench: Bench) -> None:
    connection = bench.live()
    assert bench.product.delete(f"/v1/connections/{connection.id}").status == 200
    assert bench.product.delete(f"/v1/connections/{connection.id}", data="delete").status == 200
    assert bench.product.get(f"/v1/connections/{connection.id}").status == 404


def test_a_system_that_is_down_does_not_keep_a_connection_on(bench: Bench) -> None:
    company = bench.company()
    connection = subscribe(bench.app, bench.live(company))
    company.systems[Side.APP].down = True
    answer = bench.product.delete(f"/v1/connections/{connection.id}")
    assert (answer.json["status"], answer.json["webhooks_removed"]) == ("off", False)


def test_turning_off_again_after_a_system_was_down_is_fine(bench: Bench) -> None:
    company = bench.company()
    connection = subscribe(bench.app, bench.live(company))
    company.systems[Side.APP].down = True
    bench.product.delete(f"/v1/connections/{connection.id}")
    assert bench.product.delete(f"/v1/connections/{connection.id}").json["status"] == "off"
    assert bench.product.delete(f"/v1/connections/{connection.id}", data="delete").json["data"] == "deleted"


def test_turning_off_ends_a_first_sync_that_waits(bench: Bench) -> None:
    connection = bench.connected()
    bench.product.delete(f"/v1/connections/{connection}")
    assert bench.machine.running == set()


def test_a_restart_ends_the_first_sync_before_it(bench: Bench) -> None:
    connection = bench.connected()
    bench.product.post(f"/v1/connections/{connection}/restart")
    assert bench.machine.running == {f"{connection}-2"}


def test_a_company_that_was_turned_off_can_be_connected_again(bench: Bench) -> None:
    company = bench.company()
    connection = bench.connected(company)
    bench.product.delete(f"/v1/connections/{connection}")
    assert bench.connected(company) != connection
