"""How each kind's register is asked: path, fields, filters, what a batch may do. One row a kind."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from samspill.exceptions import Bug
from samspill.model.kinds import Kind
from samspill.systems.tripletex import wire
from samspill.systems.tripletex.narrowing import Query, by_amount, by_flags, by_start_date, in_order, uncut
from samspill.systems.tripletex.parties import IN_DELIVERY

#: `/customer` shows only one of both at a time (default: active), see reference/tripletex.md 3.2.
_ACTIVE_AND_INACTIVE: tuple[Query, ...] = ({"isInactive": "false"}, {"isInactive": "true"})
_ALL_AT_ONCE: tuple[Query, ...] = ({},)
#: The code of a query over more rows than the peer allows (10,000, reference/tripletex.md 3.1).
TOO_LARGE = "register_too_large"


@dataclass(frozen=True)
class Finder:
    """A query parameter; `many` when it takes a comma list, or with `repeats` is repeated for each value; `digits`
    when it refuses anything else."""

    parameter: str
    many: bool = False
    digits: bool = False
    repeats: bool = False

    def misreads(self, value: str) -> bool:
        """Whether one value may be taken for several: nobody tells whether repeated ones are split at commas."""
        return self.repeats and "," in value


@dataclass(frozen=True)
class Register:
    """One kind. `alike` are the fields that, besides the number, tell that a record is the one we sent.

    `expands` are fields that answers to writes do not contain: they are read again afterwards. `ids` is the parameter
    that takes ids. `splits` are the queries that together go over every row once; `narrower` cuts one of them into
    parts that together go over the same rows, nothing when there is no parameter left to cut by.
    """

    kind: Kind
    path: str
    model: type[wire.Entity]
    fields: str
    finders: Mapping[str, Finder]
    alike: tuple[str, ...]
    ids: str = "id"
    splits: tuple[Query, ...] = _ALL_AT_ONCE
    narrower: Callable[[Query], tuple[Query, ...]] = uncut
    updates_in_batches: bool = True
    deletes: bool = True
    checksum: bool = True
    expands: frozenset[str] = field(default_factory=frozenset)


_ADDRESS_PARTS = "id,addressLine1,addressLine2,postalCode,city,country(id,isoAlpha2Code)"
_PARTY_FIELDS = (
    "id,version,name,organizationNumber,isSupplier,isCustomer,isInactive,email,invoiceEmail,phoneNumber,"
    f"currency(id,code),postalAddress({_ADDRESS_PARTS}),physicalAddress({_ADDRESS_PARTS})"
)
#: What answers to writes hold as ids only.
_PARTY_EXPANDS = frozenset({"address_line1", "address_line2", "postal_code", "city", "country", "currency"})

REGISTERS: dict[Kind, Register] = {
    Kind.CUSTOMER: Register(
        kind=Kind.CUSTOMER,
        path="/customer",
        model=wire.Customer,
        fields=f"{_PARTY_FIELDS},customerNumber,globalLocationNumber,invoicesDueIn,invoicesDueInType,"
        f"invoiceSendMethod,discountPercentage,deliveryAddress(name,{_ADDRESS_PARTS})",
        finders={
            "number": Finder("customerAccountNumber", many=True, digits=True),
            "organization_number": Finder("organizationNumber"),
            "email": Finder("email"),
            "name": Finder("customerName"),
        },
        alike=("name", "organization_number"),
        splits=_ACTIVE_AND_INACTIVE,
        expands=_PARTY_EXPANDS | IN_DELIVERY,
    ),
    Kind.SUPPLIER: Register(
        kind=Kind.SUPPLIER,
        path="/supplier",
        model=wire.Supplier,
        fields=f"{_PARTY_FIELDS},supplierNumber",
        finders={
            "number": Finder("supplierNumber", many=True, digits=True),
            "organization_number": Finder("organizationNumber"),
            "email": Finder("email"),
        },
        alike=("name", "organization_number"),
        splits=_ACTIVE_AND_INACTIVE,
        narrower=by_flags("isWholesaler", "showProducts"),
        expands=_PARTY_EXPANDS,
    ),
    Kind.PRODUCT: Register(
        kind=Kind.PRODUCT,
        path="/product",
        model=wire.Product,
        fields="id,version,name,number,description,ean,priceExcludingVatCurrency,costExcludingVatCurrency,"
        "currency(id,code),vatType(id,number),productUnit(id,name),account(id,number),supplier(id),isStockItem,"
        "stockOfGoods,isInactive",
        finders={"number": Finder("productNumber", many=True, repeats=True), "name": Finder("name")},
        alike=("name",),
        ids="ids",
        narrower=in_order(by_flags("isInactive", "isStockItem"), by_amount("priceExcludingVatCurrency")),
        expands=frozenset({"ean", "currency", "vat_code", "unit", "account", "stock_item"}),
    ),
    Kind.PROJECT: Register(
        kind=Kind.PROJECT,
        path="/project",
        model=wire.Project,
        fields="id,version,name,number,description,startDate,endDate,customer(id),projectManager(id),"
        "mainProject(id),isClosed,isInternal",
        finders={"number": Finder("number"), "name": Finder("name")},
        alike=("name", "start_date"),
        narrower=by_start_date,
    ),
    Kind.EMPLOYEE: Register(
        kind=Kind.EMPLOYEE,
        path="/employee",
        model=wire.Employee,
        fields="id,version,firstName,lastName,employeeNumber,email,phoneNumberMobile,isContact,"
        "employments(id,startDate,endDate)",
        finders={"number": Finder("employeeNumber"), "email": Finder("email")},
        alike=("first_name", "last_name", "email"),
        narrower=by_flags("hasSystemAccess", "allowInformationRegistration"),
        updates_in_batches=False,
        deletes=False,
        checksum=False,
    ),
}


def register_of(kind: Kind) -> Register:
    """The row of `kind`. Raises Bug for a kind that Tripletex does not have."""
    try:
        return REGISTERS[kind]
    except KeyError:
        raise Bug(f"no Tripletex register for {kind}") from None
