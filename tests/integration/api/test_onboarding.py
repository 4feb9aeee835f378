"""A company connects itself: each step, its way back, and what a crash leaves behind."""

from typing import Any

import pytest

from samspill.model.kinds import Kind, Side
from samspill.model.status import Status
from samspill.store.tables.sessions import SessionItem
from tests.fakes.choosing_systems import Choosable
from tests.integration.api.bench import Bench
from tests.integration.api.newcomers import Newcomer, newcomer
from tests.integration.api.test_gate import is_problem


@pytest.fixture
def kari(bench: Bench) -> Newcomer:
    return newcomer(bench)


def with_groups(kari: Newcomer) -> dict[str, str]:
    """One group of each sort."""
    kari.app.made["customer"].append(Choosable("11", "Kunder"))
    kari.app.made["supplier"].append(Choosable("12", "Leverandører"))
    kari.app.made["product"].append(Choosable("13", "Varer", has_inventory=True))
    kari.app.made["product"].append(Choosable("14", "Tjenester", has_inventory=False))
    return {"customer": "11", "supplier": "12", "product": "13", "service": "14"}


def fields(answer: Any) -> set[tuple[str, str]]:
    return {(error["field"], error["code"]) for error in answer.json["errors"]}


def test_the_whole_way_ends_with_a_live_connection_that_the_company_approved_itself(kari: Newcomer) -> None:
    kari.app.put(Kind.CUSTOMER, number="1001", name="Ås Bygg AS")
    live = kari.goes_live()
    assert (live.status, live.live, live.approved_by) == (Status.ACTIVE, True, kari.email)
    assert [each.label for each in kari.tripletex.records[Kind.CUSTOMER].values()] == ["Ås Bygg AS"]
    assert kari.shown()["step"] == "done"


def test_the_steps_come_one_after_the_other(kari: Newcomer) -> None:
    steps = [kari.begins().json["step"]]
    for step, body in (("keys", kari.keys), ("groups", {}), ("start-up", {}), ("settings", {})):
        steps.append(kari.says(step, body).json["step"])
    kari.opens_its_mail()
    steps.append(kari.client.post(f"{kari.path}/plan").json["step"])
    kari.until_review()
    steps.append(kari.shown()["step"])
    kari.approves()
    steps.append(kari.shown()["step"])
    assert steps == ["keys", "groups", "start_up", "settings", "plan", "plan", "review", "sync"]


def test_both_companies_are_answered_by_name_and_number(kari: Newcomer) -> None:
    kari.begins()
    shown = kari.says("keys", kari.keys).json
    assert shown["tripletex_company"]["name"] == kari.tripletex.owner.name
    assert shown["tripletex_company"]["organization_number"] == kari.tripletex.owner.organization_number
    assert shown["app_company"] == {**kari.app.owner.model_dump()}
    assert shown["companies_alike"] is True


def test_keys_that_seem_to_belong_to_two_companies_are_pointed_out_and_not_refused(kari: Newcomer) -> None:
    kari.app.owner = kari.app.owner.model_copy(update={"organization_number": "DK 12345678"})
    kari.begins()
    assert kari.says("keys", kari.keys).json["companies_alike"] is False


def test_wrong_keys_are_named_and_nothing_is_kept(kari: Newcomer) -> None:
    kari.begins()
    kari.app.missing_rights = ("invoice",)
    refused = kari.says("keys", {**kari.keys, "tripletex": "stolen"})
    assert is_problem(refused, 422, "tripletex_key_wrong")
    assert fields(refused) == {
        ("body.keys.tripletex", "tripletex_key_wrong"), ("body.keys.app", "own_right_missing"),
    }  # fmt: skip
    assert "Missing: Invoices" in refused.json["errors"][1]["message"]
    assert kari.shown()["step"] == "keys"
    (item,) = SessionItem.query(f"onboarding#{kari.id}")
    assert item.ciphertext is None


def test_keys_rest_encrypted_and_are_never_shown(kari: Newcomer) -> None:
    kari.begins()
    answer = kari.says("keys", kari.keys)
    (item,) = SessionItem.query(f"onboarding#{kari.id}")
    assert item.ciphertext is not None
    for key in kari.keys.values():
        assert key not in answer.text + (item.data or "")
        assert key.encode() not in item.ciphertext


@pytest.mark.parametrize("side", Side)
def test_what_is_connected_already_is_told_with_the_keys(kari: Newcomer, bench: Bench, side: Side) -> None:
    kari.answers_everything()
    kari.asks_for_a_plan()
    second = newcomer(bench)
    second.begins()
    refused = second.says("keys", {**second.keys, side.value: kari.keys[side.value]})
    code = {"tripletex": "company_already_connected", "app": "account_already_connected"}[side.value]
    assert is_problem(refused, 409, code)
    assert second.shown()["step"] == "keys"


def test_keys_cannot_be_tried_out_without_end(kari: Newcomer) -> None:
    kari.begins()
    answers = [kari.says("keys", {**kari.keys, "app": f"guess-{n}"}).status for n in range(25)]
    assert (answers.count(422), answers[-1]) == (20, 429)
    kari.bench.later(hours=1)
    assert kari.says("keys", kari.keys).status == 200


def test_nothing_can_be_read_before_there_are_keys(kari: Newcomer) -> None:
    kari.begins()
    assert is_problem(kari.client.get(f"{kari.path}/groups"), 409, "keys_first")
    assert is_problem(kari.says("settings", {}), 409, "keys_first")


def test_groups_are_read_and_missing_ones_are_named(kari: Newcomer) -> None:
    kari.begins()
    kari.says("keys", kari.keys)
    kari.app.made["product"].append(Choosable("13", "Varer", has_inventory=True))
    kari.app.made["customer"].append(Choosable("11", "Kunder"))
    answer = kari.client.get(f"{kari.path}/groups").json
    assert answer["groups"]["product"] == [{"number": "13", "name": "Varer"}]
    assert answer["groups"]["service"] == []
    assert answer["missing"] == ["supplier", "service"]


def test_a_missing_group_is_made_with_one_call_and_once(kari: Newcomer) -> None:
    kari.begins()
    kari.says("keys", kari.keys)
    kari.app.lost_groups = 1
    lost = kari.client.post(f"{kari.path}/groups", {"sort": "service", "name": "Tjenester"})
    again = kari.client.post(f"{kari.path}/groups", {"sort": "service", "name": "tjenester "})
    assert (lost.status, again.status) == (503, 201)
    assert kari.app.made["product"] == [Choosable("1", "Tjenester", has_inventory=False)]
    assert again.json == {"number": "1", "name": "Tjenester"}


def test_a_group_that_is_not_there_is_refused_by_its_field(kari: Newcomer) -> None:
    kari.begins()
    kari.says("keys", kari.keys)
    chosen = {**with_groups(kari), "service": "13"}  # it holds goods
    refused = kari.says("groups", chosen)
    assert refused.status == 422
    assert fields(refused) == {("body.service", "not_found_in_app")}


def test_chosen_groups_are_what_created_records_get(kari: Newcomer) -> None:
    kari.begins()
    kari.says("keys", kari.keys)
    shown = kari.says("groups", with_groups(kari)).json
    assert shown["groups"] == {"customer": "11", "supplier": "12", "product": "13", "service": "14"}
    assert shown["settings"]["app_defaults"]["product"]["service_group"] == "14"


def test_start_up_names_every_choice_that_it_needs(kari: Newcomer) -> None:
    kari.begins()
    kari.says("keys", kari.keys)
    kari.says("groups", {"customer": with_groups(kari)["customer"]})
    refused = kari.says("start-up", {"kinds": {"customer": True, "product": True}})
    assert refused.status == 422
    assert fields(refused) == {
        ("body.app_defaults.customer.payment_terms", "start_up_not_chosen"),
        ("body.app_defaults.product.group", "start_up_not_chosen"),
        ("body.app_defaults.product.service_group", "start_up_not_chosen"),
    }


def test_what_start_up_lacks_is_said_in_words_at_each_field(kari: Newcomer) -> None:
    kari.begins()
    kari.says("keys", kari.keys)
    refused = kari.says("start-up", {"kinds": {"supplier": True}})
    assert {each["message"] for each in refused.json["errors"]} == {
        f"Start-up is to create Suppliers in Rackbeat, and there each of them needs: {what}. "
        "It has not been chosen yet."
        for what in ("Group", "Payment terms")
    }


def test_what_was_said_of_start_up_stands_in_the_connections_settings(kari: Newcomer) -> None:
    kari.begins()
    kari.opens_its_mail()
    kari.says("keys", kari.keys)
    kari.says("groups", with_groups(kari))
    kari.says("start-up", {"kinds": {"product": True}, "stock": True, "app_defaults": {"product": {"unit": "1"}}})
    kari.says("settings", {"notify": ["lager@fjord.example"]})
    settings = kari.asks_for_a_plan().settings
    assert settings.start_up.creates(Kind.PRODUCT)
    assert settings.start_up.stock
    assert settings.app_defaults[Kind.PRODUCT].model_dump(exclude_none=True) == {
        "group": "13", "service_group": "14", "unit": "1",
    }  # fmt: skip
    assert settings.notify == ("lager@fjord.example",)


def test_a_plan_needs_every_answer(kari: Newcomer) -> None:
    kari.begins()
    kari.says("keys", kari.keys)
    kari.says("settings", {})
    refused = kari.client.post(f"{kari.path}/plan")
    assert is_problem(refused, 409, "onboarding_incomplete")
    assert "groups, start-up" in refused.json["detail"]
    assert kari.shown()["missing"] == ["groups", "start_up"]


def test_a_group_that_was_deleted_meanwhile_is_found_before_the_plan_is_made(kari: Newcomer) -> None:
    kari.begins()
    kari.says("keys", kari.keys)
    kari.says("groups", with_groups(kari))
    kari.says("start-up", {"kinds": {"product": True}})
    kari.says("settings", {})
    kari.app.made["product"].clear()
    refused = kari.client.post(f"{kari.path}/plan")
    assert refused.status == 422
    assert ("body.app_defaults.product.group", "start_up_not_there") in fields(refused)
    assert kari.shown()["connection"] is None


def test_every_step_said_twice_is_said_once(kari: Newcomer) -> None:
    kari.answers_everything()
    first = kari.asks_for_a_plan()
    for step, body in (("keys", kari.keys), ("groups", {}), ("start-up", {}), ("settings", {})):
        assert kari.says(step, body).json["connection"] == first.id
    assert kari.asks_for_a_plan().id == first.id
    assert kari.bench.machine.started == [(first.id, f"{first.id}-1")]


def test_another_answer_gives_the_plan_up_and_nothing_of_it_is_left(kari: Newcomer) -> None:
    kari.answers_everything()
    first = kari.asks_for_a_plan()
    kari.until_review()
    changed = kari.says("settings", {"kinds": {"supplier": False}}).json
    assert (changed["step"], changed["connection"]) == ("plan", None)
    assert kari.client.get(f"/v1/connections/{first.id}").status == 404
    assert kari.bench.machine.running == set()
    second = kari.asks_for_a_plan()
    assert second.id != first.id
    assert not second.settings.is_on(Kind.SUPPLIER)


def test_keys_of_another_account_forget_what_was_chosen_in_the_first(kari: Newcomer, bench: Bench) -> None:
    kari.begins()
    kari.says("keys", kari.keys)
    kari.says("groups", with_groups(kari))
    other = newcomer(bench)
    shown = kari.says("keys", {**kari.keys, "app": other.keys["app"]}).json
    assert (shown["groups"], shown["done"]) == ({}, ["keys"])


def test_a_vat_code_that_was_switched_off_meanwhile_is_found_before_the_plan_is_made(kari: Newcomer) -> None:
    kari.answers_everything()
    kari.says("settings", {"documents": {"vat": {"*/domestic": "3"}}})
    kari.tripletex.codes.clear()
    refused = kari.client.post(f"{kari.path}/plan")
    assert refused.status == 422
    assert fields(refused) == {("body.documents.vat.*/domestic", "vat_code_not_active")}
    assert kari.shown()["connection"] is None


def test_keys_of_another_company_in_tripletex_ask_for_the_settings_again_and_forget_its_vat_codes(
    kari: Newcomer, bench: Bench
) -> None:
    kari.answers_everything()
    kari.says("groups", with_groups(kari))
    kari.says("settings", {"documents": {"vat": {"*/domestic": "3"}, "keep_number": True}})
    shown = kari.says("keys", {**kari.keys, "tripletex": newcomer(bench).keys["tripletex"]}).json
    assert shown["done"] == ["keys", "groups", "start_up"]
    assert shown["groups"]["customer"] == "11"
    assert (shown["settings"]["documents"]["vat"], shown["settings"]["documents"]["keep_number"]) == ({}, True)


def test_keys_that_are_replaced_on_the_way_are_the_onboardings_and_end_nothing_later(kari: Newcomer) -> None:
    kari.answers_everything()
    kari.asks_for_a_plan()
    kari.until_review()
    kari.bench.changed(kari.connection.id, status="needs_attention")
    tripletex = kari.bench.world.systems[Side.TRIPLETEX, kari.keys["tripletex"]]
    newer = {**kari.keys, "tripletex": f"{kari.keys['tripletex']}-newer"}
    kari.bench.world.systems[Side.TRIPLETEX, newer["tripletex"]] = tripletex
    assert kari.client.put(f"/v1/connections/{kari.connection.id}/keys", newer).status == 200
    assert kari.bench.app.onboardings.keys(kari.id).model_dump() == newer
    kari.until_review()
    kari.approves()
    kari.first_sync()
    assert kari.shown()["step"] == "done"


def test_settings_that_were_changed_at_the_plan_stay_when_an_answer_is_given_again(kari: Newcomer) -> None:
    kari.answers_everything()
    made = kari.asks_for_a_plan()
    kari.until_review()
    answer = kari.client.put(f"/v1/connections/{made.id}/settings", {"breaker_count": 7})
    assert answer.status == 200, answer.text
    assert kari.shown()["settings"]["breaker_count"] == 7
    kari.says("groups", with_groups(kari))
    assert kari.shown()["connection"] is None
    assert kari.shown()["settings"]["breaker_count"] == 7
    assert kari.asks_for_a_plan().settings.breaker_count == 7


def test_what_was_approved_cannot_be_taken_back(kari: Newcomer) -> None:
    kari.answers_everything()
    kari.asks_for_a_plan()
    kari.until_review()
    assert kari.shown()["changeable"]
    kari.approves()
    assert not kari.shown()["changeable"]
    for step, body in (("keys", kari.keys), ("settings", {"kinds": {"supplier": False}})):
        assert is_problem(kari.says(step, body), 409, "wrong_status")
    assert kari.connection.status is Status.SYNCING


def test_a_rejected_plan_is_made_anew(kari: Newcomer) -> None:
    kari.answers_everything()
    made = kari.asks_for_a_plan()
    kari.until_review()
    rejected = kari.client.post(f"/v1/connections/{made.id}/reject", {"reason": "not yet"})
    assert rejected.json["status"] == "rejected"
    again = kari.asks_for_a_plan()
    assert (again.id, again.status) == (made.id, Status.DRAFT)
    assert kari.bench.machine.started[-1] == (made.id, f"{made.id}-{again.generation}")


def test_a_company_that_somebody_else_connected_meanwhile_is_told(kari: Newcomer, bench: Bench) -> None:
    kari.answers_everything()
    other = newcomer(bench)
    other.keys = kari.keys
    other.answers_everything()
    other.asks_for_a_plan()
    assert is_problem(kari.client.post(f"{kari.path}/plan"), 409, "company_already_connected")


def test_the_connection_has_tripletex_own_number_and_the_contact(kari: Newcomer) -> None:
    kari.answers_everything()
    made = kari.asks_for_a_plan()
    assert made.organization_number == kari.tripletex.owner.organization_number
    assert (made.contact_email, made.language, made.integration) == (kari.email, "en", "rackbeat")


def test_an_app_that_companies_do_not_connect_themselves_is_refused(kari: Newcomer) -> None:
    assert is_problem(kari.begins(integration="svenn"), 422, "integration_not_offered")
    assert is_problem(kari.begins(integration="nothing"), 422, "integration_not_offered")


def test_the_app_is_always_named(kari: Newcomer) -> None:
    new = {"company": "Fjord Lager AS", "contact": "Kari", "email": kari.email}
    refused = kari.client.post("/v1/onboardings", new)
    assert is_problem(refused, 422, "invalid_request")
    assert [error["field"] for error in refused.json["errors"]] == ["body.integration"]


def test_an_onboarding_is_forgotten_two_weeks_after_its_last_use(kari: Newcomer) -> None:
    kari.begins()
    kari.bench.later(days=13)
    assert kari.client.get(kari.path).status == 200
    kari.bench.later(days=13)
    assert kari.client.get(kari.path).status == 200
    kari.bench.later(days=14)
    assert is_problem(kari.client.get(kari.path), 401, "unauthorized")


def test_a_live_connection_alone_has_the_keys(kari: Newcomer) -> None:
    live = kari.goes_live()
    (item,) = SessionItem.query(f"onboarding#{kari.id}")
    assert item.ciphertext is None
    assert kari.bench.app.connections.keys(live.id).app == kari.keys["app"]
