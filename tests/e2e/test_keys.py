"""Keys that cannot be used are refused at once, each for its own reason, and leave nothing."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from local.companies import Company
from local.peers import Json
from local.product import ApiRefused
from local.world import World

NewCompany = Callable[[], Company]


def refused(world: World, order: Json) -> ApiRefused:
    with pytest.raises(ApiRefused) as raised:
        world.product.turn_on(order)
    return raised.value


def with_keys(company: Company, **keys: str) -> Json:
    order = company.order()
    return {**order, "keys": {**order["keys"], **keys}}


def test_an_unknown_tripletex_key_is_refused(world: World, new_company: NewCompany) -> None:
    answer = refused(world, with_keys(new_company(), tripletex="test-nobodys-key"))
    assert (answer.status, answer.codes) == (422, {"tripletex_key_wrong"})


def test_a_key_of_tripletex_other_environment_is_told_apart(world: World, new_company: NewCompany) -> None:
    company, key = new_company(), "made-in-production"
    world.tripletex.open_company(
        {"name": company.name, "organization_number": company.organization_number, "environment": "production",
         "tokens": [{"token": key}]}
    )  # fmt: skip
    assert refused(world, with_keys(company, tripletex=key)).codes == {"tripletex_key_other_environment"}


def test_an_unknown_svenn_key_is_refused(world: World, new_company: NewCompany) -> None:
    assert refused(world, with_keys(new_company(), app="nobodys-key")).codes == {"app_key_wrong"}


def test_everything_that_is_wrong_is_told_at_once(world: World, new_company: NewCompany) -> None:
    answer = refused(world, with_keys(new_company(), tripletex="test-nobodys-key", app="nobodys-key"))
    assert answer.codes == {"tripletex_key_wrong", "app_key_wrong"}
    assert {error["field"] for error in answer.problem["errors"]} == {"body.keys.tripletex", "body.keys.app"}


def test_another_companys_tripletex_key_is_refused(world: World, new_company: NewCompany) -> None:
    other = new_company()
    answer = refused(world, with_keys(new_company(), tripletex=other.tripletex_key))
    assert answer.codes == {"company_mismatch"}
    assert other.name in answer.problem["errors"][0]["message"]


def test_another_companys_svenn_key_is_refused(world: World, new_company: NewCompany) -> None:
    assert refused(world, with_keys(new_company(), app=new_company().svenn_key)).codes == {"app_company_mismatch"}


def test_a_tripletex_key_that_may_not_write_is_refused(world: World, new_company: NewCompany) -> None:
    company = new_company()
    rights = [
        f"{kind}:{verb}" for kind in ("customer", "project", "webhook", "department") for verb in ("read", "write")
    ]
    key = "test-without-employees"
    world.tripletex.open_company(
        {"name": company.name, "organization_number": company.organization_number,
         "tokens": [{"token": key, "rights": [*rights, "employee:read"]}]}
    )  # fmt: skip
    assert refused(world, with_keys(company, tripletex=key)).codes == {"right_missing"}


def test_a_svenn_key_that_may_not_read_projects_is_refused(world: World, new_company: NewCompany) -> None:
    company = new_company()
    kinds = ("customers:read", "customers:write", "employees:read", "employees:write", "webhooks")
    world.svenn.set_token(company.svenn_id, "svenn-without-projects", list(kinds))
    assert refused(world, with_keys(company, app="svenn-without-projects")).codes == {"app_right_missing"}


def test_refused_keys_leave_no_connection(world: World, new_company: NewCompany) -> None:
    company = new_company()
    refused(world, with_keys(company, tripletex="test-nobodys-key"))
    connections = world.product.pages("/connections")
    assert company.organization_number not in {each["organization_number"] for each in connections}


def test_a_company_is_connected_once(world: World, new_company: NewCompany) -> None:
    company = new_company()
    world.product.turn_on(company.order())
    answer = refused(world, company.order())
    assert answer.status == 409
    assert answer.code in ("company_already_connected", "account_already_connected")


def test_texts_come_in_the_readers_language(world: World, new_company: NewCompany) -> None:
    order = with_keys(new_company(), tripletex="test-nobodys-key")
    titles = set()
    for language in ("nb", "en", "sv", "da"):
        with pytest.raises(ApiRefused) as raised:
            replace(world.product, language=language).turn_on(order)
        titles.add(raised.value.problem["title"])
    assert len(titles) == 4
