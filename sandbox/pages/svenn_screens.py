"""The screens of Svenn."""

from __future__ import annotations

from collections.abc import Mapping

from sandbox.pages.screen import DELETE, Column, Holds, Input, Screen

CUSTOMERS = Screen(
    "customers", "customer", "Customers", "customer",
    (
        Column("name", "Name"), Column("number", "Number"), Column("organization_number", "Organisation number"),
        Column("email", "E-mail"), Column("phone", "Phone"), Column("active", "Active"),
    ),
    (
        Input("number", "Number"),
        Input("name", "Name"),
        Input("organization_number", "Organisation number"),
        Input("email", "E-mail"),
        Input("phone", "Phone"),
        Input("contact_name", "Contact"),
        Input("active", "Active (shown in lists)", Holds.FLAG, first=True),
        Input("address_line1", "Address", group="Address"),
        Input("address_line2", "Address, second line", group="Address"),
        Input("postal_code", "Postal code", group="Address"),
        Input("city", "City", group="Address"),
        Input("country", "Country", group="Address", hint="Two letters, such as NO."),
    ),
    acts=(DELETE,),
)  # fmt: skip
PROJECTS = Screen(
    "projects", "project", "Projects", "project",
    (
        Column("name", "Name"), Column("display_id", "Number"), Column("customer_id", "Customer", of="customers"),
        Column("manager_id", "Manager", of="employees"),
        Column("start_date", "Begins"), Column("end_date", "Ends"), Column("completed", "Completed"),
    ),
    (
        Input("display_id", "Number"),
        Input("name", "Name"),
        Input("customer_id", "Customer", Holds.RECORD, of="customers"),
        Input("manager_id", "Project manager", Holds.RECORD, of="employees"),
        Input("parent_id", "Below the project", Holds.RECORD, of="projects"),
        Input("start_date", "Begins", Holds.DAY),
        Input("end_date", "Ends", Holds.DAY),
        Input("description", "Description", Holds.LONG),
        Input("completed", "Completed", Holds.FLAG),
    ),
    acts=(DELETE,),
)  # fmt: skip
EMPLOYEES = Screen(
    "employees", "employee", "Employees", "employee",
    (
        Column("first_name", "First name"), Column("last_name", "Last name"), Column("number", "Number"),
        Column("email", "E-mail"), Column("mobile", "Mobile"), Column("role", "Role"), Column("active", "Active"),
    ),
    (
        Input("number", "Number"),
        Input("first_name", "First name"),
        Input("last_name", "Last name"),
        Input("email", "E-mail"),
        Input("mobile", "Mobile"),
        Input("role", "Role", Holds.CHOICE, first="employee", choices=(
            ("employee", "Employee"), ("moderator", "Moderator"), ("administrator", "Administrator"))),
        Input("active", "Active (may log in)", Holds.FLAG, first=True),
    ),
    acts=(DELETE,),
)  # fmt: skip
HOURS = Screen(
    "hours", "time_entry", "Hours", "entry",
    (
        Column("date", "Day"), Column("employee_id", "Employee", of="employees"),
        Column("project_id", "Project", of="projects"), Column("task", "Task"),
        Column("seconds", "Hours", holds=Holds.HOURS), Column("approved", "Approved"),
        Column("exported", "In the books"),
    ),
    (
        Input("date", "Day", Holds.DAY),
        Input("employee_id", "Employee", Holds.RECORD, of="employees"),
        Input("project_id", "Project", Holds.RECORD, of="projects"),
        Input("task", "Task"),
        Input("seconds", "Hours", Holds.HOURS),
        Input("from_time", "From", hint="Such as 07:00."),
        Input("to_time", "To"),
        Input("comment", "Comment", Holds.LONG),
        Input("approved", "Approved", Holds.FLAG),
    ),
    acts=(DELETE,),
)  # fmt: skip

SCREENS: Mapping[str, Screen] = {each.key: each for each in (CUSTOMERS, PROJECTS, EMPLOYEES, HOURS)}
