from datetime import datetime

from samspill.model.changes import RecordKey
from samspill.model.history import Decision
from samspill.model.kinds import Kind, Side
from samspill.model.problems import Choice
from samspill.sync.ports import Stores


def decision(connection: str, now: datetime, record_id: str, choice: Choice = Choice.CREATE) -> Decision:
    key = RecordKey(kind=Kind.CUSTOMER, side=Side.APP, id=record_id)
    return Decision(connection=connection, key=key, choice=choice, by="kari@example.no", at=now)


def test_decisions_are_found_by_record(stores: Stores, connection_id: str, now: datetime) -> None:
    made = decision(connection_id, now, "1")
    stores.decisions.put(made)
    assert stores.decisions.get([made.key, decision(connection_id, now, "2").key]) == {made.key: made}


def test_a_later_decision_replaces_the_first(stores: Stores, connection_id: str, now: datetime) -> None:
    stores.decisions.put(decision(connection_id, now, "1"))
    later = decision(connection_id, now, "1", Choice.LEAVE_OUT)
    stores.decisions.put(later)
    assert stores.decisions.all() == [later]


def test_a_dropped_decision_is_forgotten(stores: Stores, connection_id: str, now: datetime) -> None:
    stores.decisions.put(decision(connection_id, now, "1"))
    stores.decisions.put(decision(connection_id, now, "2"))
    stores.decisions.drop(decision(connection_id, now, "1").key)
    assert [one.key.id for one in stores.decisions.all()] == ["2"]


def test_decisions_are_not_mixed_with_fates(stores: Stores, connection_id: str, now: datetime) -> None:
    stores.decisions.put(decision(connection_id, now, "1"))
    assert stores.journal.search() == ([], None)
