"""What a recorded exchange counts as."""

import json
from pathlib import Path

import pytest

from local.traffic import Call, Sort, Traffic


def read(folder: Path, **exchange: object) -> Call:
    """The one call of a log with this exchange."""
    traffic = Traffic(folder)
    before = traffic.mark()
    line: dict[str, object] = {"server": "tripletex", "method": "GET", "query": [], "request": None, "status": 200}
    with (folder / "log.jsonl").open("a") as file:
        file.write(json.dumps({**line, "response": None, **exchange}) + "\n")
    (call,) = traffic.between(before, traffic.mark())
    return call


@pytest.mark.parametrize(
    ("path", "query", "sort"),
    [
        ("/v2/customer", [["isInactive", "false"], ["from", "0"], ["count", "1000"]], Sort.REGISTER),
        ("/v1/projects", [["limit", "1000"], ["cursor", "abc"]], Sort.REGISTER),
        ("/v2/customer", [["customerAccountNumber", "10001,10002"]], Sort.LOOKUP),
        ("/v2/employee/17", [], Sort.LOOKUP),
        ("/v1/customers", [["ids", "a,b"]], Sort.LOOKUP),
        ("/v2/customer", [["count", "1"], ["fields", "id"]], Sort.SETUP),
        ("/v2/employee", [["assignableProjectManagers", "true"]], Sort.SETUP),
        ("/v2/token/session/>whoAmI", [], Sort.SETUP),
        ("/v1/webhooks", [], Sort.SETUP),
    ],
)
def test_reads_are_told_apart(tmp_path: Path, path: str, query: list[list[str]], sort: Sort) -> None:
    assert read(tmp_path, path=path, query=query).sort is sort


def test_a_write_to_nobody_asks_for_a_right(tmp_path: Path) -> None:
    assert read(tmp_path, method="PUT", path="/v2/customer/0", request={"id": 0}, status=404).sort is Sort.SETUP


def test_a_list_counts_its_rows(tmp_path: Path) -> None:
    call = read(tmp_path, method="POST", path="/v2/customer/list", request=[{"name": "A"}, {"name": "B"}], status=201)
    assert (call.sort, call.kind, call.created, call.updated) == (Sort.WRITE, "customer", 2, ())


def test_updates_are_known_by_their_ids(tmp_path: Path) -> None:
    assert read(tmp_path, method="PUT", path="/v2/project/list", request=[{"id": 5}, {"id": 6}]).updated == ("5", "6")
    assert read(tmp_path, method="PUT", path="/v2/employee/7", request={"id": 7}).updated == ("7",)


def test_a_batch_counts_the_rows_that_were_done(tmp_path: Path) -> None:
    operations = [
        {"op": "create", "key": "a", "data": {}},
        {"op": "create", "key": "b", "data": {}},
        {"op": "update", "key": "c", "id": "6f0c", "version": 1, "data": {}},
    ]
    results = [{"key": "a", "status": 201}, {"key": "b", "status": 422}, {"key": "c", "status": 200}]
    call = read(
        tmp_path, server="svenn", method="POST", path="/v1/customers/batch", request={"operations": operations},
        response={"results": results},
    )  # fmt: skip
    assert (call.created, call.updated) == (1, ("6f0c",))


def test_a_refused_write_wrote_nothing(tmp_path: Path) -> None:
    call = read(tmp_path, method="POST", path="/v2/customer/list", request=[{"name": "A"}], status=422)
    assert (call.sort, call.created) == (Sort.WRITE, 0)
