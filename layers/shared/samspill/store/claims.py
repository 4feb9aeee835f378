"""What keeps connections unique: a claim on the Tripletex company and one on the app account."""

from pynamodb.exceptions import DeleteError
from pynamodb.transactions import TransactWrite

from samspill.exceptions import ConfigurationWrong, RevisionConflict
from samspill.model.connection import Connection
from samspill.model.status import Status
from samspill.store.tables.connections import CLAIM, CONNECTION, ConnectionItem, account_claim, company_claim
from samspill.store.tables.table import condition_failed, transact

#: A connection in one of these has no claim, even if a crash left one behind.
WITHOUT = frozenset({Status.OFF, Status.REJECTED})


def claim(connection: Connection, account_key: str, *others: ConnectionItem) -> None:
    """Claim company and account and put `others`, new items, in one transaction.

    Raises ConfigurationWrong(company_already_connected, account_already_connected) when another connection has
    one of them; RevisionConflict when one of `others` is there already. Claims that a crash left behind are
    cleared away first.
    """
    wanted = _codes(connection.integration, connection.tripletex_company.id, account_key)
    # One round clears what a crash left behind, the second one claims.
    for _ in range(2):
        try:
            transact(lambda transaction: _build(transaction, connection, [*wanted], others))
        except RevisionConflict:
            held = [code for partition, code in wanted.items() if not _free(partition, connection.id)]
            if held:
                raise ConfigurationWrong(held[0]) from None
        else:
            return
    raise RevisionConflict(f"connection {connection.id}")


def release(connection_id: str, integration: str, company: str, account_key: str) -> None:
    """Give both claims back; those that are another connection's by now stay."""
    for partition in (company_claim(integration, company), account_claim(account_key)):
        _release(partition, connection_id)


def check_free(integration: str, company: str, account_key: str, holder: str) -> None:
    """Raises ConfigurationWrong as `claim` when another connection than `holder` has one of them now."""
    for partition, code in _codes(integration, company, account_key).items():
        if not _free(partition, holder):
            raise ConfigurationWrong(code)


def holder_of(account_key: str) -> str | None:
    """The connection that has the account now; None when nobody has, or what has it let go."""
    try:
        holder = ConnectionItem.get(account_claim(account_key), CLAIM, consistent_read=True).connection
    except ConnectionItem.DoesNotExist:
        return None
    return None if holder is None or _has_let_go(holder) else holder


def _has_let_go(connection_id: str) -> bool:
    try:
        status = ConnectionItem.get(connection_id, CONNECTION, consistent_read=True).status
    except ConnectionItem.DoesNotExist:
        return True
    return status is None or Status(status) in WITHOUT


def _codes(integration: str, company: str, account_key: str) -> dict[str, str]:
    return {
        company_claim(integration, company): "company_already_connected",
        account_claim(account_key): "account_already_connected",
    }


def _build(
    transaction: TransactWrite, connection: Connection, partitions: list[str], others: tuple[ConnectionItem, ...]
) -> None:  # fmt: skip
    mine = ConnectionItem.pk.does_not_exist() | (ConnectionItem.connection == connection.id)
    for partition in partitions:
        transaction.save(ConnectionItem(partition, CLAIM, connection=connection.id), condition=mine)
    for item in others:
        transaction.save(item, condition=ConnectionItem.pk.does_not_exist())


def _free(partition: str, connection_id: str) -> bool:
    """Whether the claim can be taken: nobody's, ours, or left behind (then it is released)."""
    try:
        holder = ConnectionItem.get(partition, CLAIM, consistent_read=True).connection
    except ConnectionItem.DoesNotExist:
        return True
    if holder is None or holder == connection_id:
        return True
    if not _has_let_go(holder):
        return False
    _release(partition, holder)
    return True


def _release(partition: str, connection_id: str) -> None:
    try:
        ConnectionItem(partition, CLAIM).delete(condition=ConnectionItem.connection == connection_id)
    except DeleteError as error:
        if not condition_failed(error):
            raise
