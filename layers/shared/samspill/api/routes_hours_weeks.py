"""What a week of hours has come to: for programs, and as a sheet for whoever runs the payroll."""

from enum import StrEnum
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from samspill.api.asking import asking
from samspill.api.endpoints import OWNERS, endpoint, new_router
from samspill.api.hours_csv import MEDIA_TYPE, sheet
from samspill.api.models import ConnectionId, Cursor, Limit, app_name
from samspill.api.models_hours_weeks import WeekOut, week_out
from samspill.api.routes_hours import WEEK
from samspill.tasks.hours_weeks import report

router = new_router()


class Format(StrEnum):
    """How the report is answered."""

    JSON = "json"
    CSV = "csv"


@endpoint(
    router, "GET", "/v1/connections/<connection_id>/hours/weeks/<week>", tag="hours", roles=OWNERS,
    problems=("not_found", "invalid_cursor"), sheet=True,
)  # fmt: skip
def get_hours_week(
    connection_id: ConnectionId,
    week: Annotated[str, Path(description="An ISO week, `2026-W42`.", pattern=WEEK)],
    employee: Annotated[str | None, Query(description="Only this employee (id in the app).", max_length=100)] = None,
    format: Annotated[Format | None, Query(description="Goes before `Accept`.")] = None,  # noqa: A002 - its name in the query
    limit: Limit = 200,
    cursor: Cursor = None,
) -> Response[WeekOut | str]:
    """Report a week: hours sent, corrected and held back, per employee, day, project and activity, with sums that
    can be compared to Tripletex.

    Sums are of the whole week. As CSV (`Accept: text/csv`, or `format=csv`) all lines come at once, in the caller's
    language.
    """
    ask = asking(router)
    connection = ask.connection(connection_id)
    name = app_name(connection)
    if format is Format.CSV or (format is None and _wants_sheet()):
        whole = report(ask.app, connection, week, employee, None, None)
        return Response(
            status_code=200, content_type=f"{MEDIA_TYPE}; charset=utf-8", body=sheet(whole, ask.language, name),
            headers={"content-disposition": f'attachment; filename="{week}.csv"'},
        )  # fmt: skip
    page = report(ask.app, connection, week, employee, limit, cursor)
    return Response(status_code=200, content_type="application/json", body=week_out(page, ask.language, name))


def _wants_sheet() -> bool:
    """Whether the caller names sheets before anything that JSON would do for."""
    accepted = [each.partition(";")[0].strip().lower() for each in _accept().split(",")]
    fitting = [each for each in accepted if each in (MEDIA_TYPE, "application/json", "application/*", "*/*")]
    return fitting[:1] == [MEDIA_TYPE]


def _accept() -> str:
    headers = router.current_event.headers
    return str(headers.get("accept") or headers.get("Accept") or "")
