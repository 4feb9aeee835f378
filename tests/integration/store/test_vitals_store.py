"""How connections are doing: each is found once, the worst first, wherever its line stood before."""

from datetime import UTC, datetime
from itertools import count

import pytest

from samspill.model.status import Status
from samspill.model.vitals import Need, Vitals
from samspill.store.tables.sessions import SessionItem
from samspill.store.vitals import VitalsStore

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
_numbers = count(1)


@pytest.fixture
def store(aws: None) -> VitalsStore:
    return VitalsStore()


@pytest.fixture
def integration() -> str:
    """One of its own for each test, since all share the table."""
    return f"app{next(_numbers)}"


def vitals(integration: str, name: str, **changes: object) -> Vitals:
    return Vitals.model_validate(
        {
            "connection": f"{integration}-{name}", "integration": integration, "company": name, "app_company": name,
            "organization_number": "987654321", "status": Status.ACTIVE, "at": NOW, "updated_at": NOW, **changes,
        }
    )  # fmt: skip


def listed(store: VitalsStore, integration: str, **wanted: object) -> list[str]:
    found, _ = store.worst_first(integration=integration, **wanted)  # type: ignore[arg-type]
    return [each.company for each in found]


def test_the_worst_come_first_and_of_a_rank_by_name(store: VitalsStore, integration: str) -> None:
    for each in (
        vitals(integration, "Åse Bygg"), vitals(integration, "Berg"), vitals(integration, "Problem", problems=2),
        vitals(integration, "Venter", status=Status.IN_REVIEW, review_pending=True),
        vitals(integration, "Zeta", dead_letters=1), vitals(integration, "Alfa", status=Status.NEEDS_ATTENTION),
    ):  # fmt: skip
        store.note(each)
    assert listed(store, integration) == ["Alfa", "Zeta", "Venter", "Problem", "Berg", "Åse Bygg"]


def test_a_connection_that_recovers_moves_and_is_found_once(store: VitalsStore, integration: str) -> None:
    store.note(vitals(integration, "Berg"))
    store.note(vitals(integration, "Ås", dead_letters=1))
    store.note(vitals(integration, "Ås", dead_letters=0))
    assert listed(store, integration) == ["Berg", "Ås"]


def test_what_is_measured_again_takes_the_place_of_what_was(store: VitalsStore, integration: str) -> None:
    store.note(vitals(integration, "Berg", problems=2))
    store.note(vitals(integration, "Berg", problems=7))
    assert store.of(f"{integration}-Berg") == vitals(integration, "Berg", problems=7)


def test_a_line_that_was_forgotten_in_the_meantime_is_made_anew(store: VitalsStore, integration: str) -> None:
    store.note(vitals(integration, "Berg"))
    line = next(each for each in SessionItem.query("vitals") if each.sk.endswith(f"#{integration}-Berg"))
    line.delete()
    store.note(vitals(integration, "Berg"))
    assert listed(store, integration) == ["Berg"]


def test_a_forgotten_connection_is_gone(store: VitalsStore, integration: str) -> None:
    store.note(vitals(integration, "Berg"))
    store.forget(f"{integration}-Berg")
    assert (listed(store, integration), store.of(f"{integration}-Berg")) == ([], None)


@pytest.mark.parametrize("q", ["berg & sonn", "BERG", "987654321"])
def test_a_company_is_found_by_name_without_accents_or_number(store: VitalsStore, integration: str, q: str) -> None:
    store.note(vitals(integration, "Bérg & Sonn"))
    store.note(vitals(integration, "Annen", organization_number="111111111"))
    assert listed(store, integration, q=q) == ["Bérg & Sonn"]


def test_a_status_is_not_found_in_a_name(store: VitalsStore, integration: str) -> None:
    store.note(vitals(integration, "Paused Hotel"))
    assert listed(store, integration, status="paused") == []


def test_pages_go_on_where_the_last_one_ended(store: VitalsStore, integration: str) -> None:
    for name in ("a", "b", "c"):
        store.note(vitals(integration, name))
    first, cursor = store.worst_first(integration=integration, limit=2)
    second, end = store.worst_first(integration=integration, limit=2, cursor=cursor)
    assert ([each.company for each in (*first, *second)], end) == (["a", "b", "c"], None)


def test_a_cursor_of_another_listing_is_refused(store: VitalsStore) -> None:
    with pytest.raises(ValueError, match="cursor"):
        store.worst_first(cursor="bm8=")


def test_those_in_need_are_counted(store: VitalsStore, integration: str) -> None:
    before = store.count(Need.ACT)
    store.note(vitals(integration, "Alfa", dead_letters=3))
    store.note(vitals(integration, "Berg"))
    assert store.count(Need.ACT) == before + 1
