"""Kinds of things that cross, the two sides they cross between, and the groups they are worked in."""

from enum import StrEnum


class Kind(StrEnum):
    """A kind of record, of document, or of what a document becomes on its way (DESIGN, section 1).

    Documents cross one way, from the app to Tripletex. An invoice of the app first becomes an `ORDER` in Tripletex
    and then an `INVOICE` there: each has a link of its own. `STOCK` is what was put on a product's shelf at start-up,
    `PAYMENT_TERMS` what was made in the app then for a due rule of customers in Tripletex. `HOURS` have no record of
    their own on either side: what people entered on a day becomes rows of a timesheet (`model.hours`).
    """

    CUSTOMER = "customer"
    SUPPLIER = "supplier"
    PRODUCT = "product"
    PROJECT = "project"
    EMPLOYEE = "employee"
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    PURCHASE_ORDER = "purchase_order"
    HOURS = "hours"
    ORDER = "order"
    STOCK = "stock"
    PAYMENT_TERMS = "payment_terms"

    @property
    def is_document(self) -> bool:
        """Whether it is a document that the app makes out and people see."""
        return self in DOCUMENTS

    @property
    def one_way(self) -> bool:
        """Whether only the app has a register of it, from which it crosses to Tripletex."""
        return self in DOCUMENTS or self is Kind.HOURS


class Side(StrEnum):
    """`tripletex`, or `app`: the system of a connection that is not Tripletex."""

    TRIPLETEX = "tripletex"
    APP = "app"

    @property
    def other(self) -> "Side":
        """The opposite side."""
        return Side.APP if self is Side.TRIPLETEX else Side.TRIPLETEX


#: What both sides have registers of.
RECORDS = frozenset({Kind.CUSTOMER, Kind.SUPPLIER, Kind.PRODUCT, Kind.PROJECT, Kind.EMPLOYEE})
#: Documents of the app that become something in Tripletex.
DOCUMENTS = frozenset({Kind.INVOICE, Kind.CREDIT_NOTE, Kind.PURCHASE_ORDER})

#: Customers and suppliers can be the same Tripletex row, so one worker at a time sees both.
GROUPS: dict[Kind, str] = {
    Kind.CUSTOMER: "party",
    Kind.SUPPLIER: "party",
    Kind.PRODUCT: "product",
    Kind.PROJECT: "project",
    Kind.EMPLOYEE: "employee",
    # A credit note comes after its invoice.
    Kind.INVOICE: "invoice",
    Kind.CREDIT_NOTE: "invoice",
    Kind.ORDER: "invoice",
    Kind.PURCHASE_ORDER: "purchase",
    Kind.HOURS: "hours",
    Kind.STOCK: "product",
    Kind.PAYMENT_TERMS: "party",
}

#: Groups whose wake-ups go to the queue of documents; all others go to that of changes.
DOCUMENT_GROUPS = frozenset(GROUPS[kind] for kind in (*DOCUMENTS, Kind.HOURS))
