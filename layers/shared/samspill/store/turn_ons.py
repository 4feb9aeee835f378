"""Accounts that are about to be connected, in the table `sessions`: the app's key as ciphertext, until it is used."""

import math
from collections.abc import Callable
from datetime import datetime

from pynamodb.exceptions import UpdateError

from samspill.exceptions import NotFound
from samspill.model.turn_on import TurnOn
from samspill.store.cipher import Cipher
from samspill.store.tables.sessions import SessionItem
from samspill.store.tables.table import condition_failed

_TURN_ON = "turn-on"


class TurnOnStore:
    """One item an account. The key is read each time, so a newer one takes effect at once."""

    def __init__(self, cipher: Cipher, clock: Callable[[], datetime]) -> None:
        self._cipher, self._clock = cipher, clock

    def put(self, turn_on: TurnOn, app_key: str) -> None:
        """Store it with its key, in place of what was stored for this account before."""
        SessionItem(
            _partition(turn_on.id), _TURN_ON, data=turn_on.model_dump_json(),
            ciphertext=self._cipher.encrypt(app_key, _context(turn_on.id)),
            expires=math.ceil(turn_on.until.timestamp()),
        ).save()  # fmt: skip

    def get(self, turn_on_id: str) -> TurnOn:
        """What is known of it. Raises NotFound, also when its time is over."""
        turn_on = TurnOn.model_validate_json(self._item(turn_on_id).data or "")
        if turn_on.until <= self._clock():  # DynamoDB deletes expired items hours late
            raise NotFound(f"turn-on {turn_on_id}")
        return turn_on

    def app_key(self, turn_on_id: str) -> str:
        """The app's key in clear. Raises NotFound once it was used."""
        ciphertext = self._item(turn_on_id).ciphertext
        if ciphertext is None:
            raise NotFound("app key")
        return self._cipher.decrypt(ciphertext, _context(turn_on_id))

    def became(self, turn_on: TurnOn, connection_id: str) -> None:
        """Note what was made of it and forget the key: the connection has it. One that is gone stays so."""
        told = turn_on.model_copy(update={"connection": connection_id})
        actions = [SessionItem.data.set(told.model_dump_json()), SessionItem.ciphertext.remove()]
        try:
            SessionItem(_partition(turn_on.id), _TURN_ON).update([*actions], condition=SessionItem.pk.exists())
        except UpdateError as error:
            if not condition_failed(error):
                raise

    @staticmethod
    def _item(turn_on_id: str) -> SessionItem:
        try:
            return SessionItem.get(_partition(turn_on_id), _TURN_ON, consistent_read=True)
        except SessionItem.DoesNotExist:
            raise NotFound(f"turn-on {turn_on_id}") from None


def _partition(turn_on_id: str) -> str:
    return f"turn-on#{turn_on_id}"


def _context(turn_on_id: str) -> dict[str, str]:
    # The functions' rights ask for a `connection` in it; there is none yet.
    return {"connection": _partition(turn_on_id)}
