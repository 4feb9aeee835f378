"""What Svenn answers, as far as it is needed (contracts/svenn.openapi.yaml)."""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Wire(BaseModel):
    """Fields that are not named here are let pass: Svenn may add some at any time."""

    model_config = ConfigDict(frozen=True)


class Account(Wire):
    """The account of the token that asks; `rights` are that token's."""

    id: str
    name: str
    organization_number: str | None
    rights: frozenset[str]


class Row(Wire):
    """A row of any register, or the tombstone of one."""

    model_config = ConfigDict(frozen=True, extra="allow")

    id: str
    version: int | None = None
    updated_at: datetime | None = None
    deleted: bool = False

    @property
    def fields(self) -> dict[str, Any]:
        """What the row's own kind has, under Svenn's names (see `mapping`)."""
        return self.model_extra or {}


class Page(Wire):
    """One page of rows, or of tombstones among them."""

    items: tuple[Row, ...]
    next_cursor: str | None


class TimeEntry(Wire):
    """What somebody entered. `seconds` are the total, which from and to do not tell."""

    id: str
    employee_id: str
    project_id: str | None
    task: str | None
    tag: str | None
    date: date
    seconds: int = Field(ge=0)
    comment: str | None
    approved: bool
    exported: bool
    version: int


class EntryPage(Wire):
    """One page of time entries, without tombstones."""

    items: tuple[TimeEntry, ...]
    next_cursor: str | None


class FieldError(Wire):
    """One field that is wrong, and why."""

    field: str = ""
    message: str = ""


class Problem(Wire):
    """RFC 9457 with Svenn's `code`."""

    code: str = ""
    title: str = ""
    detail: str = ""
    errors: tuple[FieldError, ...] = ()


class RowAnswer(Wire):
    """What became of one operation of a batch: the row, or its problem."""

    key: str
    status: int
    item: Row | None = None
    problem: Problem | None = None


class BatchAnswer(Wire):
    """Every operation's own answer."""

    results: tuple[RowAnswer, ...]


class MarkAnswer(Wire):
    """What became of one mark on a time entry."""

    id: str
    status: int


class MarksAnswer(Wire):
    """Every mark's own answer."""

    results: tuple[MarkAnswer, ...]


class Webhook(Wire):
    """A subscription; `status` is `active` or `disabled`."""

    id: str
    url: str
    events: tuple[str, ...]
    secret: str
    status: str


class Webhooks(Wire):
    """All of an account's subscriptions."""

    items: tuple[Webhook, ...]
