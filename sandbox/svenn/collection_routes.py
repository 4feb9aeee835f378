"""The operations of the registers, the same for each kind, and the marks on time entries."""

from __future__ import annotations

import re
from dataclasses import replace

from starlette.datastructures import Headers

from sandbox.svenn.account import MARK_RIGHT
from sandbox.svenn.answers import Answer, Call
from sandbox.svenn.batch import read_batch, run_batch
from sandbox.svenn.fields import Kind
from sandbox.svenn.listing import page, read_list_query
from sandbox.svenn.marking import read_marks, run_marks
from sandbox.svenn.operations import Operation
from sandbox.svenn.problems import ProblemError, invalid
from sandbox.svenn.rows import Row, shown


def collection(kind: Kind) -> list[Operation]:
    """List, create, batch, read, update and delete of one register."""

    def list_rows(call: Call) -> Answer:
        query = replace(read_list_query(kind, call.query), shift=call.twist.shift)
        return Answer(200, page(call.account.register, kind, query))

    def create(call: Call) -> Answer:
        row = call.account.register.create(kind, call.body)
        return Answer(201, shown(row), {"Location": f"/v1/{kind.plural}/{row.id}", "ETag": row.etag})

    def batch(call: Call) -> Answer:
        whole = call.account.switches.batch_all_or_nothing
        answers = run_batch(call.account.register, kind, read_batch(call.body), whole, call.twist.bad_row)
        return Answer(200, {"results": [answer.shown() for answer in answers]})

    def read(call: Call) -> Answer:
        return _row(call.account.register.get(kind, call.path["id"]))

    def update(call: Call) -> Answer:
        row = call.account.register.get(kind, call.path["id"])
        version = if_match(call.headers)
        if version is None:
            raise ProblemError("precondition_required", "Send the ETag the change was made from as If-Match")
        return _row(call.account.register.update(kind, row.id, version, call.body))

    def delete(call: Call) -> Answer:
        row = call.account.register.get(kind, call.path["id"])
        call.account.register.delete(kind, row.id, if_match(call.headers))
        return Answer(204)

    rows, one = f"/{kind.plural}", f"/{kind.plural}/{{id}}"
    may_read, may_write = f"{kind.plural}:read", f"{kind.plural}:write"
    return [
        Operation("GET", rows, may_read, list_rows),
        Operation("POST", rows, may_write, create, has_body=True),
        Operation("POST", f"{rows}/batch", may_write, batch, has_body=True),
        Operation("GET", one, may_read, read),
        Operation("PATCH", one, may_write, update, has_body=True),
        Operation("DELETE", one, may_write, delete),
    ]


def marks() -> Operation:
    """Marking time entries as exported, or not."""

    def mark(call: Call) -> Answer:
        return Answer(200, {"results": run_marks(call.account.register, read_marks(call.body), call.twist.bad_row)})

    return Operation("PUT", f"/{Kind.TIME_ENTRY.plural}/exported", MARK_RIGHT, mark, has_body=True)


def if_match(headers: Headers) -> int | None:
    """The version that If-Match names; None without the header."""
    etag = headers.get("if-match")
    if etag is None:
        return None
    found = re.fullmatch(r'"([0-9]{1,18})"', etag)
    if not found:
        raise invalid("If-Match", 'must be one ETag, such as "3" with its quotes')
    return int(found[1])


def _row(row: Row) -> Answer:
    return Answer(200, shown(row), {"ETag": row.etag})
