"""What start-up needs of an app beside `System`: its registers of choices, and how goods get on the shelf.

An app whose integration has start-up has these calls. As everywhere, each raises RateLimited, RetryLater and
ConfigurationWrong; a write also raises DataRefused, and RetryLater with `uncertain` when it may have been carried out
although no answer came.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal, Protocol

#: Which groups: of customers, of suppliers, of products and services alike.
GroupSort = Literal["customer", "supplier", "product"]


class Choosable(Protocol):
    """An entry of a register that others refer to by its number."""

    @property
    def number(self) -> int | str:
        """What records refer to; settings keep it as text."""

    @property
    def name(self) -> str:
        """What people see."""


class Group(Choosable, Protocol):
    """A group. Only products' groups say whether what is in them is kept on a shelf; None for the others."""

    @property
    def has_inventory(self) -> bool | None:
        """False: what is in it are services."""


class Terms(Choosable, Protocol):
    """Payment terms."""

    @property
    def due(self) -> str | None:
        """As a record's `payment_due` ("14 days"); None for what that cannot say."""


class Adjustment(Protocol):
    """A correction of what is on the shelf, found by our key."""

    @property
    def id(self) -> str:
        """The app's own id of it."""

    @property
    def quantity(self) -> Decimal:
        """What it adds; less than 0 takes away."""

    @property
    def booked(self) -> bool:
        """Whether it counts already; a draft does not."""


class StartUpApp(Protocol):
    """The app's side of start-up. What is on the shelf now is a product's own `stock`."""

    def groups(self, sort: GroupSort) -> Sequence[Group]:
        """Groups of that sort."""

    def create_group(self, sort: GroupSort, name: str, *, has_inventory: bool | None = None) -> Group:
        """A new group; of products it must be said whether what is in it is kept on a shelf."""

    def payment_terms(self) -> Sequence[Terms]:
        """All payment terms."""

    def can_say(self, due: str) -> bool:
        """Whether payment terms of the app can mean `due`."""

    def create_payment_terms(self, name: str, due: str) -> Terms:
        """Make payment terms that mean `due`, which the app can say."""

    def find_adjustment(self, key: str) -> Adjustment | None:
        """The adjustment, booked or not, whose reason carries our key."""

    def create_adjustment(self, number: str, quantity: Decimal, key: str) -> Adjustment:
        """Note down, not booked yet, that `quantity` of the product is to be added, with our key in the reason."""

    def book_adjustment(self, adjustment: Adjustment) -> None:
        """Let it count, once: one that is booked already is fine."""
