"""Rackbeat: what a new record needs on its side and the other one does not have."""

from samspill.model import normalise as n
from samspill.model.due import Due
from samspill.model.kinds import Side
from samspill.model.records import Customer, Party, Product, Values
from samspill.model.rules import GateContext, Stop
from samspill.model.settings import Settings
from samspill.model.settings_documents import AppDefaults

#: Where a customer is, as far as VAT goes (reference 4c).
DOMESTIC, EU, ABROAD, EXEMPT = VAT_ZONES = ("domestic", "eu", "abroad", "domestic_exempt")
_HOME = "NO"
# fmt: off
_EUROPEAN_UNION = frozenset((
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
))
# fmt: on
_NINE_DIGITS = 9


def complete_customer(context: GateContext, values: Values) -> Values | Stop:
    """In Tripletex the way invoices are sent is always said, for the account's own default may be EHF: that only for
    who can receive it. In Rackbeat a customer has a group, payment terms and a VAT zone."""
    if context.target is Side.TRIPLETEX:
        return {**values, "send_method": "EHF" if _may_receive_ehf(context) else "EMAIL"}
    return _complete_party(context, values)


def complete_supplier(context: GateContext, values: Values) -> Values | Stop:
    """In Rackbeat a supplier has a group, payment terms and a VAT zone."""
    return values if context.target is Side.TRIPLETEX else _complete_party(context, values)


def complete_product(context: GateContext, values: Values) -> Values | Stop:
    """In Tripletex the VAT code that the settings give for the product's group at home, if any; in Rackbeat the
    group, which tells services from goods that lie on a shelf."""
    product = context.record
    assert isinstance(product, Product)
    if context.target is Side.TRIPLETEX:
        code = _vat_code(context.settings, product.group)
        return {**values, "vat_code": code} if code else values
    defaults = _defaults(context)
    group = defaults.service_group if product.stock_item is False else defaults.group
    if group is None:
        return Stop("app_group_missing")
    return {**values, "group": group, **({"unit": defaults.unit} if defaults.unit else {})}


def vat_zone(country: str | None) -> str:
    """The VAT zone of somebody in that country, seen from Norway."""
    code = str(n.country(country))
    return DOMESTIC if code == _HOME else EU if code in _EUROPEAN_UNION else ABROAD


def _complete_party(context: GateContext, values: Values) -> Values | Stop:
    party, defaults = context.record, _defaults(context)
    assert isinstance(party, Party)
    if defaults.group is None:
        return Stop("app_group_missing")
    due = party.payment_due if isinstance(party, Customer) else None
    named = _terms_of(context.settings, due)
    terms = named or defaults.payment_terms
    if terms is None and due is None:
        return Stop("app_payment_terms_missing")
    kept: Values = {name: value for name, value in values.items() if name != "payment_due" or named is None}
    extra: Values = {"payment_terms": terms, "layout": defaults.layout}
    needed = {name: value for name, value in extra.items() if value is not None}
    return {**kept, "group": defaults.group, "vat_zone": vat_zone(party.country), **needed}


def _defaults(context: GateContext) -> AppDefaults:
    return context.settings.app_defaults.get(context.record.kind, AppDefaults())


def _terms_of(settings: Settings, due: str | None) -> str | None:
    """The app's payment terms that the settings say mean `due`."""
    if due is None:
        return None
    return next((number for number, text in settings.payment_terms.items() if _same_due(text, due)), None)


def _same_due(one: str, other: str) -> bool:
    try:
        return Due.parse(one) == Due.parse(other)
    except ValueError:
        return False


def _may_receive_ehf(context: GateContext) -> bool:
    """A company at home with an address may; whether it really can only Tripletex knows, and the adapter takes e-mail
    when it says no. EHF without postal address is refused (reference/tripletex.md 8.1)."""
    customer = context.record
    assert isinstance(customer, Customer)
    digits = str(n.organization_number(customer.organization_number) or "")
    at_home = n.country(customer.country) == _HOME and len(digits) == _NINE_DIGITS
    return at_home and bool(n.text(customer.postal_code)) and bool(n.text(customer.city))


def _vat_code(settings: Settings, group: str | None) -> str | None:
    codes = settings.documents.vat
    return codes.get(f"{group}/{DOMESTIC}") or codes.get(f"*/{DOMESTIC}")
