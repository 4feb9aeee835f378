"""What Tripletex sends, as far as we read it. Unknown fields are expected: later versions add some.

A field that is missing in an answer stays unset (see `model_fields_set`): rights withhold fields silently.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel


class Wire(BaseModel):
    """Camel case on the wire; extra fields are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore", alias_generator=to_camel, populate_by_name=True)


class Ref(Wire):
    """A sub-object that was not expanded: id and url."""

    id: int


def _empty_is_none(value: object) -> object:
    return None if value == "" else value


#: Dates come as `YYYY-MM-DD`, null or, in places, empty text.
Day = Annotated[date | None, BeforeValidator(_empty_is_none)]


class Touch(Wire):
    """An entry of `changes`; `timestamp` carries an offset."""

    timestamp: str | None = None
    change_type: str | None = None


class Entity(Wire):
    """Anything with an id and a version."""

    id: int
    version: int | None = None
    changes: list[Touch] | None = None


class Country(Wire):
    """Only the code matters; it is missing when the country was not expanded."""

    id: int
    iso_alpha2_code: str | None = Field(default=None, alias="isoAlpha2Code")


class Address(Wire):
    """A postal address; only the id when it was not expanded."""

    id: int | None = None
    address_line1: str | None = Field(default=None, alias="addressLine1")
    address_line2: str | None = Field(default=None, alias="addressLine2")
    postal_code: str | None = None
    city: str | None = None
    country: Country | None = None


class DeliveryAddress(Address):
    """Where goods go; only the id when it was not expanded."""

    name: str | None = None


class Currency(Wire):
    """A currency; only the id when it was not expanded."""

    id: int
    code: str | None = None


class VatType(Wire):
    """A VAT type; only the id when it was not expanded."""

    id: int
    number: str | None = None
    name: str | None = None
    percentage: Decimal | None = None


class Unit(Wire):
    """A unit of products; only the id when it was not expanded."""

    id: int
    name: str | None = None
    name_short: str | None = None
    name_en: str | None = Field(default=None, alias="nameEN")


class Account(Wire):
    """An account of the ledger; only the id when it was not expanded."""

    id: int
    number: int | None = None


class Party(Entity):
    """What rows of customers and suppliers have in common: a row can be both."""

    name: str | None = None
    organization_number: str | None = None
    is_supplier: bool | None = None
    is_customer: bool | None = None
    is_inactive: bool | None = None
    email: str | None = None
    invoice_email: str | None = None
    phone_number: str | None = None
    postal_address: Address | None = None
    physical_address: Address | None = None
    currency: Currency | None = None


class Customer(Party):
    """A customer row."""

    customer_number: int | None = None
    global_location_number: int | None = None
    invoices_due_in: int | None = None
    invoices_due_in_type: str | None = None
    invoice_send_method: str | None = None
    discount_percentage: Decimal | None = None
    delivery_address: DeliveryAddress | None = None


class Supplier(Party):
    """A supplier row."""

    supplier_number: int | None = None


class Product(Entity):
    """A product row; prices are in `currency` and without VAT."""

    name: str | None = None
    number: str | None = None
    description: str | None = None
    ean: str | None = None
    price_excluding_vat_currency: Decimal | None = None
    cost_excluding_vat_currency: Decimal | None = None
    currency: Currency | None = None
    vat_type: VatType | None = None
    product_unit: Unit | None = None
    account: Account | None = None
    supplier: Ref | None = None
    is_stock_item: bool | None = None
    stock_of_goods: Decimal | None = None
    is_inactive: bool | None = None


class Project(Entity):
    """A project row."""

    name: str | None = None
    number: str | None = None
    description: str | None = None
    start_date: Day = None
    end_date: Day = None
    customer: Ref | None = None
    project_manager: Ref | None = None
    main_project: Ref | None = None
    is_closed: bool | None = None
    is_internal: bool | None = None


class Employment(Wire):
    """An employment; dates are missing when it was not expanded."""

    id: int
    start_date: Day = None
    end_date: Day = None


class Employee(Entity):
    """An employee row."""

    first_name: str | None = None
    last_name: str | None = None
    employee_number: str | None = None
    email: str | None = None
    phone_number_mobile: str | None = None
    employments: list[Employment] | None = None
    is_contact: bool | None = None


class Department(Entity):
    """A department. `departmentManager` is absent from answers where the department module is off."""

    name: str | None = None
    department_number: str | None = None
    department_manager: Ref | None = None
    is_inactive: bool | None = None


class Company(Entity):
    """The company a token belongs to."""

    name: str = ""
    organization_number: str | None = None


class WhoAmI(Wire):
    """Owner of the token, its user, and the company."""

    employee_id: int | None = None
    actual_employee_id: int | None = None
    company_id: int


class SessionToken(Wire):
    """The answer of creating a session."""

    token: str
    expiration_date: Day = None


class Subscription(Entity):
    """A webhook subscription."""

    event: str = ""
    target_url: str = ""
    status: str = ""


T = TypeVar("T", bound=Wire)


class Page(Wire, Generic[T]):
    """A list answer. `full_result_size` is not exact and is never used for paging (issue 127)."""

    full_result_size: int | None = None
    from_: int | None = Field(default=None, alias="from")
    count: int | None = None
    version_digest: str | None = None
    values: list[T]


class One(Wire, Generic[T]):
    """A single answer."""

    value: T


class ApiMessage(Wire):
    """One validation message; `field` may be null or name several fields."""

    field: str | None = None
    message: str | None = None
    path: str | None = None


class ApiError(Wire):
    """The error envelope."""

    status: int | None = None
    code: int | None = None
    message: str | None = None
    developer_message: str | None = None
    validation_messages: list[ApiMessage] | None = None
    request_id: str | None = None


class Delivery(Wire):
    """A webhook delivery; `value` is null for a delete."""

    event: str
    id: int
    subscription_id: int | None = None
    value: dict[str, Any] | None = None
