"""How all connections are doing, as last measured, in the table `sessions`: one partition, whose order is the worst
first. A connection's own item says where in it its line stands, since that moves.

Lines that nobody renews are forgotten after a day. Until then they tell of a clock that stands still.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.transactions import TransactWrite

from samspill.exceptions import RevisionConflict
from samspill.model.vitals import Need, Vitals
from samspill.store.pages import page
from samspill.store.search_text import fold, searchable
from samspill.store.tables.sessions import SessionItem
from samspill.store.tables.table import condition_failed, transact

KEPT = timedelta(days=1)
_ALL, _PLACE, _RANKED = "vitals", "place", "rank "
_RANKS: Mapping[Need, str] = {need: f"{_RANKED}{rank}#" for rank, need in enumerate(Need)}
#: So much of a name orders the lines of a rank.
_NAME = 60


@dataclass(frozen=True)
class Line:
    """What was measured last, and where it stands among all."""

    place: str
    vitals: Vitals


class VitalsStore:
    """Vitals by connection, and of all."""

    def note(self, vitals: Vitals, known: Line | None = None) -> None:
        """Store what was measured, in place of the line that is `known`, if the caller has looked. Of two who measure
        at a time one is heard."""
        place, before = _place(vitals), known.place if known else self._where(vitals.connection)
        try:
            if place == before:
                _renew(vitals, place)
            else:
                _move(vitals, before, place)
        except RevisionConflict:
            return

    def of(self, connection_id: str) -> Vitals | None:
        """What was measured last; None when nobody has."""
        line = self.find(connection_id)
        return line.vitals if line is not None else None

    def find(self, connection_id: str) -> Line | None:
        """The connection's line, to note it anew."""
        place = self._where(connection_id)
        if place is None:
            return None
        try:
            return Line(place, _vitals(SessionItem.get(_ALL, place)))
        except SessionItem.DoesNotExist:
            return None

    def forget(self, connection_id: str) -> None:
        """Nobody measures the connection any more."""
        place = self._where(connection_id)
        if place is not None:
            SessionItem(_ALL, place).delete()
            SessionItem(_partition(connection_id), _PLACE).delete()

    def worst_first(
        self, *, status: str = "", integration: str = "", q: str = "", limit: int = 50, cursor: str | None = None
    ) -> tuple[list[Vitals], str | None]:
        """A page of all. Raises ValueError for a bad cursor."""
        wanted: list[Condition] = [
            SessionItem.search.contains(f"|{each}|") for each in (status, integration) if each
        ]  # fmt: skip
        if q.strip():
            wanted.append(SessionItem.search.contains(fold(q.strip())))
        items, further = page(
            SessionItem, _ALL, _RANKED, wanted, limit=limit, cursor=cursor, sort_key=lambda item: item.sk
        )  # fmt: skip
        return [_vitals(item) for item in items], further

    def count(self, need: Need) -> int:
        """How many connections are in such need."""
        return SessionItem.count(_ALL, SessionItem.sk.startswith(_RANKS[need]))

    def _where(self, connection_id: str) -> str | None:
        try:
            return SessionItem.get(_partition(connection_id), _PLACE, consistent_read=True).until
        except SessionItem.DoesNotExist:
            return None


def _renew(vitals: Vitals, place: str) -> None:
    line = _line(vitals, place)
    actions = [
        SessionItem.data.set(line.data), SessionItem.search.set(line.search), SessionItem.expires.set(line.expires),
    ]  # fmt: skip
    try:
        SessionItem(_ALL, place).update([*actions], condition=SessionItem.pk.exists())
    except UpdateError as error:  # somebody moved it meanwhile, or it was forgotten
        if not condition_failed(error):
            raise
        _move(vitals, place, place)


def _move(vitals: Vitals, before: str | None, place: str) -> None:
    """Place and line in one: nobody finds a connection twice. Raises RevisionConflict when somebody was faster."""
    own = SessionItem(_partition(vitals.connection), _PLACE, until=place)
    unmoved = SessionItem.until == before if before is not None else SessionItem.pk.does_not_exist()

    def build(transaction: TransactWrite) -> None:
        transaction.save(own, condition=unmoved)
        transaction.save(_line(vitals, place))
        if before not in (None, place):
            transaction.delete(SessionItem(_ALL, before))

    transact(build)


def _line(vitals: Vitals, place: str) -> SessionItem:
    names = searchable(vitals.company, vitals.app_company, vitals.organization_number, vitals.connection)
    return SessionItem(
        _ALL, place, data=vitals.model_dump_json(exclude_defaults=True),
        search=f"|{vitals.status.value}|\n|{vitals.integration}|\n{names}", expires=_until(vitals.at),
    )  # fmt: skip


def _place(vitals: Vitals) -> str:
    return f"{_RANKS[vitals.need]}{fold(vitals.company)[:_NAME]}#{vitals.connection}"


def _until(at: datetime) -> int:
    return int((at + KEPT).timestamp())


def _vitals(item: SessionItem) -> Vitals:
    return Vitals.model_validate_json(item.data or "{}")


def _partition(connection_id: str) -> str:
    return f"{_ALL}#{connection_id}"
