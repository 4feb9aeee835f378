"""Rackbeat: why a record is not linked, or not created."""

from samspill.model import normalise as n
from samspill.model.kinds import Kind, Side
from samspill.model.part import Part
from samspill.model.records import Employee, Party, Product, Record
from samspill.model.rules import GateContext, Stop

_NINE_DIGITS = 9
_INACTIVE = {
    Kind.CUSTOMER: "inactive_customer",
    Kind.SUPPLIER: "inactive_supplier",
    Kind.PRODUCT: "inactive_product",
    Kind.EMPLOYEE: "inactive_employee",
}


def has_name(context: GateContext) -> Stop | None:
    """Both systems require a name."""
    return None if context.record.label else Stop("name_missing")


def is_active(context: GateContext) -> Stop | None:
    """What is inactive, or barred, is linked but not created: nobody would use it."""
    return Stop(_INACTIVE[context.record.kind]) if context.record.values().get("active") is False else None


def number_fits_the_app(context: GateContext) -> Stop | None:
    """In Rackbeat the number is the identity; customers and suppliers have up to nine digits (reference 4a, 4b).
    Products may have letters, and too long a one is told of as any value is."""
    number = n.number(context.record.number)
    if context.target is not Side.APP:
        return None
    if number is None:
        return Stop("number_missing")
    text = str(number)
    fits = text.isascii() and text.isdecimal() and len(text) <= _NINE_DIGITS
    return Stop("number_only_digits") if isinstance(context.record, Party) and not fits else None


def organization_number_is_valid(context: GateContext) -> Stop | None:
    """Tripletex wants exactly nine digits for a Norwegian address."""
    record = context.record
    if context.target is not Side.TRIPLETEX or not isinstance(record, Party) or n.country(record.country) != "NO":
        return None
    digits = n.organization_number(record.organization_number)
    if digits is None or len(str(digits)) == _NINE_DIGITS:
        return None
    return Stop("organization_number_invalid", {"value": str(record.organization_number)})


def employee_has_email(context: GateContext) -> Stop | None:
    """Rackbeat mails an invitation there, and it is what tells people apart."""
    record = context.record
    missing = isinstance(record, Employee) and not n.text(record.email)
    return Stop("employee_email_missing") if missing and context.target is Side.APP else None


def _is_composed(record: Record) -> bool:
    return isinstance(record, Product) and record.composed is True


#: Products that are composed of others (BOMs). They cross as products, unless they are switched off.
COMPOSED = Part(
    name="composed",
    told_by=("composed",),
    meant=_is_composed,
    wanted=lambda settings: settings.composed_products,
    code="composed_product",
)


def composed_is_wanted(context: GateContext) -> Stop | None:
    """No composed product is linked or created while they are switched off."""
    return Stop(COMPOSED.code) if COMPOSED.kept_apart(context.settings, context.record) else None
