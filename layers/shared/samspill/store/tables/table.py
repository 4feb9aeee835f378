"""What all tables share: one client a process, names from the environment, transactions that tell who lost."""

import os
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from pynamodb.connection import Connection, TableConnection
from pynamodb.exceptions import TransactWriteError
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from samspill.exceptions import RevisionConflict

_TRIES = 4
_PAUSE_SECONDS = 0.02


@lru_cache(maxsize=1)
def connection() -> Connection:
    """The process's one DynamoDB connection: loading the service's description once a table is slow."""
    return Connection(
        connect_timeout_seconds=2, read_timeout_seconds=8, max_retry_attempts=4, max_pool_connections=16
    )  # fmt: skip


def table_name(variable: str) -> str:
    """The table named by an environment variable. Unset, it is a name that no table has and that tells which
    variable is missing: a function need not have the variables of tables it never touches."""
    return os.environ.get(variable) or f"{variable}-is-not-set"


class Table(Model):
    """A model that uses the shared connection."""

    @classmethod
    def _get_connection(cls) -> TableConnection:
        table = super()._get_connection()
        shared = connection()
        if table.connection is not shared:
            shared.add_meta_table(table.get_meta_table())
            table.connection = shared
        return table


def transact(build: Callable[[TransactWrite], Any]) -> None:
    """Write all of what `build` puts into the transaction, or nothing.

    Raises RevisionConflict when a condition does not hold, or when others keep writing the same items.
    """
    for attempt in range(_TRIES):
        try:
            with TransactWrite(connection=connection()) as transaction:
                build(transaction)
        except TransactWriteError as error:
            reasons = {reason.code for reason in error.cancellation_reasons if reason is not None}
            if "ConditionalCheckFailed" in reasons:
                raise RevisionConflict("a condition of the transaction does not hold") from error
            if "TransactionConflict" not in reasons:
                raise
            time.sleep(_PAUSE_SECONDS * 2**attempt)
        else:
            return
    raise RevisionConflict("others keep writing the same items")


def condition_failed(error: Exception) -> bool:
    """Whether a single write was refused by its condition."""
    return getattr(error, "cause_response_code", None) == "ConditionalCheckFailedException"
