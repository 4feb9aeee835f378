"""An app, and books, that settings choose from: groups, payment terms, VAT codes. Keys open them as in `World`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from samspill.exceptions import RetryLater
from samspill.model.connection import Company
from samspill.model.kinds import Side
from samspill.sync.ports.start_up import GroupSort
from tests.fakes.keyed_systems import KeyedSystem


@dataclass(frozen=True)
class Choosable:
    """A row of a register: a group, terms, a unit, a layout, a VAT code."""

    number: str
    name: str
    has_inventory: bool | None = None
    due: str | None = None
    percentage: Decimal = Decimal(0)
    vat: Mapping[str, Decimal] = field(default_factory=dict)


class ChoosingSystem(KeyedSystem):
    """Registers start empty but for one of payment terms. `lost_groups`: so many answers to made groups get lost."""

    def __init__(self, side: Side, company: Company) -> None:
        super().__init__(side, company)
        self.made: dict[GroupSort, list[Choosable]] = {"customer": [], "supplier": [], "product": []}
        self.lost_groups = 0
        self.codes = [Choosable("3", "Utgående avgift", percentage=Decimal(25))]
        self.terms = [Choosable("1", "14 dager", due="14 days")]

    def groups(self, sort: GroupSort) -> list[Choosable]:
        self._answer()
        return list(self.made[sort])

    def create_group(self, sort: GroupSort, name: str, *, has_inventory: bool | None = None) -> Choosable:
        self._answer()
        made = Choosable(str(sum(map(len, self.made.values())) + 1), name, has_inventory)
        self.made[sort].append(made)
        if self.lost_groups:
            self.lost_groups -= 1
            raise RetryLater(uncertain=True)
        return made

    def payment_terms(self) -> list[Choosable]:
        self._answer()
        return list(self.terms)

    def layouts(self) -> list[Choosable]:
        self._answer()
        return [Choosable("1", "Standard")]

    def units(self) -> list[Choosable]:
        self._answer()
        return [Choosable("1", "stk")]

    def vat_codes(self) -> list[Choosable]:
        self._answer()
        return list(self.codes)
