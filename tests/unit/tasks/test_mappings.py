"""Mappings are proposed where both systems leave no doubt; everything else is left open and named."""

from dataclasses import replace
from decimal import Decimal

import pytest

from samspill.integrations.svenn import INTEGRATION as SVENN
from samspill.model.rules import Integration
from samspill.model.settings_documents import Differences
from samspill.tasks.mappings import OpenVat, Proposals, proposals
from tests.fakes.choices import ZONES, Choices, Row, both, code, group

USUAL = {"eu": "52", "abroad": "52", "domestic_exempt": "5"}
STOCK = Integration(name="lager", system="lager", rules=(), vat_zones=ZONES, usual_without_vat=USUAL)
CODES = [code("3", 25), code("31", 15), code("33", 12), code("5", 0), code("6", 0), code("52", 0)]


def proposed(groups: list[Row], codes: list[Row], terms: list[Row] | None = None) -> Proposals:
    return proposals(STOCK, both(Choices(sorts={"product": groups}, terms=terms or []), Choices(codes=codes)))


def test_a_zone_in_which_all_groups_have_one_rate_is_one_entry() -> None:
    found = proposed([group("1", 25, 0, 0, 0), group("2", 25, 0, 0, 0)], CODES)
    assert found.vat == {"*/domestic": "3", "*/eu": "52", "*/abroad": "52", "*/domestic_exempt": "5"}
    assert found.vat_open == ()


def test_groups_with_different_rates_have_an_entry_each_and_lines_without_product_are_left_open() -> None:
    found = proposed([group("1", 25, 0, 0, 0), group("2", 15, 0, 0, 0)], CODES)
    assert (found.vat["1/domestic"], found.vat["2/domestic"]) == ("3", "31")
    assert [each.place for each in found.vat_open] == ["/domestic"]


def test_a_rate_that_several_codes_have_is_left_open_with_those_codes() -> None:
    found = proposed([group("1", 0, 0, 0, 0)], CODES)
    assert OpenVat("1/domestic", "Gruppe 1", "domestic", Decimal(0), ("5", "6", "52")) in found.vat_open
    assert "*/domestic" not in found.vat


def test_a_rate_that_no_active_code_has_is_left_open() -> None:
    found = proposed([group("1", 12, 0, 0, 0)], [code("3", 25)])
    assert found.vat == {}
    assert OpenVat("1/domestic", "Gruppe 1", "domestic", Decimal(12), ()) in found.vat_open


def test_a_group_that_tells_no_rate_is_left_open() -> None:
    found = proposed([group("1")], CODES)
    assert OpenVat("1/eu", "Gruppe 1", "eu", None, ()) in found.vat_open


def test_the_usual_code_of_export_is_proposed_only_while_it_is_active() -> None:
    found = proposed([group("1", 25, 0, 0, 0)], [code("3", 25), code("5", 0), code("6", 0)])
    assert "*/eu" not in found.vat
    assert next(each for each in found.vat_open if each.place == "1/eu").codes == ("5", "6")


def test_of_several_codes_without_vat_none_is_proposed_where_the_app_has_no_usual_one() -> None:
    peers = both(Choices(sorts={"product": [group("1", 25, 0, 0, 0)]}, terms=[]), Choices(codes=CODES))
    found = proposals(replace(STOCK, usual_without_vat={}), peers)
    assert next(each for each in found.vat_open if each.place == "1/eu").codes == ("5", "6", "52")


def test_payment_terms_go_by_type_and_days_and_others_are_left_open() -> None:
    found = proposed([], CODES, [Row("1", "Netto 14", due="14 days"), Row("2", "Factoring")])
    assert found.payment_terms == {"1": "14 days"}
    assert [(each.number, each.name) for each in found.terms_open] == [("2", "Factoring")]
    assert [each.number for each in found.terms] == ["1", "2"]


def test_groups_say_which_of_them_hold_services() -> None:
    found = proposed([group("1", 25), group("2", 25, has_inventory=False)], CODES)
    assert [(each.number, each.has_inventory) for each in found.groups["product"]] == [("1", True), ("2", False)]


@pytest.mark.parametrize("number", [7, "7"])
def test_numbers_are_texts_however_the_app_has_them(number: str) -> None:
    found = proposed([group(number, 25, 0, 0, 0)], CODES, [Row(number, "Netto", due="8 days")])
    assert (found.groups["product"][0].number, found.payment_terms) == ("7", {"7": "8 days"})


def test_a_line_for_rounding_is_proposed_since_it_makes_totals_equal() -> None:
    assert proposed([], CODES).differences is Differences.ROUNDING_LINE


def test_an_integration_without_such_settings_is_proposed_nothing_and_nobody_is_asked() -> None:
    app, books = Choices(down=True), Choices(down=True)
    assert proposals(SVENN, both(app, books)) == Proposals()
    assert app.asked == books.asked == []
