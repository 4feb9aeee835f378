"""Rackbeat and Tripletex through the first sync and in real time, with real adapters against both sandboxes."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from local.peers import Json
from local.rackbeat_companies import EVERYTHING, RackbeatCompany, RackbeatSize
from samspill.model.changes import Priority
from samspill.model.flow import Flow
from samspill.model.kinds import Kind, Side
from samspill.model.plan import RowOutcome
from samspill.model.records import Values
from samspill.model.settings import Settings
from samspill.tasks.connections import reconcile
from sandbox.seeding import RackbeatDirt
from tests.integration.rackbeat.conftest import Scene
from tests.integration.stepping import Stepped

SIZE = RackbeatSize(customers=4, suppliers=3, products=4, employees=2)
C, S, P, E = Kind.CUSTOMER, Kind.SUPPLIER, Kind.PRODUCT, Kind.EMPLOYEE
#: Tripletex' names of numbers.
NUMBERS = {C: "customerNumber", S: "supplierNumber", P: "number"}


@dataclass
class Live:
    """A firm whose first sync is done."""

    scene: Scene
    company: RackbeatCompany
    stepped: Stepped

    def there(self, kind: Kind) -> dict[str, Json]:
        """Tripletex' rows by number."""
        rows = self.scene.tripletex.rows(self.company.tripletex_id, kind.value)
        return {str(row[NUMBERS[kind]]): row for row in rows}

    def here(self, kind: Kind) -> dict[str, Json]:
        """Rackbeat's rows by number."""
        return {str(row["number"]): row for row in self.scene.rackbeat.rows(self.company.rackbeat_id, kind.value)}

    def told(self, kind: Kind, number: str) -> Values:
        """What Tripletex tells of a record."""
        systems = self.scene.app.systems(self.stepped.connection, Priority.PERSON)
        return systems[Side.TRIPLETEX].find(kind, "number", [number])[0].values()

    def in_rackbeat(self, kind: str, op: str, who: int | str | None, /, **data: object) -> Json:
        """A person in Rackbeat does something, and the next poll tells."""
        done = self.scene.rackbeat.edit(self.company.rackbeat_id, kind, op, who, data)
        self.stepped.poll()
        return done

    def in_tripletex(self, kind: Kind, number: str, **fields: object) -> None:
        """A person in Tripletex edits something, and the next poll tells."""
        row = self.there(kind)[number]
        self.scene.tripletex.edit(
            self.company.tripletex_id, kind.value, "update", row["id"], {"version": row["version"], **fields}
        )
        self.stepped.poll()

    def codes(self) -> Counter[str]:
        """Open problems."""
        found, _ = self.scene.app.stores(self.stepped.id).journal.problems(limit=500)
        return Counter(problem.code for problem in found)

    def writes(self) -> tuple[int, int]:
        """How much was written to each side."""
        return self.scene.tripletex.writes(), self.scene.rackbeat.writes()

    def compare(self) -> None:
        """Both sides are compared and what differs is worked off."""
        reconcile(self.scene.app, self.stepped.connection)
        self.stepped.settle()


GoLive = Callable[..., Live]


@pytest.fixture
def go_live(scene: Scene) -> GoLive:
    """Founds a firm and takes it to real time."""

    def made(size: RackbeatSize = SIZE, dirt: RackbeatDirt | None = None, **chosen: object) -> Live:
        company = scene.found(size, dirt)
        stepped = scene.turned_on(company, company.settings(**chosen))  # type: ignore[arg-type]
        stepped.go_live()
        stepped.poll()
        return Live(scene, company, stepped)

    return made


def test_without_start_up_only_tripletex_gets_new_records(go_live: GoLive) -> None:
    live = go_live()
    made = {row.outcome for row in live.stepped.planned}
    assert RowOutcome.CREATE_IN_APP not in made
    for kind in (C, S, P):
        assert live.here(kind).keys() <= live.there(kind).keys()
        assert live.there(kind).keys() - live.here(kind).keys()
    assert live.codes() == {}


def test_start_up_fills_the_app_and_invites_its_people(go_live: GoLive) -> None:
    live = go_live(start_up=EVERYTHING)
    for kind in (C, S, P):
        assert live.here(kind).keys() == live.there(kind).keys()
    invited = {mail["to"] for mail in live.scene.rackbeat.outbox(live.company.rackbeat_id)}
    created = [row for row in live.stepped.planned if row.kind is E and row.outcome is RowOutcome.CREATE_IN_APP]
    assert len(invited) == len(created) > 0


def test_services_come_into_their_own_group(go_live: GoLive) -> None:
    live = go_live(size=RackbeatSize(0, 0, 30, 0, overlap=0), start_up=EVERYTHING)
    made = [row.tripletex.number or "" for row in live.stepped.planned
            if row.kind is P and row.outcome is RowOutcome.CREATE_IN_APP and row.tripletex]  # fmt: skip
    groups = {number: row["group"]["number"] for number, row in live.here(P).items()}
    found = {(live.told(P, number)["stock_item"], groups[number]) for number in made}
    assert found == {(True, 1), (False, 2)}


def test_the_first_comparison_after_everything_writes_nothing(go_live: GoLive) -> None:
    live = go_live(size=RackbeatSize(12, 8, 12, 4), dirt=RackbeatDirt(*[2] * 11), start_up=EVERYTHING)
    written = live.writes()
    for _ in range(2):
        live.compare()
    assert live.writes() == written


def test_what_is_planted_comes_up_with_its_reason(go_live: GoLive) -> None:
    live = go_live(size=RackbeatSize(12, 8, 12, 4), dirt=RackbeatDirt(*[1] * 11), start_up=EVERYTHING)
    planned = {row.code for row in live.stepped.planned if row.code}
    assert planned >= {"ambiguous_look_alike", "ambiguous_number", "employee_email_missing"}
    assert live.codes().keys() >= {"ambiguous_look_alike", "ambiguous_number"}


@pytest.fixture(scope="module")
def live(scene: Scene) -> Live:
    company = scene.found(SIZE)
    stepped = scene.turned_on(company, company.settings())
    stepped.go_live()
    stepped.poll()
    return Live(scene, company, stepped)


def test_a_new_product_crosses(live: Live) -> None:
    live.in_rackbeat(
        "product", "create", None, number="N 1/2", name="Nyhet", group_id=1, sales_price=99.5, barcode="70123"
    )
    told = live.told(P, "N 1/2")
    assert (told["name"], told["price"], told["ean"]) == ("Nyhet", "99.5", "70123")


def test_a_new_customer_gets_its_invoices_by_ehf_only_where_it_may_receive_them(live: Live) -> None:
    address = {"address_street": "Storgata 1", "address_zipcode": "0155", "address_city": "Oslo"}
    private: Json = {"name": "Kari Privat", "customer_group_id": 1, "payment_terms_id": 1, **address}
    one = live.in_rackbeat("customer", "create", None, **private)
    firm: Json = {**private, "name": "Fjord Handel AS", "company_vat": "914778271", "address_country": "NO"}
    two = live.in_rackbeat("customer", "create", None, **firm)
    methods = [live.there(C)[str(made["number"])]["invoiceSendMethod"] for made in (one, two)]
    assert methods[0] == "EMAIL"
    assert methods[1] in ("EHF", "EMAIL")


def test_an_edit_of_the_app_crosses_and_one_of_tripletex_does_not(live: Live) -> None:
    number = next(iter(live.here(C)))
    live.in_rackbeat("customer", "update", int(number), contact_phone="40506070")
    assert live.there(C)[number]["phoneNumber"] == "40506070"
    live.in_tripletex(C, number, phoneNumber="99887766")
    assert live.here(C)[number]["contact_phone"] == "40506070"
    assert live.there(C)[number]["phoneNumber"] == "99887766"


def test_barred_is_inactive_and_back_again(live: Live) -> None:
    number = list(live.here(S))[-1]
    live.in_rackbeat("supplier", "update", int(number), is_barred=True)
    assert live.there(S)[number]["isInactive"] is True
    live.in_rackbeat("supplier", "update", int(number), is_barred=False)
    assert live.there(S)[number]["isInactive"] is False


def test_a_new_number_follows(live: Live) -> None:
    number = next(iter(live.here(P)))
    row_id = live.there(P)[number]["id"]
    live.in_rackbeat("product", "update", number, number="OMNR-1")
    assert live.there(P)["OMNR-1"]["id"] == row_id


def test_a_composed_product_crosses_as_a_product(live: Live) -> None:
    parts = [{"item_id": next(iter(live.here(P))), "quantity": 2}]
    live.in_rackbeat(
        "lot", "create", None, number="BOM-1", name="Byggesett", group_id=1, sales_price=500, lines=parts
    )
    assert live.there(P)["BOM-1"]["name"] == "Byggesett"


def test_two_ways_an_edit_of_tripletex_reaches_the_app(go_live: GoLive) -> None:
    live = go_live(direction=dict.fromkeys((C, S, P), Flow.BOTH))
    number = next(iter(live.here(C)))
    live.in_tripletex(C, number, phoneNumber="99887766")
    assert live.here(C)[number]["contact_phone"] == "99887766"


def test_a_row_that_is_both_never_flips(go_live: GoLive) -> None:
    none = vars(RackbeatDirt.none())
    live = go_live(
        dirt=RackbeatDirt(**{**none, "customers_also_suppliers": 2}), direction=dict.fromkeys((C, S), Flow.BOTH)
    )
    written = live.writes()
    for _ in range(2):
        live.compare()
        live.stepped.poll()
    assert live.writes() == written


def test_a_vat_code_is_given_by_the_products_group(go_live: GoLive) -> None:
    chosen = Settings.model_validate({"documents": {"vat": {"3/domestic": "31", "*/domestic": "3"}}}).documents
    live = go_live(documents=chosen)
    live.in_rackbeat("product", "create", None, number="MAT-9", name="Kaffe", group_id=3, sales_price=50)
    assert live.told(P, "MAT-9")["vat_code"] == "31"
