"""What firms of either integration have in their two programs, and what their people type: tables.

Only what people do is said here; `local.registers` says where it stands, the integration what crosses.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from local.peers import Json
from samspill.integrations import INTEGRATIONS
from samspill.model.flow import Flow
from samspill.model.kinds import GROUPS, Kind, Side
from samspill.model.records import Value
from samspill.model.rules import Integration
from samspill.model.settings import Settings
from sandbox.seeding.words import FIRST_NAMES, PLACES, TRADES

#: The field of each kind that carries a record's mark: a word that nothing else contains and that no edit takes out.
MARKED = {
    Kind.CUSTOMER: "name",
    Kind.SUPPLIER: "name",
    Kind.PRODUCT: "name",
    Kind.PROJECT: "name",
    Kind.EMPLOYEE: "last_name",
}


@dataclass(frozen=True)
class Typing:
    """What people type into records of a kind: what they fill in to begin with (number and parent aside), change and
    empty; `flag` is what they turn, `parent` what they choose among records of another kind. `share`: how often they
    are at this kind. `sides`: where; the side that nothing crosses from is private business."""

    share: int
    filled: tuple[str, ...]
    changed: tuple[str, ...]
    cleared: tuple[str, ...]
    flag: str = ""
    parent: tuple[str, Kind] | None = None
    sides: tuple[Side, ...] = tuple(Side)


@dataclass(frozen=True)
class Trade:
    """`new` is what a new row needs in a system beside what people type, `whole` where numbers of records are no
    text. `settings` are those of the connection; `has_invoices`: its people make out invoices in the app."""

    integration: Integration
    kinds: Mapping[Kind, Typing]
    new: Mapping[tuple[Kind, Side], Json]
    whole: frozenset[tuple[Kind, Side]]
    settings: Settings = field(default_factory=Settings)
    has_invoices: bool = False

    def kind(self, dice: random.Random, fits: Callable[[Typing], bool] = lambda _: True) -> Kind | None:
        """A kind to do something to."""
        fitting = [kind for kind, typing in self.kinds.items() if fits(typing)]
        return dice.choices(fitting, [self.kinds[kind].share for kind in fitting])[0] if fitting else None

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups its changes are worked in."""
        records = [GROUPS[kind] for kind in self.kinds]
        return tuple(dict.fromkeys([*records, *([GROUPS[Kind.INVOICE]] * self.has_invoices)]))


_PARTY = Typing(
    share=5,
    filled=("name", "email", "phone", "address_line1", "postal_code", "city"),
    changed=("name", "email", "phone", "address_line1", "postal_code", "city"),
    cleared=("email", "phone", "address_line1", "city"),
    flag="active",
)
SVENN = Trade(
    INTEGRATIONS["svenn"],
    {
        Kind.CUSTOMER: _PARTY,
        Kind.PROJECT: Typing(
            share=3,
            filled=("name", "description", "start_date"),
            changed=("name", "description", "end_date"),
            cleared=("description", "end_date"),
            flag="closed",
            parent=("customer", Kind.CUSTOMER),
        ),
        Kind.EMPLOYEE: Typing(
            share=2,
            filled=("first_name", "last_name", "email", "mobile"),
            changed=("first_name", "last_name", "mobile"),
            cleared=("mobile",),
        ),
    },
    new={(Kind.EMPLOYEE, Side.TRIPLETEX): {"userType": "STANDARD"}},
    whole=frozenset({(Kind.CUSTOMER, Side.TRIPLETEX)}),
)

#: Customers and products travel both ways, suppliers to Tripletex only, as is usual with Rackbeat.
_OPENED = Settings(direction={Kind.CUSTOMER: Flow.BOTH, Kind.PRODUCT: Flow.BOTH})
RACKBEAT = Trade(
    INTEGRATIONS["rackbeat"].under(_OPENED, starting_up=False),
    {
        Kind.CUSTOMER: _PARTY,
        Kind.SUPPLIER: Typing(2, _PARTY.filled, _PARTY.changed, _PARTY.cleared, "active", sides=(Side.APP,)),
        Kind.PRODUCT: Typing(
            share=5,
            filled=("name", "description", "price"),
            changed=("name", "description", "price"),
            cleared=("description",),
            flag="active",
            parent=("supplier", Kind.SUPPLIER),
        ),
    },
    new={
        (Kind.CUSTOMER, Side.APP): {"customer_group_id": 1, "payment_terms_id": 1},
        (Kind.SUPPLIER, Side.APP): {"supplier_group_id": 1, "payment_terms_id": 1},
        (Kind.PRODUCT, Side.APP): {"group_id": 1, "unit_id": 1},
    },
    whole=frozenset((kind, side) for kind in (Kind.CUSTOMER, Kind.SUPPLIER) for side in Side),
    settings=_OPENED,
    has_invoices=True,
)


def new_value(kind: Kind, name: str, mark: str, dice: random.Random) -> Value:
    """Something that a person might type into the field; the name keeps the record's mark."""
    if name == MARKED[kind]:
        words = f"{dice.choice(PLACES)[1]} {dice.choice(TRADES)} {dice.randrange(100)}"
        return mark + dice.choice(("vik", "nes", "berg", "dal")) if kind is Kind.EMPLOYEE else f"{words} {mark}"
    makers: dict[str, Callable[[], Value]] = {
        "first_name": lambda: dice.choice(FIRST_NAMES),
        "email": lambda: f"{mark.lower()}.{dice.randrange(1000)}@eksempel.example",
        "phone": lambda: f"22{dice.randrange(10**6):06d}",
        "mobile": lambda: f"9{dice.randrange(10**7):07d}",
        "address_line1": lambda: f"Storgata {dice.randrange(1, 300)}",
        "postal_code": lambda: dice.choice(PLACES)[0],
        "city": lambda: dice.choice(PLACES)[1],
        "description": lambda: f"Oppdrag {dice.randrange(10**6)}",
        "price": lambda: f"{dice.randrange(1, 1_000_000) / 100:.2f}",
        "start_date": lambda: f"2026-{dice.randrange(1, 7):02d}-{dice.randrange(1, 29):02d}",
        "end_date": lambda: f"2027-{dice.randrange(1, 13):02d}-{dice.randrange(1, 29):02d}",
    }
    return makers[name]()
