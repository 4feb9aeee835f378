"""Svenn as its people use it: over the same rows, rules and webhooks as the API."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sandbox.pages.program import Access, Firm, Json, NotThere, Record, Refused, Sent
from sandbox.pages.screen import Screen
from sandbox.pages.svenn_screens import SCREENS
from sandbox.svenn.account import Account
from sandbox.svenn.fields import Kind
from sandbox.svenn.problems import ProblemError
from sandbox.svenn.rows import Row, shown
from sandbox.svenn.world import Op, SvennWorld


class Svenn:
    """The pages' Program over a world."""

    name = "Svenn"
    screens = SCREENS

    def __init__(self, world: SvennWorld) -> None:
        self._world = world

    def firms(self) -> list[Firm]:
        """See Program."""
        with self._world.lock:
            accounts = self._world.accounts.values()
            return [Firm(each.id, each.name, each.organization_number or "") for each in accounts]

    def access(self, firm: str) -> Access:
        """See Program."""
        with self._account(firm) as account:
            return Access(
                ("Settings", "Integrations", "API key"), [("Key of the account", key) for key in account.tokens]
            )

    def mails(self, firm: str) -> list[Sent]:
        """See Program."""
        with self._account(firm) as account:
            return [Sent(each.to, each.template.replace("_", " ")) for each in reversed(account.outbox)]

    def records(self, firm: str, screen: Screen) -> list[Record]:
        """See Program."""
        with self._account(firm) as account:
            changed = [row for row in account.register.changed(Kind(screen.kind)) if not row.deleted]
            return [_record(row) for row in reversed(changed)]

    def record(self, firm: str, screen: Screen, record: str) -> Record:
        """See Program."""
        with self._account(firm) as account:
            row = account.register.find(Kind(screen.kind), record)
            if row is None:
                raise NotThere
            return _record(row)

    def names(self, firm: str, screen: Screen) -> Mapping[str, str]:
        """See Program."""
        with self._account(firm) as account:
            return {row.id: _named(row) for row in account.register.living(Kind(screen.kind))}

    def make(self, firm: str, screen: Screen, values: Json) -> str:
        """See Program."""
        return self._edit(firm, screen, "create", None, values).id

    def change(self, firm: str, screen: Screen, record: str, values: Json) -> str:
        """See Program."""
        return self._edit(firm, screen, "update", record, values).id

    def act(self, firm: str, screen: Screen, record: str, act: str) -> str | None:
        """See Program."""
        if act != "delete":
            raise NotThere
        self._edit(firm, screen, "delete", record, {})
        return None

    def _edit(self, firm: str, screen: Screen, op: Op, record: str | None, values: Json) -> Row:
        with _refusing():
            return self._world.edit(firm, op, screen.kind, row_id=record, data=values)

    @contextmanager
    def _account(self, firm: str) -> Iterator[Account]:
        with self._world.lock, _refusing():
            yield self._world.account(firm)


def _record(row: Row) -> Record:
    return Record(row.id, shown(row), row.updated_at, row.version)


def _named(row: Row) -> str:
    person = " ".join(str(part) for name in ("first_name", "last_name") if (part := row.values.get(name)))
    return str(row.values.get("name") or person or row.id)


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except ProblemError as error:
        if error.code == "not_found":
            raise NotThere from error
        raise Refused(
            [(each.field, f"{each.message.capitalize()}.") for each in error.errors] or [("", error.detail)]
        ) from error
