"""Kinds of things that cross, the two sides they cross between, and the groups they are worked in."""

from enum import StrEnum


class Kind(StrEnum):
    """A kind of record. Documents (hours, invoices ...) get kinds of their own when they arrive."""

    CUSTOMER = "customer"
    SUPPLIER = "supplier"
    PRODUCT = "product"
    PROJECT = "project"
    EMPLOYEE = "employee"


class Side(StrEnum):
    """`tripletex`, or `app`: the system of a connection that is not Tripletex."""

    TRIPLETEX = "tripletex"
    APP = "app"

    @property
    def other(self) -> "Side":
        """The opposite side."""
        return Side.APP if self is Side.TRIPLETEX else Side.TRIPLETEX


#: Customers and suppliers can be the same Tripletex row, so one worker at a time sees both.
GROUPS: dict[Kind, str] = {
    Kind.CUSTOMER: "party",
    Kind.SUPPLIER: "party",
    Kind.PRODUCT: "product",
    Kind.PROJECT: "project",
    Kind.EMPLOYEE: "employee",
}
