"""Rackbeat: which kinds and fields cross, which rules stop a record, what a delete does.

Records go from Rackbeat to Tripletex unless the settings turn or open a direction; start-up creates in Rackbeat what
was chosen, once. Source of the rules: Rackbeat's import guides and its own integration with Tripletex (the project's
reference sheet on Rackbeat, sections 4 and 5); what they leave open is decided in docs/decisions.md.
"""

from samspill.integrations.rackbeat_gates import (
    COMPOSED,
    composed_is_wanted,
    employee_has_email,
    has_name,
    is_active,
    number_fits_the_app,
    organization_number_is_valid,
)
from samspill.integrations.rackbeat_needs import (
    ABROAD,
    EU,
    EXEMPT,
    VAT_ZONES,
    complete_customer,
    complete_product,
    complete_supplier,
)
from samspill.model import normalise as n
from samspill.model.fields import Field, Shares
from samspill.model.flow import Flow
from samspill.model.kinds import Kind, Side
from samspill.model.rules import DocumentRule, Gone, Integration, KindRule

T, A = Side.TRIPLETEX, Side.APP


def _limits(tripletex: int, app: int) -> dict[Side, int]:
    return {T: tripletex, A: app}


_ADDRESS = _limits(255, 255)
#: In both systems records are barred or set inactive, not deleted: there may be vouchers on them.
_GONE = {T: Gone("gone_in_tripletex", write={"active": False}), A: Gone("gone_in_app", write={"active": False})}

_PARTY = (
    Field("number", normalise=n.number, max_length=_limits(10, 9)),
    Field("name", normalise=n.text, max_length=_limits(255, 255)),
    Field("organization_number", normalise=n.organization_number, max_length=_limits(100, 40)),
    Field("email", normalise=n.folded, max_length=_limits(254, 80)),
    Field("phone", normalise=n.phone, max_length=_limits(100, 80)),
    Field("address_line1", normalise=n.text, max_length=_ADDRESS),
    Field("address_line2", normalise=n.text, max_length=_ADDRESS),
    Field("postal_code", normalise=n.text, max_length=_limits(100, 255)),
    Field("city", normalise=n.text, max_length=_limits(100, 255)),
    # No country is no word on it: what stands on the other side is kept.
    Field("country", normalise=n.currency),
    Field("currency", normalise=n.currency),
    Field("invoice_email", normalise=n.folded, max_length=_limits(254, 80)),
    Field("active", normalise=n.flag),
)

CUSTOMER = KindRule(
    kind=Kind.CUSTOMER,
    flow=Flow.TO_TRIPLETEX,
    fields=(
        *_PARTY,
        Field("payment_due", normalise=n.text),
        Field("gln", normalise=n.text, max_length=_limits(13, 13)),
        Field("discount", normalise=n.amount),
        Field("delivery_name", normalise=n.text, max_length=_ADDRESS),
        Field("delivery_line1", normalise=n.text, max_length=_ADDRESS),
        Field("delivery_line2", normalise=n.text, max_length=_ADDRESS),
        Field("delivery_postal_code", normalise=n.text, max_length=_limits(100, 255)),
        Field("delivery_city", normalise=n.text, max_length=_limits(100, 255)),
        Field("delivery_country", normalise=n.currency),
    ),
    create_gates=(has_name, number_fits_the_app, is_active, organization_number_is_valid),
    near=("organization_number", "email"),
    unique_on=frozenset(Side),
    number_is_id=frozenset({A}),
    gone=_GONE,
    complete=complete_customer,
    shares=Shares(
        Kind.SUPPLIER, "also_supplier", leading=True,
        own=frozenset({"number"}), unanimous=frozenset({"active"}),
    ),
)  # fmt: skip

SUPPLIER = KindRule(
    kind=Kind.SUPPLIER,
    flow=Flow.TO_TRIPLETEX,
    fields=_PARTY,
    create_gates=(has_name, number_fits_the_app, is_active, organization_number_is_valid),
    near=("organization_number", "email"),
    unique_on=frozenset(Side),
    number_is_id=frozenset({A}),
    gone=_GONE,
    complete=complete_supplier,
    shares=Shares(
        Kind.CUSTOMER, "also_customer", leading=False,
        own=frozenset({"number"}), unanimous=frozenset({"active"}),
    ),
)  # fmt: skip

PRODUCT = KindRule(
    kind=Kind.PRODUCT,
    flow=Flow.TO_TRIPLETEX,
    fields=(
        Field("number", normalise=n.number, max_length=_limits(100, 25)),
        Field("name", normalise=n.text, max_length=_limits(255, 255)),
        Field("description", normalise=n.text, max_length={A: 4000}),
        Field("ean", normalise=n.text, max_length=_limits(14, 50)),
        Field("price", normalise=n.amount),
        # What a BOM costs is worked out from its parts.
        Field("cost", flow=Flow.TO_TRIPLETEX, normalise=n.amount),
        Field("supplier", normalise=n.same, ref=Kind.SUPPLIER),
        Field("active", normalise=n.flag),
    ),
    link_gates=(composed_is_wanted,),
    create_gates=(has_name, number_fits_the_app, is_active),
    unique_on=frozenset(Side),
    number_is_id=frozenset({A}),
    gone=_GONE,
    complete=complete_product,
    part=COMPOSED,
)

#: Only start-up creates people, and nothing of them crosses later. Rackbeat numbers them itself, so the e-mail tells
#: who is who.
EMPLOYEE = KindRule(
    kind=Kind.EMPLOYEE,
    flow=None,
    fields=(
        Field("first_name", normalise=n.text, max_length={A: 100}),
        Field("last_name", normalise=n.text, max_length={A: 100}),
        Field("email", normalise=n.folded, max_length={A: 255}),
        Field("mobile", normalise=n.phone, max_length={A: 20}),
    ),
    create_gates=(is_active, has_name, employee_has_email),
    near=("email",),
    unique_on=frozenset(Side),
    matched_by="email",
    taken_code="email_taken",
)

INTEGRATION = Integration(
    name="rackbeat",
    system="rackbeat",
    rules=(EMPLOYEE, CUSTOMER, SUPPLIER, PRODUCT),
    documents=(
        DocumentRule(Kind.INVOICE, party=Kind.CUSTOMER),
        DocumentRule(Kind.CREDIT_NOTE, party=Kind.CUSTOMER, register=Kind.INVOICE, after=Kind.INVOICE),
        DocumentRule(Kind.PURCHASE_ORDER, party=Kind.SUPPLIER),
    ),
    own_settings=frozenset({"documents", "app_defaults", "payment_terms", "start_up", "composed_products"}),
    vat_zones=VAT_ZONES,
    # Export, and what is free of VAT within the Act (reference/tripletex.md 8.12).
    usual_without_vat={EU: "52", ABROAD: "52", EXEMPT: "5"},
    self_service=True,
)
