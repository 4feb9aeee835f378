"""Documents while they are drafts: made out to a party, filled with lines, changed, deleted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from sandbox.rackbeat.account import Account
from sandbox.rackbeat.documents.credit_notes import beyond_invoice, is_credit_note
from sandbox.rackbeat.documents.lines import Terms, read_lines, taxed
from sandbox.rackbeat.documents.progress import FOLLOWERS, followers
from sandbox.rackbeat.errors import Complaint, broken, label, refused
from sandbox.rackbeat.kinds.catalogue import PARTY
from sandbox.rackbeat.kinds.kind import Kind
from sandbox.rackbeat.reading import Given, read_body
from sandbox.rackbeat.rows import Row

#: What the sandbox set itself and a copy has all the same.
_COPIED = frozenset(("currency_rate", "type"))
_INVOICES = frozenset(("customer_invoice", "supplier_invoice"))


def draft(account: Account, kind: Kind, body: object, *, needs_lines: bool) -> Row:
    """A new document, not booked; its number is its own from here on (hd/ht-01021)."""
    given = read_body(account, kind, body)
    party = _party(account, kind, given, None)
    if party is not None:
        _take_over(account, party, given.values)
    _set_rate(account, given.values)
    if kind.key == "customer_invoice":
        given.values["type"] = "invoice"
    sent = body.get("lines") if isinstance(body, dict) else None
    if sent is None and needs_lines:
        given.complaints.append(Complaint("lines", "required"))
    terms = terms_of(account, kind, given.values)
    lines, wrong = read_lines(account, sent or [], terms)
    if given.complaints or wrong:
        raise refused([*given.complaints, *wrong])
    return account.add(kind, given.number, given.values, lines)


def change(account: Account, row: Row, body: object) -> None:
    """Change a document: of a booked invoice nothing, of a booked order no lines (hd/ht-00231)."""
    given = read_body(account, row.kind, body, row)
    sent = body.get("lines") if isinstance(body, dict) else None
    if row["is_booked"] and (row.kind.key in _INVOICES or sent is not None):
        raise broken(row.kind.key, "booked", name=row.number)
    party = _party(account, row.kind, given, row)
    if party is not None and party.uid != row[PARTY[row.kind.key]]:
        _take_over(account, party, given.values)
    if "currency" in given.values:
        _set_rate(account, given.values)
    terms = replace(terms_of(account, row.kind, {**row.values, **given.values}), vat_stays=is_credit_note(row))
    lines, wrong = read_lines(account, sent, terms, row.lines) if sent is not None else (row.lines, [])
    if is_credit_note(row):
        wrong = [*wrong, *beyond_invoice(account, row, lines)]
    if given.complaints or wrong:
        raise refused([*given.complaints, *wrong])
    account.alter(row, given.values, given.number, [taxed(account, line, terms) for line in lines])


def copy(account: Account, row: Row) -> Row:
    """A draft with the same party, texts and lines."""
    values = {name: value for name, value in row.values.items() if name in _COPIED or row.kind.field_writable(name)}
    lines = [replace(line, id=account.registers.new_id(), origin=None) for line in row.lines]
    return account.add(row.kind, None, {**values, "invoice_date": None, "due_date": None}, lines)


def delete(account: Account, row: Row) -> None:
    """Invoices until they are booked, orders until something was shipped, received or invoiced."""
    if row.kind.key in _INVOICES:
        if row["is_booked"]:
            raise broken(row.kind.key, "booked_delete")
    elif any(followers(account.registers, row, key) for key in FOLLOWERS[row.kind.key]):
        raise broken(row.kind.key, "carried_on", name=row.number)
    account.remove(row)


def terms_of(account: Account, kind: Kind, values: Mapping[str, Any]) -> Terms:
    """What the lines of a document go by."""
    name = PARTY[kind.key]
    if values.get(name) is None:
        return Terms(selling=name == "customer_id")
    party = account.registers.by_uid(values[name])
    return Terms(
        name == "customer_id",
        party["vat_zone"],
        Decimal(party.values.get("general_discount_percentage") or 0),
        Decimal(values.get("currency_rate") or 1) / account.switches.rate_is_per
        if values.get("currency") != _base(account)
        else Decimal(1),
    )


def _party(account: Account, kind: Kind, given: Given, row: Row | None) -> Row | None:
    """Who the document is made out to; a barred one cannot be used."""
    name = PARTY[kind.key]
    uid = given.values.get(name) or (row[name] if row else None)
    if uid is None:
        return None
    party = account.registers.by_uid(uid)
    if name in given.values and party["is_barred"]:
        given.complaints.append(
            Complaint(name, "party_barred", {"label": label(party.kind.key), "name": party["name"]})
        )
    return party


def _take_over(account: Account, party: Row, values: dict[str, Any]) -> None:
    """What a document has from its party unless it says otherwise."""
    names = (
        "payment_terms_id",
        "currency",
        "their_reference",
        *(n for n in party.values if n.startswith("address_")),
    )
    for name in names:
        if values.get(name) is None:
            values[name] = party.values.get(name)
    if values.get("currency") is None:
        values["currency"] = _base(account)


def _set_rate(account: Account, values: dict[str, Any]) -> None:
    currency = values.get("currency") or _base(account)
    values["currency"] = currency
    values["currency_rate"] = account.registers.by_uid(currency)["rate"] if currency else Decimal(1)


def _base(account: Account) -> int | None:
    found = account.find("currency", account.company.currency)
    return found.uid if found else None
