"""What the API can do with a kind of object, and the rules that hold when it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sandbox.tripletex.bodies import Sent
from sandbox.tripletex.company import Company
from sandbox.tripletex.errors import Complaint
from sandbox.tripletex.parts import CompletePart
from sandbox.tripletex.rows import Row
from sandbox.tripletex.schema import SCHEMAS, Schema
from sandbox.tripletex.transaction import Transaction

# How a missing value is reported: as a field rule ("null.<field>", no developer message) or as a business rule.
Style = Literal["field", "rule"]
Operation = Literal["list", "get", "post", "put", "delete", "post_list", "put_list", "delete_list"]


@dataclass
class Draft:
    """A row about to be saved: what was sent, and the values it would have."""

    company: Company
    kind: Kind
    before: Row | None
    sent: Sent
    values: dict[str, Any]

    @property
    def creating(self) -> bool:
        """Whether the row is new."""
        return self.before is None

    @property
    def row_id(self) -> int:
        """The id, 0 for a new row."""
        return self.before.id if self.before else 0

    def get(self, name: str) -> Any:
        """A value after the save, with the schema's default."""
        return self.values.get(name, self.kind.model.fields[name].default)

    def changes(self, name: str) -> bool:
        """Whether the save gives the field another value (any value, for a new row)."""
        return self.before is None or self.before.values.get(name) != self.values.get(name)


def no_complaints(_draft: Draft) -> Iterable[Complaint]:
    """No rule."""
    return ()


def nothing(_draft: Draft) -> None:
    """Nothing to complete."""


def nothing_more(_transaction: Transaction, _row: Row) -> None:
    """Nothing comes into being with the row, or goes with it."""


def nothing_before(_transaction: Transaction, _sent: Sent) -> None:
    """Nothing has to be there before the row."""


def no_totals(_company: Company, _rows: list[Row]) -> dict[str, Any]:
    """The usual envelope."""
    return {}


def unused(_company: Company, _row: Row) -> list[str]:
    """Nothing can refer to the row."""
    return []


def everyone(_row: Row) -> bool:
    """Every row of the table belongs to the kind."""
    return True


@dataclass(frozen=True)
class Kind:
    """One register. `check` gives the business rules that a draft breaks, `complete` fills in numbers and the
    like, `complete_parts` does so for owned objects by field, `prepare` makes what a new row needs and
    `after_create` what comes with it, `after_delete` takes out what goes with it, `in_use` names (as text keys) why
    a row cannot be deleted."""

    path: str
    schema: str
    operations: frozenset[Operation]
    right: str
    # The module that the account must have (a switch of that name), if any.
    module: Literal["", "logistics"] = ""
    required: Mapping[str, tuple[str, Style]] = field(default_factory=dict)
    check: Callable[[Draft], Iterable[Complaint]] = no_complaints
    complete: Callable[[Draft], None] = nothing
    in_use: Callable[[Company, Row], list[str]] = unused
    member: Callable[[Row], bool] = everyone
    # Owned objects that come into being with the row even if none were sent.
    born_with: tuple[str, ...] = ()
    first_version: int = 0
    checksum: bool = True
    complete_parts: Mapping[str, CompletePart] = field(default_factory=dict)
    prepare: Callable[[Transaction, Sent], None] = nothing_before
    after_create: Callable[[Transaction, Row], None] = nothing_more
    after_delete: Callable[[Transaction, Row], None] = nothing_more
    ignores_on_put: frozenset[str] = frozenset()
    # A PUT turns numbers that are 0 into null.
    zero_is_null: bool = False
    # What the answer to a POST shows, and which lists it leaves empty although they were stored.
    post_fields: str = ""
    empty_after_post: frozenset[str] = frozenset()
    # What a list's envelope has besides the usual.
    totals: Callable[[Company, list[Row]], dict[str, Any]] = no_totals

    @property
    def model(self) -> Schema:
        """The schema."""
        return SCHEMAS[self.schema]


def operations(*names: Operation) -> frozenset[Operation]:
    """Reading, and what is named."""
    reading: tuple[Operation, ...] = ("list", "get")
    return frozenset((*reading, *names))
