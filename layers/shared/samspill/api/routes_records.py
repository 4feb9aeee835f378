"""Records: finding one, why it is (not) synced, how far both sides are apart."""

import re
from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Path, Query
from pydantic import AwareDatetime, BeforeValidator

from samspill.api.asking import asking
from samspill.api.endpoints import OWNERS, endpoint, new_router
from samspill.api.models import ConnectionId, Cursor, KindFilter, Limit, Search, app_name
from samspill.api.models_drift import DriftReport, drift_out
from samspill.api.models_records import RecordOut, RecordPage, fate_out, record_out
from samspill.model.changes import RecordKey
from samspill.model.history import Standing
from samspill.model.kinds import Kind, Side
from samspill.tasks import records
from samspill.tasks.drift import drifts


def _written(value: object) -> object:
    """A number would be taken for seconds since 1970, which the contract does not offer."""
    if isinstance(value, str) and not re.match(r"\d{4}-", value):
        raise ValueError("a time is written as 2026-03-02T09:30:00Z")
    return value


WrittenTime = Annotated[AwareDatetime, BeforeValidator(_written)]

router = new_router()


@endpoint(
    router,
    "GET",
    "/v1/connections/<connection_id>/records",
    tag="records",
    roles=OWNERS,
    problems=("not_found", "invalid_cursor"),
)
def list_records(
    connection_id: ConnectionId,
    kind: KindFilter = None,
    standing: Annotated[Standing | None, Query(description="Only those that stand so.")] = None,
    q: Search = "",
    limit: Limit = 50,
    cursor: Cursor = None,
) -> RecordPage:
    """Find records by name or number."""
    ask = asking(router)
    found, following = records.search(ask.app, ask.connection(connection_id), kind, standing, q, limit, cursor)
    return RecordPage(items=[fate_out(each, ask.language) for each in found], next=following)


@endpoint(
    router, "GET", "/v1/connections/<connection_id>/drift", tag="records", roles=OWNERS, problems=("not_found",)
)
def get_drift(connection_id: ConnectionId) -> DriftReport:
    """Tell how far both sides were apart when they were last compared: counts per kind, age of the oldest
    difference.

    Both registers of each kind are compared once a day, and whenever somebody asks for it.
    """
    ask = asking(router)
    return DriftReport(items=[drift_out(each) for each in drifts(ask.app, ask.connection(connection_id))])


@endpoint(
    router, "GET", "/v1/connections/<connection_id>/records/<kind>/<side>/<record_id>", tag="records", roles=OWNERS,
    problems=("not_found",),
)  # fmt: skip
def get_record(
    connection_id: ConnectionId,
    kind: Annotated[Kind, Path(description="Kind of the record.")],
    side: Annotated[Side, Path(description="`tripletex`, or `app` for the other system.")],
    record_id: Annotated[str, Path(description="Id of the record there.", min_length=1, max_length=200)],
    before: Annotated[WrittenTime | None, Query(description="Only history from before this time.")] = None,
) -> RecordOut:
    """Explain why a record is, or is not, synced: fate, link, both sides now, history, open problem."""
    ask = asking(router)
    key = RecordKey(kind=kind, side=side, id=record_id)
    connection = ask.connection(connection_id)
    return record_out(records.explain(ask.app, connection, key, before), ask.language, app_name(connection))
