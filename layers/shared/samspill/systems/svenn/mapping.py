"""Svenn's rows <-> our records, as tables. Values are kept as Svenn gave them."""

from samspill.model.hours import Entry
from samspill.model.kinds import Kind
from samspill.model.records import RECORD_TYPES, Record, Value, Values
from samspill.systems.svenn.wire import Row, TimeEntry

#: Path of each kind's collection.
PATHS: dict[Kind, str] = {Kind.CUSTOMER: "/customers", Kind.PROJECT: "/projects", Kind.EMPLOYEE: "/employees"}

#: Path of everything that is listed: the registers, and the entries that hours are made of.
LISTS: dict[Kind, str] = {**PATHS, Kind.HOURS: "/time-entries"}

#: What events call each of them.
EVENTS: dict[Kind, str] = {**{kind: kind.value for kind in PATHS}, Kind.HOURS: "time_entry"}

#: Our field -> Svenn's.
NAMES: dict[Kind, dict[str, str]] = {
    Kind.CUSTOMER: {
        name: name
        for name in (
            "number", "name", "organization_number", "email", "phone", "address_line1", "address_line2",
            "postal_code", "city", "country", "active",
        )
    },
    Kind.PROJECT: {
        "number": "display_id",
        "name": "name",
        "description": "description",
        "start_date": "start_date",
        "end_date": "end_date",
        "customer": "customer_id",
        "manager": "manager_id",
        "parent": "parent_id",
        "closed": "completed",
    },
    Kind.EMPLOYEE: {
        name: name for name in ("number", "first_name", "last_name", "email", "mobile", "active")
    },
}  # fmt: skip

#: Texts that Svenn does not let be empty: sent as they are, so that it refuses them with its own message.
_NEVER_NULL = frozenset({"name", "first_name"})


def record_of(kind: Kind, row: Row) -> Record:
    """The record of a row; fields that the row does not have stay unknown. Raises ValueError for a value that no
    record of the kind can have."""
    values = {ours: row.fields[theirs] for ours, theirs in NAMES[kind].items() if theirs in row.fields}
    identity = {"id": row.id, "version": row.version, "modified_at": row.updated_at}
    return RECORD_TYPES[kind].model_validate({**values, **identity})


def entry_of(row: TimeEntry) -> Entry:
    """What somebody entered."""
    return Entry(
        id=row.id, employee=row.employee_id, on=row.date, seconds=row.seconds, project=row.project_id, task=row.task,
        tag=row.tag, comment=row.comment or "", approved=row.approved, exported=row.exported, version=row.version,
    )  # fmt: skip


def data_of(kind: Kind, values: Values) -> dict[str, Value]:
    """The body for those of `values` that Svenn has; empty text is null there."""
    return {
        theirs: values[ours] if values[ours] != "" or ours in _NEVER_NULL else None
        for ours, theirs in NAMES[kind].items()
        if ours in values
    }
