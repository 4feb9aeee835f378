"""The books of one company: orders, invoices and purchase orders (samspill.sync.ports.documents.Books)."""

from datetime import date
from decimal import Decimal

from samspill.sync.ports.documents import Invoice, Issue, Order, OrderDraft
from samspill.systems.tripletex.books_terms import Terms
from samspill.systems.tripletex.catalogues import Catalogues
from samspill.systems.tripletex.client import Client
from samspill.systems.tripletex.invoices import Invoices
from samspill.systems.tripletex.orders import Orders
from samspill.systems.tripletex.purchase_orders import PurchaseOrders


class TripletexBooks:
    """Each method is the port's; it says what they raise."""

    def __init__(self, client: Client, catalogues: Catalogues) -> None:
        self._terms = Terms(client, catalogues)
        self._orders = Orders(client, self._terms)
        self._invoices = Invoices(client, self._orders)
        self._purchases = PurchaseOrders(client, self._terms)

    def order(self, order_id: str) -> Order | None:
        """See the port."""
        return self._orders.order(order_id)

    def find_orders(self, key: str, party: str) -> list[Order]:
        """See the port."""
        return self._orders.find_orders(key, party)

    def orders_numbered(self, number: str, party: str) -> list[Order]:
        """See the port."""
        return self._orders.orders_numbered(number, party)

    def create_order(self, draft: OrderDraft) -> Order:
        """See the port."""
        return self._orders.create_order(draft)

    def delete_order(self, order: Order) -> None:
        """See the port."""
        self._orders.delete_order(order)

    def close_order(self, order: Order) -> None:
        """See the port."""
        self._orders.close_order(order)

    def invoices_of(self, order: Order) -> list[Invoice]:
        """See the port."""
        return self._invoices.invoices_of(order)

    def create_invoice(self, order: Order, issue: Issue) -> Invoice:
        """See the port."""
        return self._invoices.create_invoice(order, issue)

    def invoice(self, invoice_id: str) -> Invoice | None:
        """See the port."""
        return self._invoices.invoice(invoice_id)

    def invoices_numbered(self, number: str, party: str) -> list[Invoice]:
        """See the port."""
        return self._invoices.invoices_numbered(number, party)

    def credit_notes_of(self, invoice: Invoice) -> list[Invoice]:
        """See the port."""
        return self._invoices.credit_notes_of(invoice)

    def credit(self, invoice: Invoice, day: date, comment: str, *, send: bool) -> Invoice:
        """See the port."""
        return self._invoices.credit(invoice, day, comment, send=send)

    def find_purchase_orders(self, key: str, party: str) -> list[Order]:
        """See the port."""
        return self._purchases.find_purchase_orders(key, party)

    def purchase_order(self, order_id: str) -> Order | None:
        """See the port."""
        return self._purchases.purchase_order(order_id)

    def purchase_orders_numbered(self, number: str, party: str) -> list[Order]:
        """See the port."""
        return self._purchases.purchase_orders_numbered(number, party)

    def create_purchase_order(self, draft: OrderDraft) -> Order:
        """See the port."""
        return self._purchases.create_purchase_order(draft)

    def vat_rates(self) -> dict[str, Decimal]:
        """See the port."""
        return self._terms.vat_rates()
