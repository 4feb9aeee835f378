"""A connection's keys and webhook secrets as ciphertext, and the state machine's task tokens."""

from samspill.exceptions import NotFound
from samspill.model.connection import Keys
from samspill.store.cipher import Cipher
from samspill.store.tables.connections import KEYS, SECRETS, ConnectionItem, secret_key, token_key


class ConnectionVault:
    """What belongs to a connection and must not be in its item. The ciphertext is read each time, so replaced
    or removed keys take effect at once in every process."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    def keys(self, connection_id: str) -> Keys:
        """Both keys in clear. Raises NotFound when they were removed."""
        text = self._open(connection_id, KEYS)
        if text is None:
            raise NotFound("keys")
        return Keys.model_validate_json(text)

    def replace_keys(self, connection_id: str, keys: Keys) -> None:
        """Store both keys, over the old ones if there are any."""
        self.keys_item(connection_id, keys).save()

    def remove_keys(self, connection_id: str) -> None:
        """Delete the keys and all webhook secrets."""
        secrets = ConnectionItem.query(
            connection_id, ConnectionItem.sk.startswith(SECRETS), consistent_read=True
        )  # fmt: skip
        with ConnectionItem.batch_write() as batch:
            batch.delete(ConnectionItem(connection_id, KEYS))
            for item in secrets:
                batch.delete(item)

    def put_secret(self, connection_id: str, name: str, value: str) -> None:
        """Store a secret, over the old one if there is one."""
        self._sealed(connection_id, secret_key(name), value).save()

    def secret(self, connection_id: str, name: str) -> str | None:
        """The secret in clear; None when there is none."""
        return self._open(connection_id, secret_key(name))

    def put_task_token(self, connection_id: str, token: str, name: str = "review") -> None:
        """Store the token that an execution waits with, over an older one."""
        ConnectionItem(connection_id, token_key(name), token=token).save()

    def task_token(self, connection_id: str, name: str = "review") -> str | None:
        """The token; None when nothing was ever waited for."""
        try:
            return ConnectionItem.get(connection_id, token_key(name), consistent_read=True).token
        except ConnectionItem.DoesNotExist:
            return None

    def keys_item(self, connection_id: str, keys: Keys) -> ConnectionItem:
        """The item that holds both keys."""
        return self._sealed(connection_id, KEYS, keys.model_dump_json())

    def _sealed(self, connection_id: str, sort_key: str, text: str) -> ConnectionItem:
        ciphertext = self._cipher.encrypt(text, {"connection": connection_id})
        return ConnectionItem(connection_id, sort_key, ciphertext=ciphertext)

    def _open(self, connection_id: str, sort_key: str) -> str | None:
        try:
            item = ConnectionItem.get(connection_id, sort_key, consistent_read=True)
        except ConnectionItem.DoesNotExist:
            return None
        return self._cipher.decrypt(item.ciphertext, {"connection": connection_id}) if item.ciphertext else None
