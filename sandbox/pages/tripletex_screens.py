"""The screens of Tripletex."""

from __future__ import annotations

from collections.abc import Mapping

from sandbox.pages.screen import DELETE, Act, Column, Holds, Input, Screen

_ADDRESS = tuple(
    Input(f"postalAddress.{name}", label, group="Postal address")
    for name, label in (
        ("addressLine1", "Address"), ("addressLine2", "Address, second line"), ("postalCode", "Postal code"),
        ("city", "City"),
    )
)  # fmt: skip
_PARTY = (
    Input("name", "Name"),
    Input("organizationNumber", "Organisation number"),
    Input("email", "E-mail"),
    Input("phoneNumber", "Phone"),
    Input("phoneNumberMobile", "Mobile"),
)
_INACTIVE = Input("isInactive", "Inactive (hidden from lists)", Holds.FLAG)

CUSTOMERS = Screen(
    "customers", "customer", "Customers", "customer",
    (
        Column("name", "Name"), Column("customerNumber", "Number"),
        Column("organizationNumber", "Organisation number"),
        Column("email", "E-mail"), Column("phoneNumber", "Phone"), Column("isInactive", "Inactive"),
    ),
    (
        Input("customerNumber", "Customer number", Holds.WHOLE, hint="Left empty, Tripletex gives the next one."),
        *_PARTY,
        Input("invoiceEmail", "E-mail for invoices"),
        Input("invoicesDueIn", "Days to pay", Holds.WHOLE, first=14),
        Input("isSupplier", "Is a supplier too", Holds.FLAG),
        _INACTIVE, *_ADDRESS,
    ),
    acts=(DELETE,),
)  # fmt: skip
SUPPLIERS = Screen(
    "suppliers", "supplier", "Suppliers", "supplier",
    (
        Column("name", "Name"), Column("supplierNumber", "Number"),
        Column("organizationNumber", "Organisation number"),
        Column("email", "E-mail"), Column("isInactive", "Inactive"),
    ),
    (
        Input("supplierNumber", "Supplier number", Holds.WHOLE, hint="Left empty, Tripletex gives the next one."),
        *_PARTY, _INACTIVE, *_ADDRESS,
    ),
    acts=(DELETE,),
)  # fmt: skip
PROJECTS = Screen(
    "projects", "project", "Projects", "project",
    (
        Column("name", "Name"), Column("number", "Number"), Column("customer.id", "Customer", of="customers"),
        Column("projectManager.id", "Manager", of="employees"),
        Column("startDate", "Begins"), Column("endDate", "Ends"), Column("isClosed", "Closed"),
    ),
    (
        Input("number", "Project number", hint="Left empty, Tripletex gives the next one."),
        Input("name", "Name"),
        Input("customer.id", "Customer", Holds.RECORD, of="customers"),
        Input("projectManager.id", "Project manager", Holds.RECORD, of="employees"),
        Input("startDate", "Begins", Holds.DAY),
        Input("endDate", "Ends", Holds.DAY),
        Input("description", "Description", Holds.LONG),
        Input("isInternal", "Internal project", Holds.FLAG),
        Input("isClosed", "Closed", Holds.FLAG),
    ),
    acts=(DELETE,),
)  # fmt: skip
PRODUCTS = Screen(
    "products", "product", "Products", "product",
    (
        Column("name", "Name"), Column("number", "Number"),
        Column("priceExcludingVatCurrency", "Price without VAT", holds=Holds.NUMBER),
        Column("stockOfGoods", "In stock", holds=Holds.NUMBER), Column("isInactive", "Inactive"),
    ),
    (
        Input("number", "Product number"),
        Input("name", "Name"),
        Input("priceExcludingVatCurrency", "Price without VAT", Holds.NUMBER),
        Input("costExcludingVatCurrency", "Cost without VAT", Holds.NUMBER),
        Input("description", "Description", Holds.LONG),
        Input("isInactive", "Inactive (hidden from lists)", Holds.FLAG),
    ),
    acts=(DELETE,),
)  # fmt: skip
EMPLOYEES = Screen(
    "employees", "employee", "Employees", "employee",
    (
        Column("displayName", "Name"), Column("employeeNumber", "Number"), Column("email", "E-mail"),
        Column("phoneNumberMobile", "Mobile"),
    ),
    (
        Input("employeeNumber", "Employee number"),
        Input("firstName", "First name"),
        Input("lastName", "Last name"),
        Input("email", "E-mail"),
        Input("phoneNumberMobile", "Mobile"),
        Input("department.id", "Department", Holds.RECORD, of="departments"),
        Input("userType", "Log-in", Holds.CHOICE, first="NO_ACCESS", choices=(
            ("NO_ACCESS", "None"), ("STANDARD", "Standard"), ("EXTENDED", "Extended"))),
    ),
    (
        Input("employeeNumber", "Employee number"),
        Input("firstName", "First name"),
        Input("lastName", "Last name"),
        Input("email", "E-mail"),
        Input("phoneNumberMobile", "Mobile"),
        Input("department.id", "Department", Holds.RECORD, of="departments"),
    ),
)  # fmt: skip
HOURS = Screen(
    "hours", "timesheet/entry", "Hours", "entry",
    (
        Column("date", "Day"), Column("employee.id", "Employee", of="employees"),
        Column("project.id", "Project", of="projects"), Column("activity.id", "Activity", of="activities"),
        Column("hours", "Hours", holds=Holds.NUMBER), Column("comment", "Comment"), Column("locked", "Locked"),
    ),
    (
        Input("date", "Day", Holds.DAY),
        Input("employee.id", "Employee", Holds.RECORD, of="employees"),
        Input("project.id", "Project", Holds.RECORD, of="projects"),
        Input("activity.id", "Activity", Holds.RECORD, of="activities"),
        Input("hours", "Hours", Holds.NUMBER),
        Input("comment", "Comment", Holds.LONG),
    ),
    (
        Input("activity.id", "Activity", Holds.RECORD, of="activities"),
        Input("hours", "Hours", Holds.NUMBER),
        Input("comment", "Comment", Holds.LONG),
    ),
    acts=(
        Act("approve", "Approve this person's week"),
        Act("unapprove", "Take the approval of the week back"),
        DELETE,
    ),
)  # fmt: skip
INVOICES = Screen(
    "invoices", "invoice", "Invoices", "invoice",
    (
        Column("invoiceNumber", "Number"), Column("invoiceDate", "Date"),
        Column("customer.id", "Customer", of="customers"),
        Column("amountExcludingVatCurrency", "Without VAT", holds=Holds.NUMBER),
        Column("amountCurrency", "Total", holds=Holds.NUMBER),
        Column("amountOutstanding", "Outstanding", holds=Holds.NUMBER),
        Column("isCreditNote", "Credit note"),
    ),
    about="Invoices and credit notes, whoever made them out.",
)  # fmt: skip
ACTIVITIES = Screen(
    "activities", "activity", "Activities", "activity",
    (Column("name", "Name"), Column("number", "Number"), Column("isInactive", "Inactive")),
)  # fmt: skip
DEPARTMENTS = Screen(
    "departments", "department", "Departments", "department",
    (Column("name", "Name"), Column("departmentNumber", "Number")),
)  # fmt: skip

SCREENS: Mapping[str, Screen] = {
    each.key: each
    for each in (
        CUSTOMERS, SUPPLIERS, PROJECTS, PRODUCTS, EMPLOYEES, HOURS, INVOICES, ACTIVITIES, DEPARTMENTS,
    )
}  # fmt: skip
