"""Fields that people know by a code or name and Tripletex by another object's id: where the ids are looked up."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from samspill.systems.tripletex import wire


@dataclass(frozen=True)
class Named:
    """A field `name` that is written as `{key: {"id": ...}}`.

    `path` lists the objects, `names` what an object may be called: what people see, before what else tells it.
    `clears` tells whether none can be written as none; a product always has a currency and a VAT code.
    """

    name: str
    key: str
    path: str
    model: type[wire.Wire]
    fields: str
    names: Callable[[Any], Iterable[str | int | None]]
    params: Mapping[str, str] = field(default_factory=dict)
    clears: bool = False


COUNTRY = Named(
    "country", "country", "/country", wire.Country, "id,isoAlpha2Code", lambda row: (row.iso_alpha2_code,)
)
CURRENCY = Named("currency", "currency", "/currency", wire.Currency, "id,code", lambda row: (row.code,))
#: Only codes of sales that the account uses (reference/tripletex.md 8.12); ids and numbers differ.
VAT_CODE = Named(
    "vat_code", "vatType", "/ledger/vatType", wire.VatType, "id,number,name,percentage",
    lambda row: (row.number,), {"typeOfVat": "OUTGOING"},
)  # fmt: skip
UNIT = Named(
    "unit", "productUnit", "/product/unit", wire.Unit, "id,name,nameShort,nameEN",
    lambda row: (row.name, row.name_short, row.name_en), clears=True,
)  # fmt: skip
ACCOUNT = Named(
    "account", "account", "/ledger/account", wire.Account, "id,number", lambda row: (row.number,), clears=True
)
