"""Settings that are not possible are refused: each finding with its code and the path of its field."""

from collections.abc import Callable
from typing import Any

import pytest

from samspill.exceptions import RetryLater
from samspill.integrations.svenn import CUSTOMER, PROJECT
from samspill.integrations.svenn import INTEGRATION as SVENN
from samspill.model.kinds import Kind
from samspill.model.rules import DocumentRule, Integration
from samspill.model.settings import Settings
from samspill.tasks.refusals import SettingsRefused
from samspill.tasks.settings_check import check_offered, check_with_peers
from tests.fakes.choices import ZONES, Choices, Row, both, code, group

STOCK = Integration(
    name="lager", system="lager", rules=(CUSTOMER,), documents=(DocumentRule(Kind.INVOICE, Kind.CUSTOMER),),
    own_settings=frozenset({"documents", "app_defaults", "payment_terms", "start_up"}), vat_zones=ZONES,
)  # fmt: skip


def found(check: Callable[[], None]) -> dict[str, str]:
    """Field -> code."""
    try:
        check()
    except SettingsRefused as refused:
        assert refused.code == refused.findings[0].code
        return {each.field: each.code for each in refused.findings}
    return {}


def offered(integration: Integration, **settings: Any) -> dict[str, str]:
    return found(lambda: check_offered(integration, Settings.model_validate(settings)))


@pytest.fixture
def app() -> Choices:
    return Choices(
        sorts={"customer": [Row("1")], "product": [group("7"), group("8", has_inventory=False)]},
        terms=[Row("3", due="14 days")], printed=[Row("4")], measured=[Row("5")],
    )  # fmt: skip


@pytest.fixture
def books() -> Choices:
    return Choices(codes=[code("3", 25), code("52", 0)])


def chosen(app: Choices, books: Choices, known: Settings | None = None, **settings: Any) -> dict[str, str]:
    wanted = Settings.model_validate(settings)
    return found(lambda: check_with_peers(wanted, known or Settings(), both(app, books)))


@pytest.mark.parametrize(
    "settings",
    [
        {"documents": {"send": True}},
        {"payment_terms": {"1": "14 days"}},
        {"app_defaults": {"customer": {"group": "1"}}},
        {"start_up": {"stock": True}},
        {"composed_products": False},
    ],
    ids=lambda settings: next(iter(settings)),
)
def test_a_setting_of_another_integration_is_refused_by_name(settings: dict[str, Any]) -> None:
    assert offered(SVENN, **settings) == dict.fromkeys(settings, "setting_not_offered")


def test_a_setting_of_another_integration_at_its_default_is_no_choice() -> None:
    assert offered(SVENN, documents={"send": False}, start_up={}, employee_access="STANDARD") == {}


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ({"kinds": {"invoice": True}}, "kinds.invoice"),
        ({"direction": {"supplier": "both"}}, "direction.supplier"),
        ({"conflict_policy": {"product": "ask"}}, "conflict_policy.product"),
    ],
)
def test_a_kind_of_another_integration_is_refused(settings: dict[str, Any], field: str) -> None:
    assert offered(SVENN, **settings) == {field: "kind_not_offered"}


def test_kinds_are_looked_at_in_every_place_where_they_are_named() -> None:
    settings = {"app_defaults": {"employee": {}}, "start_up": {"kinds": {"project": True}}}
    assert offered(STOCK, **settings) == {
        "app_defaults.employee": "kind_not_offered",
        "start_up.kinds.project": "kind_not_offered",
    }


def test_documents_can_be_switched_off_but_have_no_policy() -> None:
    assert offered(STOCK, kinds={"invoice": False}) == {}
    assert offered(STOCK, conflict_policy={"invoice": "ask"}) == {"conflict_policy.invoice": "kind_not_offered"}


@pytest.mark.parametrize(("flow", "code"), [("both", "direction_not_possible"), ("to_app", "direction_not_possible")])
def test_documents_cannot_be_turned(flow: str, code: str) -> None:
    assert offered(STOCK, direction={"invoice": flow}) == {"direction.invoice": code}
    assert offered(STOCK, direction={"invoice": "to_tripletex", "customer": flow}) == {}


@pytest.mark.parametrize("place", ["1/mars", "domestic", "1/"])
def test_a_place_of_vat_without_a_zone_of_the_app_is_refused(place: str) -> None:
    assert offered(STOCK, documents={"vat": {place: "3"}}) == {f"documents.vat.{place}": "vat_place_unknown"}


@pytest.mark.parametrize("text", ["14", "fourteen days", "14 weeks", "14  days", "-1 days", ""])
def test_payment_terms_that_say_nothing_are_refused(text: str) -> None:
    assert offered(STOCK, payment_terms={"3": text}) == {"payment_terms.3": "payment_terms_unreadable"}


def test_everything_that_is_wrong_is_told_at_once_under_the_path_that_was_sent() -> None:
    settings = Settings.model_validate({"start_up": {"stock": True}, "kinds": {"supplier": True, "product": True}})
    assert set(found(lambda: check_offered(SVENN, settings, "settings."))) == {
        "settings.start_up", "settings.kinds.supplier", "settings.kinds.product",
    }  # fmt: skip


def test_a_vat_code_must_be_active_and_its_group_must_exist(app: Choices, books: Choices) -> None:
    vat = {"7/domestic": "3", "*/eu": "52", "/domestic": "3", "7/abroad": "5", "9/domestic": "3"}
    assert chosen(app, books, documents={"vat": vat}) == {
        "documents.vat.7/abroad": "vat_code_not_active",
        "documents.vat.9/domestic": "not_found_in_app",
    }


def test_what_records_get_in_the_app_must_exist_there(app: Choices, books: Choices) -> None:
    right = {"group": "1", "payment_terms": "3", "layout": "4", "unit": "5"}
    assert chosen(app, books, app_defaults={"customer": right}) == {}
    wrong = {name: f"9{number}" for name, number in right.items()}
    assert chosen(app, books, app_defaults={"customer": wrong}) == {
        f"app_defaults.customer.{name}": "not_found_in_app" for name in right
    }


@pytest.mark.parametrize(
    ("kind", "group", "code"),
    [("product", "8", {}), ("product", "7", "not_found_in_app"), ("customer", "8", "not_found_in_app")],
)
def test_services_are_in_a_group_of_products_without_stock(
    app: Choices, books: Choices, kind: str, group: str, code: str
) -> None:
    expected = {f"app_defaults.{kind}.service_group": code} if code else {}
    assert chosen(app, books, app_defaults={kind: {"service_group": group}}) == expected


def test_mapped_payment_terms_must_exist(app: Choices, books: Choices) -> None:
    settings = {"3": "14 days", "6": "30 days"}
    assert chosen(app, books, payment_terms=settings) == {"payment_terms.6": "not_found_in_app"}


def test_what_was_chosen_before_is_not_asked_about_again(app: Choices, books: Choices) -> None:
    gone = {
        "documents": {"vat": {"9/domestic": "99"}}, "payment_terms": {"6": "30 days"},
        "app_defaults": {"customer": {"group": "99"}},
    }  # fmt: skip
    assert chosen(app, books, Settings.model_validate(gone), **gone) == {}
    assert app.asked == books.asked == []


def test_each_list_is_read_once_and_only_when_it_is_needed(app: Choices, books: Choices) -> None:
    chosen(app, books, documents={"vat": {"7/domestic": "3", "8/domestic": "3"}})
    assert (app.asked, books.asked) == (["product"], ["vat_codes"])


def test_a_system_that_cannot_be_asked_refuses_nothing(app: Choices, books: Choices) -> None:
    books.down = True
    with pytest.raises(RetryLater):
        chosen(app, books, documents={"vat": {"7/domestic": "3"}})


def test_a_kind_of_svenn_is_accepted_in_every_place() -> None:
    project = PROJECT.kind.value
    assert (
        offered(SVENN, kinds={project: False}, direction={project: "to_app"}, conflict_policy={project: "ask"}) == {}
    )
