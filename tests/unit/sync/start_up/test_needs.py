"""What must be chosen before start-up creates anything in the app."""

import pytest

from samspill.model.kinds import Kind
from samspill.model.settings import Settings
from samspill.model.settings_documents import AppDefaults, StartUp
from samspill.sync.start_up.needs import missing
from tests.fakes.warehouse import Choice, Warehouse

CHOSEN = {
    Kind.CUSTOMER: AppDefaults(group="1", payment_terms="1"),
    Kind.SUPPLIER: AppDefaults(group="1", payment_terms="1"),
    Kind.PRODUCT: AppDefaults(group="1", service_group="2"),
}
ALL = StartUp(kinds=dict.fromkeys(CHOSEN, True))


@pytest.fixture
def app() -> Warehouse:
    app = Warehouse()
    app.chosen = {
        "customer": [Choice(1, "Innland")],
        "supplier": [Choice(1, "Innland")],
        "product": [Choice(1, "Varer", has_inventory=True), Choice(2, "Tjenester", has_inventory=False)],
    }
    app.terms = [Choice(1, "Netto 14 dager", due="14 days")]
    return app


def unmet(settings: Settings, app: Warehouse) -> list[tuple[str, str]]:
    """Where in the settings, and why."""
    return [(each.setting, each.code) for each in missing(settings, app)]


def test_nothing_is_missing_when_all_is_chosen_and_there(app: Warehouse) -> None:
    assert unmet(Settings(start_up=ALL, app_defaults=CHOSEN), app) == []


@pytest.mark.parametrize("kind", CHOSEN)
def test_what_a_kind_needs_and_nobody_has_chosen_is_named(kind: Kind, app: Warehouse) -> None:
    needs = {"app_defaults.product.group", "app_defaults.product.service_group"}
    if kind is not Kind.PRODUCT:
        needs = {f"app_defaults.{kind}.group", f"app_defaults.{kind}.payment_terms"}
    settings = Settings(start_up=ALL, app_defaults={other: CHOSEN[other] for other in CHOSEN if other is not kind})
    assert unmet(settings, app) == [(need, "start_up_not_chosen") for need in sorted(needs)]


def test_a_number_that_the_app_does_not_have_is_named(app: Warehouse) -> None:
    chosen = {**CHOSEN, Kind.CUSTOMER: AppDefaults(group="9", payment_terms="1")}
    (found,) = missing(Settings(start_up=ALL, app_defaults=chosen), app)
    assert (found.setting, found.code) == ("app_defaults.customer.group", "start_up_not_there")
    assert found.facts == {"kinds": "customer", "field": "group", "value": "9"}


def test_goods_need_a_group_that_is_kept_in_stock_and_services_one_that_is_not(app: Warehouse) -> None:
    chosen = {**CHOSEN, Kind.PRODUCT: AppDefaults(group="2", service_group="1")}
    assert unmet(Settings(start_up=ALL, app_defaults=chosen), app) == [
        ("app_defaults.product.group", "start_up_wrong_group"),
        ("app_defaults.product.service_group", "start_up_wrong_group"),
    ]


def test_a_kind_that_start_up_does_not_create_needs_nothing(app: Warehouse) -> None:
    assert unmet(Settings(start_up=StartUp(kinds={Kind.CUSTOMER: False})), app) == []


def test_a_kind_that_is_off_needs_nothing(app: Warehouse) -> None:
    off = Settings(kinds={Kind.SUPPLIER: False}, start_up=StartUp(kinds={Kind.SUPPLIER: True}))
    assert unmet(off, app) == []
