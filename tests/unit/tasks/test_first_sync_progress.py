"""What a connection tells of its first sync."""

from datetime import UTC, datetime

from samspill.model.connection import Company, Connection
from samspill.tasks.first_sync_progress import begun, further, phases_of

NOW = datetime(2026, 3, 2, tzinfo=UTC)
NOBODY = Connection(
    id="c", integration="svenn", organization_number="987654325", tripletex_company=Company(id="1", name="Bygg AS"),
    app_company=Company(id="2", name="Bygg AS"), created_at=NOW, updated_at=NOW,
)  # fmt: skip
BEGUN = NOBODY.model_copy(update={"progress": begun({1: 300, 2: 40}, 2)})


def states(connection: Connection) -> list[str]:
    return [phase.state for phase in phases_of(connection)]


def test_before_anything_is_written_both_sides_are_read_again() -> None:
    assert states(NOBODY) == ["now", "ahead", "ahead", "ahead"]
    assert states(BEGUN) == ["now", "ahead", "ahead", "ahead"]


def test_rows_count_in_all_and_in_their_phase() -> None:
    at = further(further(further(BEGUN, 1, 100), 1, 200), 2, 15)
    assert (at.progress["rows"], at.progress["done"]) == (340, 315)
    assert [(phase.done, phase.rows) for phase in phases_of(at)] == [(0, None), (300, 300), (15, 40), (0, None)]
    assert states(at) == ["done", "done", "now", "ahead"]


def test_a_chunk_that_was_worked_on_twice_makes_no_phase_more_than_full() -> None:
    at = further(further(BEGUN, 2, 40), 2, 40)
    assert phases_of(at)[2].done == 40


def test_a_phase_that_is_over_is_full_whatever_was_counted() -> None:
    assert phases_of(further(BEGUN, 2, 1))[1].done == 300


def test_behind_both_phases_everything_is_checked() -> None:
    assert states(further(BEGUN, 3)) == ["done", "done", "done", "now"]
