"""A company whose app has Rackbeat's rules, with both systems in memory."""

from dataclasses import replace

from samspill.integrations.rackbeat import INTEGRATION
from samspill.model.kinds import Kind, Side
from samspill.model.records import Customer, Record, Supplier
from samspill.model.settings import Settings
from samspill.model.settings_documents import AppDefaults
from tests.fakes.company import A, SmallCompany, T
from tests.fakes.numbered import NumberedSystem
from tests.fakes.systems import MemorySystem

NUMBERED = frozenset({Kind.CUSTOMER, Kind.SUPPLIER, Kind.PRODUCT})
#: What a customer's and a supplier's record of one row have each for itself.
_APART = frozenset({"number", "also_supplier", "also_customer"})
_OTHER = {Kind.CUSTOMER: Kind.SUPPLIER, Kind.SUPPLIER: Kind.CUSTOMER}
#: What Tripletex has no filter for (systems/tripletex/registers.py).
NOT_LOOKED_UP = {(Kind.SUPPLIER, "name")}
#: What records created in the app get there.
DEFAULTS = {
    Kind.CUSTOMER: AppDefaults(group="1", payment_terms="2"),
    Kind.SUPPLIER: AppDefaults(group="1", payment_terms="2"),
    Kind.PRODUCT: AppDefaults(group="1", service_group="9"),
}


class PartyTable(MemorySystem):
    """Tripletex: a customer and a supplier may be one row, so an edit of the one is an edit of the other."""

    def edit(self, kind: Kind, record_id: str, **values: object) -> Record:
        edited = super().edit(kind, record_id, **values)
        other = _OTHER.get(kind)
        twin = self.records[other].get(record_id) if other else None
        if other is not None and twin is not None:
            shared = {n: v for n, v in edited.values().items() if n not in _APART and n in twin.values()}
            changed = {**twin.values(), **shared, "id": record_id, "version": edited.version}
            self.records[other][record_id] = type(twin).model_validate(changed)
        return edited

    def put_both(self, customer: str, supplier: str, **values: object) -> tuple[Record, Record]:
        """A person creates a row that is customer and supplier, with a number as each."""
        one = self.put(Kind.CUSTOMER, number=customer, also_supplier=True, **values)
        two = one.model_dump(exclude=set(Customer.model_fields) - set(Supplier.model_fields))
        made = Supplier.model_validate({**two, "number": supplier, "also_customer": True})
        self.records[Kind.SUPPLIER][one.id] = made
        return one, made


class RackbeatCompany(SmallCompany):
    """The engine works with the rules as `settings` narrow them."""

    def __init__(self, settings: Settings | None = None, *, starting_up: bool = False) -> None:
        super().__init__(settings or Settings(app_defaults=DEFAULTS), integration=INTEGRATION)
        self.tripletex = self.table = PartyTable(T, unique_numbers=NUMBERED)
        self.table.not_looked_up |= NOT_LOOKED_UP
        self.app = self.numbered = NumberedSystem(A, unique_numbers=NUMBERED)
        self.systems.update({T: self.tripletex, A: self.app})
        self.start_up(running=starting_up)

    def start_up(self, *, running: bool) -> None:
        """The first sync begins, or is through."""
        rules = INTEGRATION.under(self.connection.settings, starting_up=running)
        self.connection = self.connection.model_copy(update={"live": not running})
        self.desk = replace(self.desk, integration=rules, connection=self.connection)

    def with_settings(self, settings: Settings) -> None:
        super().with_settings(settings)
        self.start_up(running=not self.connection.live)

    def both_looked_at(self, kind: Kind, *ids: tuple[Side, str]) -> None:
        """Webhooks tell of those records, and everything is worked off."""
        for side, record_id in ids:
            self.changed(self.systems[side].records[kind][record_id], side)
        self.settle()
