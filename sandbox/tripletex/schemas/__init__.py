"""The models of Tripletex, as tables. Importing this package fills `sandbox.tripletex.schema.SCHEMAS`."""

from sandbox.tripletex.schemas import (
    access,
    accounting,
    parties,
    people,
    projects,
    purchases,
    registers,
    sales,
    timesheet,
)

__all__ = ["access", "accounting", "parties", "people", "projects", "purchases", "registers", "sales", "timesheet"]
