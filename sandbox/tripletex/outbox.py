"""What left the account for a customer or supplier: nothing is really sent, everything that would be is noted."""

from __future__ import annotations

from sandbox.tripletex.company import Company, Dispatch, Document
from sandbox.tripletex.errors import broken_rules, complaint
from sandbox.tripletex.rows import Row
from sandbox.tripletex.transaction import Transaction

SEND_TYPES = ("EMAIL", "EHF", "AVTALEGIRO", "EFAKTURA", "VIPPS", "PAPER", "MANUAL")
CREDIT_NOTE_SEND_TYPES = (
    *SEND_TYPES,
    "DIRECT",
    "AUTOINVOICE_EHF_OUTBOUND",
    "AUTOINVOICE_EHF_INCOMING",
    "PEPPOL_EHF_INCOMING",
)


def way_to(company: Company, customer: Row, wanted: str = "", address: str = "") -> tuple[str, str]:
    """How a customer gets an invoice, and where: as `wanted`, else as the customer's own setting says.

    Without an address an e-mail is left to be sent by hand. Raises 422/18000 for EHF to who cannot receive it.
    """
    method = wanted or customer.get("invoiceSendMethod", "EMAIL")
    number = customer.get("organizationNumber", "")
    if method == "EHF":
        if number not in company.switches.ehf_receivers:
            raise broken_rules([complaint(None, "no_ehf_receiver")])
        return method, number
    if method != "EMAIL":
        return method, ""
    to = address or customer.get("invoiceEmail") or customer.get("email") or ""
    return ("EMAIL", to) if to else ("MANUAL", "")


def send(transaction: Transaction, document: Document, row: Row, number: object, way: tuple[str, str]) -> None:
    """Note that a document left, once the transaction holds."""
    company = transaction.company
    send_type, to = way
    dispatch = Dispatch(document, row.id, str(number), send_type, to, company.now())
    transaction.afterwards(lambda: company.outbox.append(dispatch))
