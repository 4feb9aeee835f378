"""What every write asks first: whether the connection still is what the worker was started for."""

import pytest

from samspill.exceptions import GenerationChanged
from samspill.model.changes import Priority
from samspill.tasks.desk import desk_for
from tests.integration.api.bench import Bench


def test_a_worker_whose_connection_moved_on_may_not_write(bench: Bench) -> None:
    """Seen to fail with a guard that lets everything pass."""
    connection = bench.live()
    desk = desk_for(bench.app, connection, Priority.CHANGE)
    bench.changed(connection.id, generation=connection.generation + 1)
    with pytest.raises(GenerationChanged):
        desk.guard()


def test_a_worker_whose_connection_is_as_it_was_may_write(bench: Bench) -> None:
    desk_for(bench.app, bench.live(), Priority.CHANGE).guard()
