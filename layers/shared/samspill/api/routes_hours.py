"""Hours: what sending would do, sending, and how far it is."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response, content_types
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from samspill.api.asking import asking
from samspill.api.endpoints import OWNERS, endpoint, new_router
from samspill.api.models import LARGEST_PAGE, ConnectionId, Cursor, Limit, app_name
from samspill.api.models_hours import (
    HoursToSend,
    HoursWanted,
    RunOut,
    RunRowPage,
    WeekSumPage,
    row_out,
    run_out,
    sum_out,
)
from samspill.api.models_hours_mapping import HourMappingOut, mapping_out
from samspill.api.routes_connections import KEY_PROBLEMS
from samspill.model.connection import Connection
from samspill.model.hours import Move
from samspill.model.hours_runs import Run, RunKind
from samspill.tasks import hours
from samspill.tasks.hours_mapping import mapping

router = new_router()

RunId = Annotated[str, Path(description="Id of the run.", pattern="^[0-9a-f-]{1,64}$")]
#: An ISO week.
WEEK = r"^[0-9]{4}-W(0[1-9]|[1-4][0-9]|5[0-3])$"

_ASK = (
    "not_found", "hours_off", "wrong_status", "employee_unknown", "period_backwards", "period_too_long",
    *KEY_PROBLEMS,
)  # fmt: skip
_RUN = "/v1/connections/<connection_id>/hours/runs/<run_id>"


@endpoint(
    router,
    "POST",
    "/v1/connections/<connection_id>/hours/preview",
    tag="hours",
    roles=OWNERS,
    problems=_ASK,
    also=202,
)
def preview_hours(connection_id: ConnectionId, wanted: HoursWanted) -> Response[RunOut]:
    """Show what sending would do: what would be sent, corrected, removed and held back, and why.

    Nothing is written, in neither system. A small preview is answered at once; of a large one the run is answered,
    and goes on by itself.
    """
    return _asked(connection_id, RunKind.PREVIEW, wanted)


@endpoint(router, "POST", "/v1/connections/<connection_id>/hours", tag="hours", roles=OWNERS, problems=_ASK, also=202)
def send_hours(connection_id: ConnectionId, wanted: HoursToSend) -> Response[RunOut]:
    """Send hours: what is approved and not sent yet, what changed since it was sent, and what was held back.

    Days are put in line to be sent, before all that nobody asked for; the run tells how far it is.
    """
    return _asked(connection_id, RunKind.SEND, wanted)


@endpoint(
    router, "GET", "/v1/connections/<connection_id>/hours/mapping", tag="hours", roles=OWNERS,
    problems=("not_found", "hours_off", "wrong_status", *KEY_PROBLEMS),
)  # fmt: skip
def get_hours_mapping(connection_id: ConnectionId) -> HourMappingOut:
    """Show which activities tasks and tags become, which are missing, and what there is to choose from."""
    ask = asking(router)
    return mapping_out(mapping(ask.app, ask.connection(connection_id)))


@endpoint(router, "GET", _RUN, tag="hours", roles=OWNERS, problems=("not_found",))
def get_hours_run(connection_id: ConnectionId, run_id: RunId) -> RunOut:
    """Show how far a run is."""
    ask = asking(router)
    connection = ask.connection(connection_id)
    return _shown(connection, hours.show(ask.app, connection, run_id))


@endpoint(router, "GET", f"{_RUN}/rows", tag="hours", roles=OWNERS, problems=("not_found", "invalid_cursor"))
def list_hours_rows(
    connection_id: ConnectionId,
    run_id: RunId,
    move: Annotated[Move | None, Query(description="Only rows with which that happens.")] = None,
    employee: Annotated[str | None, Query(description="Only this employee (id in the app).", max_length=100)] = None,
    week: Annotated[str | None, Query(description="Only this ISO week.", pattern=WEEK)] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> RunRowPage:
    """List a run's rows: of a preview what would happen, of hours that were sent what has become of them."""
    ask = asking(router)
    connection = ask.connection(connection_id)
    run = hours.show(ask.app, connection, run_id).run
    return _rows(connection, run, hours.Filter(move, employee, week), limit, cursor)


@endpoint(router, "GET", f"{_RUN}/sums", tag="hours", roles=OWNERS, problems=("not_found", "invalid_cursor"))
def list_hours_sums(
    connection_id: ConnectionId, run_id: RunId, limit: Limit = 50, cursor: Cursor = None
) -> WeekSumPage:  # fmt: skip
    """List the sums of a preview per employee and week; none before it is finished."""
    ask = asking(router)
    connection = ask.connection(connection_id)
    return _sums(connection, hours.show(ask.app, connection, run_id).run, limit, cursor)


def _asked(connection_id: str, kind: RunKind, wanted: HoursWanted) -> Response[RunOut]:
    ask = asking(router)
    connection = ask.connection(connection_id)
    seen = hours.ask(ask.app, connection, kind, wanted.asked(), ask.by(wanted.by))
    return Response(
        status_code=200 if seen.state is hours.RunState.DONE else 202,
        content_type=content_types.APPLICATION_JSON,
        body=_shown(connection, seen),
        headers={"location": f"/v1/connections/{connection_id}/hours/runs/{seen.run.id}"},
    )


def _shown(connection: Connection, seen: hours.Seen) -> RunOut:
    """With what a preview comes to, as far as it fits on a page."""
    if seen.run.sends or seen.state is not hours.RunState.DONE:
        return run_out(seen, None, None)
    rows = _rows(connection, seen.run, hours.Filter(), LARGEST_PAGE, None)
    return run_out(seen, rows, _sums(connection, seen.run, LARGEST_PAGE, None))


def _rows(
    connection: Connection, run: Run, wanted: hours.Filter, limit: int, cursor: str | None
) -> RunRowPage:  # fmt: skip
    ask = asking(router)
    found, following = hours.rows(ask.app, connection, run, wanted, limit, cursor)
    return RunRowPage(items=[row_out(row, ask.language, app_name(connection)) for row in found], next=following)


def _sums(connection: Connection, run: Run, limit: int, cursor: str | None) -> WeekSumPage:
    found, following = hours.sums(asking(router).app, connection, run, limit, cursor)
    return WeekSumPage(items=[sum_out(one) for one in found], next=following)
