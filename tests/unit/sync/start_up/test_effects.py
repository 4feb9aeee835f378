"""What a plan tells of start-up: what will be booked, made and mailed."""

import pytest

from samspill.model.kinds import Kind, Side
from samspill.model.plan import Plan, PlanRow, RowOutcome, RowSide, StartUpEffects
from samspill.model.settings_documents import StartUp
from samspill.sync.first_sync.planning import Planned, summary
from samspill.sync.reading import read_on
from samspill.sync.start_up.effects import effects
from tests.fakes.starting_up import StartingCompany
from tests.fakes.warehouse import Choice

SNAPSHOT = "c1/plan/snapshot"
EVERYTHING = StartUp(stock=True, payment_terms=True, kinds={Kind.EMPLOYEE: True})


@pytest.fixture
def company() -> StartingCompany:
    return StartingCompany(EVERYTHING)


def row(kind: Kind, outcome: RowOutcome, tripletex: str, app: str | None = None) -> PlanRow:
    """A row about a record of Tripletex'."""
    sides = {"tripletex": tripletex, "app": app}
    shown = {side: RowSide(id=each, fingerprint="") for side, each in sides.items() if each is not None}
    return PlanRow.model_validate(
        {"id": f"{kind}.tripletex.{tripletex}", "kind": kind, "outcome": outcome, "source": Side.TRIPLETEX, **shown}
    )


def found(company: StartingCompany, *rows: PlanRow) -> StartUpEffects | None:
    """What a plan of those rows tells."""
    for kind in (Kind.CUSTOMER, Kind.PRODUCT, Kind.EMPLOYEE):
        read_on(company.desk, company.shelf, SNAPSHOT, kind, company.later())
    return effects(company.desk, company.shelf, SNAPSHOT, rows)


def product(company: StartingCompany, **values: object) -> str:
    return company.tripletex.put(Kind.PRODUCT, name="Spiker", **values).id


def customer(company: StartingCompany, due: str | None) -> str:
    return company.tripletex.put(Kind.CUSTOMER, name="Ås Bygg AS", payment_due=due).id


def test_products_whose_quantity_will_be_booked_are_counted(company: StartingCompany) -> None:
    new, linked = product(company, stock="3", stock_item=True), product(company, stock="5", stock_item=True)
    rows = [
        row(Kind.PRODUCT, RowOutcome.CREATE_IN_APP, new),
        row(Kind.PRODUCT, RowOutcome.LINK, linked, company.warehouse.product("1", "4")),
    ]
    told = found(company, *rows)
    assert told is not None
    assert (told.stock_bookings, told.stock_unknown) == (2, 0)


def test_what_is_equal_or_has_no_stock_or_is_left_out_is_not_counted(company: StartingCompany) -> None:
    shelf = {"stock": "4", "stock_item": True}
    rows = [
        row(Kind.PRODUCT, RowOutcome.LINK, product(company, **shelf), company.warehouse.product("1", "4")),
        row(Kind.PRODUCT, RowOutcome.LINK, product(company, **shelf), company.warehouse.product("2", composed=True)),
        row(Kind.PRODUCT, RowOutcome.CREATE_IN_APP, product(company, stock="0", stock_item=True)),
        row(Kind.PRODUCT, RowOutcome.CREATE_IN_APP, product(company, stock="4", stock_item=False)),
        row(Kind.PRODUCT, RowOutcome.HELD, product(company, **shelf)),
    ]
    told = found(company, *rows)
    assert told is not None
    assert (told.stock_bookings, told.stock_unknown) == (0, 0)


def test_products_whose_quantity_tripletex_does_not_tell_are_counted_apart(company: StartingCompany) -> None:
    told = found(company, row(Kind.PRODUCT, RowOutcome.CREATE_IN_APP, product(company, stock=None)))
    assert told is not None
    assert (told.stock_bookings, told.stock_unknown) == (0, 1)


def test_payment_terms_that_will_be_made_are_named_and_those_that_cannot_be(company: StartingCompany) -> None:
    company.warehouse.terms.append(Choice(1, "Netto 14 dager", due="14 days"))
    dues = ["14 days", "30 days", "30 days", "2 months", None]
    rows = [row(Kind.CUSTOMER, RowOutcome.CREATE_IN_APP, customer(company, due)) for due in dues]
    told = found(company, *rows, row(Kind.CUSTOMER, RowOutcome.SKIPPED, customer(company, "60 days")))
    assert told is not None
    assert (told.payment_terms, told.payment_terms_impossible) == (("30 days",), ("2 months",))


def test_everybody_who_will_be_mailed_an_invitation_is_named(company: StartingCompany) -> None:
    new, known = (
        company.tripletex.put(Kind.EMPLOYEE, number=number, first_name="Åse", last_name=name, email=f"{number}@b.no")
        for number, name in (("1", "Berg"), ("2", "Dal"))
    )
    rows = [row(Kind.EMPLOYEE, RowOutcome.CREATE_IN_APP, new.id), row(Kind.EMPLOYEE, RowOutcome.LINK, known.id, "a1")]
    told = found(company, *rows)
    assert told is not None
    assert [(each.number, each.name, each.email) for each in told.invitations] == [("1", "Åse Berg", "1@b.no")]


def test_a_plan_without_start_up_tells_nothing_of_it() -> None:
    assert found(StartingCompany(StartUp())) is None


def test_an_approval_covers_what_start_up_does_beside_the_rows(company: StartingCompany) -> None:
    """Seen to fail with the hash of the rows alone."""

    def planned(beside: StartUpEffects | None) -> Plan:
        return summary("c1", company.desk.integration, Planned(), company.now, beside)

    hashes = [planned(beside).hash for beside in (None, StartUpEffects(), StartUpEffects(stock_bookings=1))]
    assert len(set(hashes)) == len(hashes)
