"""Whose key it is, and what it may do."""

import pytest

from samspill.exceptions import ConfigurationWrong
from samspill.model.kinds import DOCUMENTS, Kind
from samspill.model.settings import Settings
from tests.integration.systems.rackbeat.bench import Bench


def test_a_key_tells_its_company_and_no_organisation_number(bench: Bench) -> None:
    company = bench.system.company()
    assert (company.id, company.name) == (str(bench.rackbeat.account.company.id), "Nordlys Lager AS")
    assert company.organization_number is None


def test_a_key_of_all_scopes_lacks_nothing(bench: Bench) -> None:
    assert bench.system.probe(Settings()).missing_rights == ()


def test_everything_that_a_key_lacks_is_told_at_once(bench: Bench) -> None:
    everything = Settings(kinds=dict.fromkeys(DOCUMENTS, True))
    probe = bench.opened(bench.key_with("settings")).probe(everything)
    assert set(probe.missing_rights) == {"customer", "supplier", "invoice", "credit_note", "purchase_order"}


def test_a_right_that_nobody_wants_is_not_missed(bench: Bench) -> None:
    off = Settings(kinds={Kind.SUPPLIER: False, Kind.PURCHASE_ORDER: False, Kind.EMPLOYEE: False})
    assert bench.opened(bench.key_with("sales")).probe(off).missing_rights == ()


@pytest.mark.parametrize(("kind", "scope"), [(Kind.CUSTOMER, "purchase"), (Kind.PURCHASE_ORDER, "sales")])
def test_a_missing_right_is_named(bench: Bench, kind: Kind, scope: str) -> None:
    system = bench.opened(bench.key_with(scope))  # type: ignore[arg-type]
    with pytest.raises(ConfigurationWrong) as caught:
        system.check_rights(kind)
    assert (caught.value.code, caught.value.facts["right"]) == ("own_right_missing", kind.value)


def test_a_right_that_was_taken_away_is_no_absence(bench: Bench) -> None:
    with pytest.raises(ConfigurationWrong):
        bench.opened(bench.key_with("purchase")).get(Kind.CUSTOMER, ["1"])


def test_nothing_is_written_to_find_out(bench: Bench) -> None:
    bench.rackbeat.world.reset_calls()
    bench.system.probe(Settings())
    assert {call.split()[0] for call in bench.calls()} == {"GET"}
