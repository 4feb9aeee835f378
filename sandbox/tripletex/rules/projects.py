"""Project."""

from __future__ import annotations

from collections.abc import Iterator

from sandbox.tripletex.company import Company
from sandbox.tripletex.computed import person_name
from sandbox.tripletex.errors import Complaint, complaint
from sandbox.tripletex.kinds import Draft, Kind, operations
from sandbox.tripletex.people_filters import ENTITLED
from sandbox.tripletex.rows import Row
from sandbox.tripletex.transaction import Transaction


def _check_project(draft: Draft) -> Iterator[Complaint]:
    yield from _check_manager(draft)
    yield from _check_number(draft)
    if draft.creating and draft.sent.values.get("vatType") is not None:
        yield complaint("vatType.id", "bad_vat")
    if not draft.creating and "projectHourlyRates" in draft.sent.names:
        yield complaint("Internt felt (projectratetypes)", "hourly_rates_elsewhere")
    if _is_below_itself(draft):
        yield complaint("mainProject.id", "main_project_cycle")


def _check_manager(draft: Draft) -> Iterator[Complaint]:
    manager = draft.company.row("Employee", draft.get("projectManager"))
    if manager is None:
        yield complaint(None, "manager_missing")
    elif draft.changes("projectManager") and not manager.get(ENTITLED):
        yield complaint("projectManager.id", "manager_not_entitled", name=person_name(manager))


def _check_number(draft: Draft) -> Iterator[Complaint]:
    number = draft.get("number")
    if not number or not draft.changes("number"):
        return
    holders = [row for row in draft.company.table("Project").having("number", number) if row.id != draft.row_id]
    orders = list(draft.company.table("Order").having("number", number))
    if holders or orders:
        holder = (holders or orders)[0]
        yield complaint(None, "project_number_link", id=holder.id, company=draft.company.id)
        yield complaint("number", "project_number_in_use")


def _is_below_itself(draft: Draft) -> bool:
    parent = draft.company.row("Project", draft.get("mainProject"))
    seen: set[int] = set()
    while parent is not None and parent.id not in seen:
        if parent.id == draft.row_id:
            return True
        seen.add(parent.id)
        parent = draft.company.row("Project", parent.get("mainProject"))
    return False


def _number_project(draft: Draft) -> None:
    company = draft.company
    if draft.get("number"):
        company.note_number("Project", "number", draft.get("number"))
    elif draft.before is not None and draft.before.get("number"):
        draft.values["number"] = draft.before.get("number")
    else:
        number = str(company.next_number("Project", "number", 1))
        while company.find("Order", "number", (number,)):
            number = str(company.next_number("Project", "number", 1))
        draft.values["number"] = number


def _equip(transaction: Transaction, row: Row) -> None:
    """A new project gets one participant and one hourly rate by itself."""
    if not row.get("participants"):
        values = {"project": row.id, "employee": row.get("projectManager"), "adminAccess": True}
        participant = transaction.insert("ProjectParticipant", values)
        row.values["participants"] = (participant.id,)
    if not row.get("projectHourlyRates"):
        rate = transaction.insert("ProjectHourlyRate", {"project": row.id, "startDate": row.get("startDate")})
        row.values["projectHourlyRates"] = (rate.id,)


def _project_in_use(company: Company, row: Row) -> list[str]:
    registered = (
        ("subprojects_registered", "Project", "mainProject"),
        ("hours_registered", "TimesheetEntry", "project"),
        ("orders_registered", "Order", "project"),
    )
    return [key for key, schema, name in registered if list(company.table(schema).having(name, row.id))]


PROJECT = Kind(
    path="project",
    schema="Project",
    operations=operations("post", "put", "delete", "post_list", "put_list", "delete_list"),
    right="project",
    required={"name": ("fill", "rule"), "startDate": ("fill", "rule")},
    check=_check_project,
    complete=_number_project,
    in_use=_project_in_use,
    after_create=_equip,
)
