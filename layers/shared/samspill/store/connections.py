"""Connections in DynamoDB: created once for a company and an account, saved under their revision."""

import builtins
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import islice

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.update import Action

from samspill.exceptions import Bug, NotFound, RevisionConflict
from samspill.model.connection import Connection, Keys
from samspill.model.status import Status
from samspill.observability import logger
from samspill.store import attempts, claims
from samspill.store.cipher import Cipher
from samspill.store.erasure import erase
from samspill.store.opaque import decode_cursor, encode_cursor
from samspill.store.tables.connections import CONNECTION, WAITS, ConnectionItem, account_text
from samspill.store.tables.table import condition_failed
from samspill.store.vault import ConnectionVault

_TRIES = 10


class ConnectionStore(ConnectionVault):
    """All connections; keys, secrets and task tokens come from `ConnectionVault`.

    `system_of` names the app's system of an integration: an account of a system is connected once, whichever
    integration does it.
    """

    def __init__(self, cipher: Cipher, system_of: Callable[[str], str] = lambda integration: integration) -> None:
        super().__init__(cipher)
        self._system_of = system_of

    def create(self, connection: Connection, keys: Keys) -> Connection:
        """Store a new connection with its keys, all or nothing.

        Raises ConfigurationWrong(company_already_connected or account_already_connected), RevisionConflict when
        its id is taken.
        """
        account_key = self._account_key(connection)
        item = ConnectionItem(
            connection.id,
            CONNECTION,
            data=connection.model_dump_json(),
            revision=connection.revision,
            status=connection.status.value,
            integration=connection.integration,
            account_key=account_key,
        )
        claims.claim(connection, account_key, item, self.keys_item(connection.id, keys))
        return connection

    def get(self, connection_id: str) -> Connection:
        """The connection as it is now. Raises NotFound."""
        try:
            return _connection(ConnectionItem.get(connection_id, CONNECTION, consistent_read=True))
        except ConnectionItem.DoesNotExist:
            raise NotFound(f"connection {connection_id}") from None

    def several(self, ids: Sequence[str]) -> dict[str, Connection]:
        """Those of the connections that there are, as they are now."""
        wanted = [(each, CONNECTION) for each in dict.fromkeys(ids)]
        found = _readable(ConnectionItem.batch_get(wanted, consistent_read=True))
        return {connection.id: connection for connection in found}

    def save(self, connection: Connection) -> Connection:
        """Store with revision + 1. Raises RevisionConflict when the stored revision is another."""
        saved = connection.model_copy(update={"revision": connection.revision + 1})
        actions = [
            ConnectionItem.data.set(saved.model_dump_json()),
            ConnectionItem.revision.set(saved.revision),
            ConnectionItem.status.set(saved.status.value),
            *_review(saved),
        ]
        item = ConnectionItem(connection.id, CONNECTION)
        try:
            item.update([*actions], condition=ConnectionItem.revision == connection.revision)
        except UpdateError as error:
            if not condition_failed(error):
                raise
            raise RevisionConflict(f"connection {connection.id}") from error
        return saved

    def update(self, connection_id: str, change: Callable[[Connection], Connection]) -> Connection:
        """Save what `change` makes of the connection as it is now; what was saved. `change` may be called again
        when somebody else saved first; what it raises is raised. Raises NotFound, RevisionConflict."""
        for _ in range(_TRIES):
            current = self.get(connection_id)
            changed = change(current)
            if changed == current:
                return current
            try:
                return self.save(changed)
            except RevisionConflict:
                continue
        raise RevisionConflict(f"connection {connection_id}")

    def check_free(self, integration: str, company: str, account: str, holder: str | None = None) -> None:
        """Raises ConfigurationWrong like `create` when another connection than `holder` has the Tripletex company or
        the app's account."""
        claims.check_free(integration, company, account_text(self._system_of(integration), account), holder or "")

    def holder_of_account(self, integration: str, account: str) -> str | None:
        """The id of the connection that has the app's account now."""
        return claims.holder_of(account_text(self._system_of(integration), account))

    def release_claims(self, connection_id: str) -> None:
        """Let company and account be connected anew: for a connection that is off or rejected."""
        connection = self.get(connection_id)
        company = connection.tripletex_company.id
        claims.release(connection.id, connection.integration, company, self._account_key(connection))

    def take_claims(self, connection_id: str) -> None:
        """Claim company and account again, before a rejected connection starts anew. Raises ConfigurationWrong
        like `create`."""
        connection = self.get(connection_id)
        claims.claim(connection, self._account_key(connection))

    def active(self, statuses: Sequence[Status] = (Status.ACTIVE,), after: str = "") -> Iterator[Connection]:
        """Connections in those statuses, each status in the order of their ids and from behind `after` on, in bounded
        memory. The index may lag a moment behind. One that cannot be read is logged and left out: who goes through
        all must not end at one damaged item."""
        behind = ConnectionItem.pk > after if after else None
        for status in statuses:
            yield from _readable(ConnectionItem.by_status.query(status.value, behind))

    def waiting_for_review(self, limit: int) -> Sequence[Connection]:
        """Those about whose plan, or what was left over of it, a person is asked, who has waited longest first. The
        index may lag a moment behind."""
        found = (_connection(item) for item in ConnectionItem.by_review.query(WAITS, limit=limit))
        return [connection for connection in found if connection.asks_for_review]

    def of_account(self, system: str, account: str) -> Sequence[Connection]:
        """Connections of an app account, also those that are off."""
        return [_connection(item) for item in ConnectionItem.by_account.query(account_text(system, account))]

    def record_attempt(self, integration: str, organization_number: str, code: str, now: datetime) -> None:
        """Remember a refused attempt to connect, without keys."""
        attempts.record(
            attempts.Attempt(integration=integration, organization_number=organization_number, code=code, at=now)
        )

    def delete_everything(self, connection_id: str) -> None:
        """Delete every item of the connection, in all tables. Doing it again is fine."""
        with suppress(NotFound):  # an earlier run got as far as deleting the connection itself
            self.release_claims(connection_id)
        erase(connection_id)

    def list(
        self,
        *,
        integration: str | None = None,
        status: Status | None = None,
        limit: int = 50,
        cursor: str | None = None,
    ) -> tuple[builtins.list[Connection], str | None]:
        """A page of connections by status, then id. Raises ValueError for a bad cursor or a limit below one."""
        if limit < 1:
            raise ValueError("limit must be at least 1")
        statuses = (status,) if status is not None else tuple(Status)
        after = ""
        if cursor is not None:
            reached, after = _position(cursor)
            if reached not in statuses:
                raise ValueError("a page cursor of another listing")
            statuses = statuses[statuses.index(reached) :]
        found = list(islice(_walk(statuses, after, integration), limit + 1))
        last = found[limit - 1] if len(found) > limit else None
        return found[:limit], encode_cursor(f"{last.status.value}#{last.id}") if last else None

    def _account_key(self, connection: Connection) -> str:
        return account_text(self._system_of(connection.integration), connection.app_company.id)


def _walk(statuses: Sequence[Status], after: str, integration: str | None) -> Iterator[Connection]:
    """Connections in those statuses; of the first one only those with an id greater than `after`."""
    for place, status in enumerate(statuses):
        items = ConnectionItem.by_status.query(
            status.value,
            ConnectionItem.pk > after if place == 0 and after else None,
            filter_condition=ConnectionItem.integration == integration if integration else None,
        )
        yield from (_connection(item) for item in items)


def _readable(items: Iterable[ConnectionItem]) -> Iterator[Connection]:
    for item in items:
        try:
            connection = _connection(item)
        except ValueError:
            logger.exception("connection cannot be read", connection=item.pk)
        else:
            yield connection


def _review(connection: Connection) -> tuple[Action, ...]:
    """What keeps the index of those who wait for a review."""
    if not connection.asks_for_review:
        return ConnectionItem.review.remove(), ConnectionItem.review_since.remove()
    since = connection.plan_ready_at or connection.updated_at
    return ConnectionItem.review.set(WAITS), ConnectionItem.review_since.set(since.isoformat())


def _position(cursor: str) -> tuple[Status, str]:
    try:
        status, connection_id = decode_cursor(cursor, "").split("#", 1)
        return Status(status), connection_id
    except ValueError as error:
        raise ValueError("not a page cursor") from error


def _connection(item: ConnectionItem) -> Connection:
    if item.data is None:
        raise Bug(f"no connection: {item.pk}")
    return Connection.model_validate_json(item.data)
