"""Registers that others point to: country, currency, department, activity, address."""

from __future__ import annotations

from sandbox.tripletex.schema import choice, define, flag, integer, number, on_demand, read_only, ref, text

ACTIVITY_TYPES = ("GENERAL_ACTIVITY", "PROJECT_GENERAL_ACTIVITY", "PROJECT_SPECIFIC_ACTIVITY", "TASK")

COUNTRY = define(
    "Country",
    "country",
    *read_only(
        text("name"),
        text("displayName"),
        text("isoAlpha2Code"),
        text("isoAlpha3Code"),
        text("isoNumericCode"),
    ),
)

CURRENCY = define(
    "Currency",
    "currency",
    text("code", 10),
    text("description", 100),
    integer("factor", default=1),
    text("displayName"),
    flag("isDisabled"),
)

ADDRESS = define(
    "Address",
    "address",
    text("addressLine1", 255),
    text("addressLine2", 255),
    text("postalCode", 100),
    text("city", 100),
    ref("country", "Country", default=161),
    *read_only(text("displayName"), text("addressAsString"), text("displayNameInklMatrikkel")),
    integer("knr"),
    integer("gnr"),
    integer("bnr"),
    integer("fnr"),
    integer("snr"),
    text("unitNumber", 255),
)

DELIVERY_ADDRESS = define(
    "DeliveryAddress",
    "deliveryAddress",
    text("addressLine1", 255),
    text("addressLine2", 255),
    text("postalCode", 100),
    text("city", 100),
    ref("country", "Country", default=161),
    *read_only(text("displayName"), text("addressAsString"), text("displayNameInklMatrikkel")),
    text("name", 100),
    ref("customerVendor", "Company"),
    integer("knr"),
    integer("gnr"),
    integer("bnr"),
    integer("fnr"),
    integer("snr"),
    text("unitNumber", 255),
)

DEPARTMENT = define(
    "Department",
    "department",
    text("name", 255),
    text("departmentNumber", 100),
    text("displayName", read_only=True),
    flag("isInactive"),
    # Read only where the department module is on: see `reading.py`.
    *on_demand(ref("departmentManager", "Employee")),
    *on_demand(integer("businessActivityTypeId", read_only=True)),
)

ACTIVITY = define(
    "Activity",
    "activity",
    text("name", 255),
    text("number", 100),
    text("description"),
    choice("activityType", *ACTIVITY_TYPES),
    *read_only(flag("isProjectActivity"), flag("isGeneral"), flag("isTask"), flag("isDisabled")),
    flag("isChargeable"),
    number("rate"),
    number("costPercentage"),
    text("displayName"),
    flag("deletable", read_only=True, default=True),
)

DIVISION = define("Division", "division", text("name"), text("organizationNumber"), text("displayName"))

PRODUCT_UNIT = define(
    "ProductUnit",
    "product/unit",
    text("name", 100),
    text("nameShort", 50),
    text("nameEN", 255),
    text("commonCode", 50),
    text("nameShortEN", 50),
    flag("isDeletable"),
    *read_only(text("displayName"), text("displayNameShort")),
)
