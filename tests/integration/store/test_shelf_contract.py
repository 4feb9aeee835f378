import gzip
from collections.abc import Iterator
from itertools import pairwise

import boto3
import pytest
from pydantic import BaseModel

from samspill.exceptions import NotFound
from samspill.store import clients
from samspill.store.plans import PlanStore
from samspill.sync.ports import Shelf
from tests.fakes.shelf import MemoryShelf

BUCKET = "samspill-plans"


class Row(BaseModel):
    number: int
    name: str = ""


@pytest.fixture(scope="module")
def bucket(aws: None) -> str:
    boto3.client("s3").create_bucket(
        Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-north-1"}
    )  # fmt: skip
    return BUCKET


@pytest.fixture
def plans(bucket: str) -> PlanStore:
    return PlanStore(clients.s3, bucket)


@pytest.fixture(params=["memory", "s3"])
def shelf(request: pytest.FixtureRequest) -> Shelf:
    if request.param == "memory":
        return MemoryShelf()
    found: PlanStore = request.getfixturevalue("plans")
    return found


def test_rows_come_back_in_order(shelf: Shelf, connection_id: str) -> None:
    rows = [Row(number=number, name="Åse\nÆrlig") for number in range(250)]
    assert shelf.put_rows(f"{connection_id}/rows", iter(rows)) == 250
    assert list(shelf.rows(f"{connection_id}/rows", Row)) == rows


def test_a_file_is_kept_beside_the_rest_and_goes_with_it(shelf: Shelf, connection_id: str) -> None:
    shelf.put_file(f"{connection_id}/file.xlsx", b"PK\x00\xff")
    assert shelf.keys(f"{connection_id}/") == [f"{connection_id}/file.xlsx"]
    assert shelf.delete_prefix(f"{connection_id}/") == 1
    assert shelf.keys(f"{connection_id}/") == []


def test_no_rows_are_a_file_too(shelf: Shelf, connection_id: str) -> None:
    shelf.put_rows(f"{connection_id}/rows", [])
    assert list(shelf.rows(f"{connection_id}/rows", Row)) == []


def test_rows_put_again_replace_the_first(shelf: Shelf, connection_id: str) -> None:
    shelf.put_rows(f"{connection_id}/rows", [Row(number=1), Row(number=2)])
    shelf.put_rows(f"{connection_id}/rows", [Row(number=3)])
    assert list(shelf.rows(f"{connection_id}/rows", Row)) == [Row(number=3)]


def test_missing_rows_are_told_before_any_is_asked_for(shelf: Shelf, connection_id: str) -> None:
    with pytest.raises(NotFound):
        shelf.rows(f"{connection_id}/rows", Row)


def test_an_object_comes_back(shelf: Shelf, connection_id: str) -> None:
    shelf.put_json(f"{connection_id}/plan.json", Row(number=7))
    assert shelf.get_json(f"{connection_id}/plan.json", Row) == Row(number=7)


def test_a_missing_object_is_not_found(shelf: Shelf, connection_id: str) -> None:
    with pytest.raises(NotFound):
        shelf.get_json(f"{connection_id}/plan.json", Row)


def test_keys_are_listed_below_a_prefix(shelf: Shelf, connection_id: str) -> None:
    for name in ("b/2", "b/1", "a"):
        shelf.put_json(f"{connection_id}/{name}", Row(number=1))
    assert shelf.keys(f"{connection_id}/b/") == [f"{connection_id}/b/1", f"{connection_id}/b/2"]


def test_what_lies_below_a_prefix_is_deleted_and_nothing_else(shelf: Shelf, connection_id: str) -> None:
    for name in ("sweep/a", "sweep/b/c", "sweeper", "plan"):
        shelf.put_json(f"{connection_id}/{name}", Row(number=1))
    assert shelf.delete_prefix(f"{connection_id}/sweep/") == 2
    assert shelf.keys(f"{connection_id}/") == [f"{connection_id}/plan", f"{connection_id}/sweeper"]


def test_rows_are_written_while_they_are_made(plans: PlanStore, connection_id: str) -> None:
    plans.put_rows(f"{connection_id}/snapshot", (Row(number=number, name="x" * 500) for number in range(20_000)))
    assert sum(row.number for row in plans.rows(f"{connection_id}/snapshot", Row)) == sum(range(20_000))


def test_rows_that_fail_half_way_leave_the_old_file(plans: PlanStore, connection_id: str) -> None:
    def breaks() -> Iterator[Row]:
        yield Row(number=2)
        raise OSError("peer went away")

    plans.put_rows(f"{connection_id}/rows", [Row(number=1)])
    with pytest.raises(OSError, match="peer went away"):
        plans.put_rows(f"{connection_id}/rows", breaks())
    assert list(plans.rows(f"{connection_id}/rows", Row)) == [Row(number=1)]


def test_all_files_of_a_connection_are_deleted_and_no_others(plans: PlanStore, connection_id: str) -> None:
    for key in (f"{connection_id}/a", f"{connection_id}/b/c", f"{connection_id}0/a"):
        plans.put_json(key, Row(number=1))
    assert plans.delete_everything(connection_id) == 2
    assert plans.keys(f"{connection_id}/") == []
    assert plans.keys(f"{connection_id}0/") == [f"{connection_id}0/a"]


@pytest.mark.parametrize("key", ["", "plan.json", "/plan.json"])
def test_a_key_without_a_connection_is_refused(plans: PlanStore, key: str) -> None:
    with pytest.raises(ValueError, match="connection"):
        plans.put_json(key, Row(number=1))


def test_nothing_is_deleted_for_an_empty_connection(plans: PlanStore) -> None:
    with pytest.raises(ValueError, match="connection"):
        plans.delete_everything("")


def test_each_part_of_a_file_is_read_alone(plans: PlanStore, connection_id: str) -> None:
    key, parts = f"{connection_id}/parts", [[Row(number=1), Row(number=2)], [Row(number=3)]]
    places = plans.put_parts(key, parts)
    lines = [gzip.decompress(plans.span(key, *each)).split(b"\n") for each in pairwise(places)]
    assert [[Row.model_validate_json(line) for line in part] for part in lines] == parts


def test_a_part_of_a_file_that_does_not_exist_is_not_found(plans: PlanStore, connection_id: str) -> None:
    with pytest.raises(NotFound):
        plans.span(f"{connection_id}/nothing", 0, 1)
