"""An app in memory with goods on shelves and payment terms: the port of start-up, hostile when told to be."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from samspill.exceptions import DataRefused, RetryLater
from samspill.model.due import Due, DueUnit
from samspill.model.kinds import Kind, Side
from samspill.sync.ports.start_up import Adjustment, GroupSort, Terms
from tests.fakes.hostile import RowFault
from tests.fakes.systems import MemorySystem


@dataclass(frozen=True)
class Choice:
    """A group, or payment terms."""

    number: int
    name: str
    has_inventory: bool | None = None
    due: str | None = None


@dataclass(frozen=True)
class Adjusted:
    """An adjustment with its reason."""

    id: str
    product: str
    quantity: Decimal
    reason: str
    booked: bool = False


class Warehouse(MemorySystem):
    """The app's side. `faults` befall the next writes of start-up: carried out and the answer lost, or never
    carried out; `refused` are products that cannot be adjusted."""

    def __init__(self) -> None:
        super().__init__(Side.APP)
        self.adjustments: dict[str, Adjusted] = {}
        self.terms: list[Choice] = []
        self.chosen: dict[GroupSort, list[Choice]] = {"customer": [], "supplier": [], "product": []}
        self.faults: list[RowFault | None] = []
        self.refused: set[str] = set()
        self.wanted = 0

    def product(self, number: str, stock: str | None = "0", **values: object) -> str:
        """A person enters a product; its id."""
        return self.put(Kind.PRODUCT, number=number, name=f"Vare {number}", stock=stock, **values).id

    def on_shelf(self, product: str) -> Decimal:
        """What there is of it."""
        return Decimal(str(self.records[Kind.PRODUCT][product].values()["stock"]))

    def move(self, product: str, quantity: Decimal) -> None:
        """Goods come, or go."""
        self.edit(Kind.PRODUCT, product, stock=str(self.on_shelf(product) + quantity))

    # ---- the port -----------------------------------------------------------------------------------------------

    def groups(self, sort: GroupSort) -> Sequence[Choice]:
        return self.chosen[sort]

    def create_group(self, sort: GroupSort, name: str, *, has_inventory: bool | None = None) -> Choice:
        made = Choice(len(self.chosen[sort]) + 1, name, has_inventory)
        self.chosen[sort].append(made)
        return made

    def payment_terms(self) -> Sequence[Choice]:
        return self.terms

    def can_say(self, due: str) -> bool:
        return Due.parse(due).unit is DueUnit.DAYS

    def create_payment_terms(self, name: str, due: str) -> Terms:
        made = Choice(len(self.terms) + 1, name, due=due)
        self._write(lambda: self.terms.append(made))
        return made

    def find_adjustment(self, key: str) -> Adjustment | None:
        return next((each for each in self.adjustments.values() if key in each.reason.split()), None)

    def create_adjustment(self, number: str, quantity: Decimal, key: str) -> Adjustment:
        if number in self.refused:
            raise DataRefused("data_refused", "item_id", "Varen er sperret.")
        self.wanted += 1
        made = Adjusted(f"adj{self.wanted}", number, quantity, f"Tripletex {key}")
        self._write(lambda: self.adjustments.update({made.id: made}))
        return made

    def book_adjustment(self, adjustment: Adjustment) -> None:
        self._write(lambda: self._book(adjustment.id))

    def _book(self, adjustment: str) -> None:
        found = self.adjustments[adjustment]
        if not found.booked:
            self.adjustments[adjustment] = replace(found, booked=True)
            self.move(found.product, found.quantity)

    def _write(self, carry_out: Callable[[], object]) -> None:
        fault = self.faults.pop(0) if self.faults else None
        if fault is not RowFault.NEVER:
            carry_out()
        if fault is not None:
            raise RetryLater(uncertain=True)
