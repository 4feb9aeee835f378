"""Onboardings in the table `sessions`: saved under their revision, forgotten after their time, keys as ciphertext."""

import hashlib
import math
from collections.abc import Callable
from datetime import datetime, timedelta

from pynamodb.exceptions import UpdateError

from samspill.exceptions import NotFound, RevisionConflict
from samspill.model.connection import Keys
from samspill.model.onboarding import Onboarding
from samspill.store.cipher import Cipher
from samspill.store.tables.sessions import SessionItem
from samspill.store.tables.table import condition_failed

_TRIES = 10
_ONBOARDING = "onboarding"
#: An onboarding is found under its address for so long; those that are forgotten by then are passed over.
_FOUND = timedelta(days=90)


class OnboardingStore:
    """All onboardings. Keys are read each time, so replaced or removed ones take effect at once."""

    def __init__(self, cipher: Cipher, clock: Callable[[], datetime]) -> None:
        self._cipher, self._clock = cipher, clock

    def create(self, onboarding: Onboarding) -> None:
        """Store a new one."""
        found_until = math.ceil((onboarding.created_at + _FOUND).timestamp())
        SessionItem(_address(onboarding.email), onboarding.id, expires=found_until).save()
        SessionItem(
            _partition(onboarding.id), _ONBOARDING, data=onboarding.model_dump_json(),
            revision=onboarding.revision, expires=math.ceil(onboarding.until.timestamp()),
        ).save()  # fmt: skip

    def get(self, onboarding_id: str) -> Onboarding:
        """The onboarding as it is now. Raises NotFound, also when its time is over."""
        onboarding = _onboarding(self._item(onboarding_id))
        if onboarding.until <= self._clock():  # DynamoDB deletes expired items hours late
            raise NotFound(f"onboarding {onboarding_id}")
        return onboarding

    def keys(self, onboarding_id: str) -> Keys:
        """Both keys in clear. Raises NotFound when there are none."""
        ciphertext = self._item(onboarding_id).ciphertext
        if ciphertext is None:
            raise NotFound("keys")
        return Keys.model_validate_json(self._cipher.decrypt(ciphertext, _context(onboarding_id)))

    def update(
        self, onboarding_id: str, change: Callable[[Onboarding], Onboarding], keys: Keys | None = None
    ) -> Onboarding:  # fmt: skip
        """Save what `change` makes of it as it is now, with `keys` if there are new ones, in one write; what was
        saved. `change` may be called again when somebody else saved first. Raises NotFound, RevisionConflict."""
        sealed = self._cipher.encrypt(keys.model_dump_json(), _context(onboarding_id)) if keys else None
        for _ in range(_TRIES):
            current = self.get(onboarding_id)
            changed = change(current)
            if changed == current and sealed is None:
                return current
            saved = changed.model_copy(update={"revision": current.revision + 1})
            if self._save(saved, sealed):
                return saved
        raise RevisionConflict(f"onboarding {onboarding_id}")

    def remove_keys(self, onboarding_id: str) -> None:
        """Forget the keys: their connection has them. Of an onboarding that is gone there is nothing to forget."""
        item = SessionItem(_partition(onboarding_id), _ONBOARDING)
        try:
            item.update([SessionItem.ciphertext.remove()], condition=SessionItem.pk.exists())
        except UpdateError as error:
            if not condition_failed(error):
                raise

    def of_address(self, email: str) -> list[Onboarding]:
        """Those begun with that address whose time is not over."""
        found = []
        for item in SessionItem.query(_address(email), consistent_read=True):
            try:
                found.append(self.get(item.sk))
            except NotFound:
                continue
        return found

    def _save(self, saved: Onboarding, sealed: bytes | None) -> bool:
        actions = [
            SessionItem.data.set(saved.model_dump_json()),
            SessionItem.revision.set(saved.revision),
            SessionItem.expires.set(math.ceil(saved.until.timestamp())),
            *([SessionItem.ciphertext.set(sealed)] if sealed else []),
        ]
        item = SessionItem(_partition(saved.id), _ONBOARDING)
        try:
            item.update([*actions], condition=SessionItem.revision == saved.revision - 1)
        except UpdateError as error:
            if not condition_failed(error):
                raise
            return False
        return True

    @staticmethod
    def _item(onboarding_id: str) -> SessionItem:
        try:
            return SessionItem.get(_partition(onboarding_id), _ONBOARDING, consistent_read=True)
        except SessionItem.DoesNotExist:
            raise NotFound(f"onboarding {onboarding_id}") from None


def _onboarding(item: SessionItem) -> Onboarding:
    return Onboarding.model_validate_json(item.data or "")


def _partition(onboarding_id: str) -> str:
    return f"onboarding#{onboarding_id}"


def _address(email: str) -> str:
    return f"onboardings-of#{hashlib.sha256(email.strip().casefold().encode()).hexdigest()}"


def _context(onboarding_id: str) -> dict[str, str]:
    # The functions' rights ask for a `connection` in it; there is none yet.
    return {"connection": f"onboarding#{onboarding_id}"}
