"""Rackbeat as its people use it: over the same records, rules and webhooks as the API."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sandbox.pages.program import Access, Firm, Json, NotThere, Record, Refused, Sent
from sandbox.pages.rackbeat_screens import SCREENS
from sandbox.pages.screen import Screen
from sandbox.rackbeat.account import Account
from sandbox.rackbeat.edits import edit
from sandbox.rackbeat.errors import RackbeatError, label
from sandbox.rackbeat.kinds.catalogue import KINDS
from sandbox.rackbeat.rows import Row
from sandbox.rackbeat.showing import as_json, shown
from sandbox.rackbeat.texts import told
from sandbox.rackbeat.world import RackbeatWorld


class Rackbeat:
    """The pages' Program over a world. What a record is called by is its number, which may change."""

    name = "Rackbeat"
    screens = SCREENS

    def __init__(self, world: RackbeatWorld) -> None:
        self._world = world

    def firms(self) -> list[Firm]:
        """See Program."""
        with self._world.lock:
            return [Firm(str(each.company.id), each.company.name) for each in self._world.accounts.values()]

    def access(self, firm: str) -> Access:
        """See Program."""
        with self._account(firm) as account:
            keys = [(f"Key ({', '.join(sorted(each.scopes))})", key) for key, each in account.keys.items()]
        return Access(("Settings", "API", "Keys"), keys)

    def mails(self, firm: str) -> list[Sent]:
        """See Program."""
        with self._account(firm) as account:
            return [Sent(each.to, f"{each.template} {each.about}") for each in reversed(account.outbox)]

    def records(self, firm: str, screen: Screen) -> list[Record]:
        """See Program."""
        with self._account(firm) as account:
            rows = account.registers.living(KINDS[screen.kind])
            last_first = sorted(rows, key=lambda row: (row.updated_at, row.uid), reverse=True)
            return [_record(account, row) for row in last_first]

    def record(self, firm: str, screen: Screen, record: str) -> Record:
        """See Program."""
        with self._account(firm) as account:
            return _record(account, _found(account, screen, record))

    def names(self, firm: str, screen: Screen) -> Mapping[str, str]:
        """See Program."""
        with self._account(firm) as account:
            rows = account.registers.living(KINDS[screen.kind])
            return {str(row.number): str(row.values.get("name") or row.number) for row in rows}

    def make(self, firm: str, screen: Screen, values: Json) -> str:
        """See Program."""
        with self._account(firm) as account:
            return str(edit(account, "create", screen.kind, None, values).number)

    def change(self, firm: str, screen: Screen, record: str, values: Json) -> str:
        """See Program."""
        with self._account(firm) as account:
            row = _found(account, screen, record)
            return str(edit(account, "update", screen.kind, row.number, values).number)

    def act(self, firm: str, screen: Screen, record: str, act: str) -> str | None:
        """See Program."""
        with self._account(firm) as account:
            row = _found(account, screen, record)
            after = edit(account, act, screen.kind, row.number, {})
            return None if act == "delete" else str(after.number)

    @contextmanager
    def _account(self, firm: str) -> Iterator[Account]:
        with self._world.lock, _refusing():
            if not firm.isdecimal():
                raise NotThere
            yield self._world.account(int(firm))


def _found(account: Account, screen: Screen, record: str) -> Row:
    kind = KINDS[screen.kind]
    row = account.find(kind.numbered_in, record)
    if row is None or row.kind is not kind:
        raise NotThere
    return row


def _record(account: Account, row: Row) -> Record:
    fields: dict[str, Any] = json.loads(as_json(shown(account, row)))
    return Record(str(row.number), fields, row.updated_at)


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except RackbeatError as error:
        if error.status == 404:
            raise NotThere from error
        wrong = [
            (each.key, told(each.message, "en", {"label": label(each.key), **each.parts}))
            for each in error.complaints
        ]
        raise Refused(wrong or [("", told(error.message, "en", error.parts))]) from error
