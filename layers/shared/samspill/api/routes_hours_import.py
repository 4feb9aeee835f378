"""Hours out of an uploaded file: upload, who is meant, each row's fate, confirmation."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response, content_types
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from samspill.api.asking import asking
from samspill.api.bodies import Stopped, body_of
from samspill.api.endpoints import OWNERS, endpoint, new_router
from samspill.api.models import ConnectionId, Cursor, Limit, app_name
from samspill.api.models_hours_import import (
    Confirmation,
    HoursImportOut,
    HoursImportRowPage,
    PeopleNamed,
    import_out,
    row_out,
)
from samspill.api.problem_details import Trouble
from samspill.api.routes_connections import KEY_PROBLEMS
from samspill.tasks import hours_import

router = new_router()

ImportId = Annotated[str, Path(description="Id of the import.", pattern="^[0-9a-f-]{1,64}$")]

#: In Base64, and with its event around it, that much still fits into what Lambda takes (6 MB).
LARGEST_FILE = 4 * 1024 * 1024
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: What browsers and programs call such a file.
_CALLED = (XLSX, "application/octet-stream")

_PATH = "/v1/connections/<connection_id>/hours/import"
_ONE = "/v1/connections/<connection_id>/hours/imports/<import_id>"
_OFF = ("not_found", "hours_off", "wrong_status")


@endpoint(
    router, "POST", _PATH, tag="hours", roles=OWNERS, status=201, takes_json=False, largest=LARGEST_FILE, file=XLSX,
    problems=(
        *_OFF, "unsupported_media_type", "request_too_large", "import_not_xlsx", "import_protected", "import_unsafe",
        "import_too_large", "import_columns", "import_columns_twice", "import_empty", *KEY_PROBLEMS,
    ),
)  # fmt: skip
def import_hours(
    connection_id: ConnectionId,
    by: Annotated[
        str | None, Query(description="Who uploads it, as the product knows them.", min_length=1, max_length=200)
    ] = None,
) -> Response[HoursImportOut]:
    """Upload the app's own report of hours as an Excel file, and see what would become of it.

    The body is the .xlsx itself. It is read as a whole or refused. Nothing is sent, and nothing of it counts, before
    it is confirmed.
    """
    ask = asking(router)
    event = router.current_event.raw_event
    called = (event.get("headers") or {}).get("content-type", "").partition(";")[0].strip().lower()
    body = body_of(event, LARGEST_FILE)
    if body and called not in _CALLED:
        raise Stopped(Trouble(415, "unsupported_media_type", {"media_type": XLSX}))
    made = import_out(hours_import.upload(ask.app, ask.connection(connection_id), body, ask.by(by)))
    return Response(
        status_code=201,
        content_type=content_types.APPLICATION_JSON,
        body=made,
        headers={"location": f"/v1/connections/{connection_id}/hours/imports/{made.id}"},
    )


@endpoint(router, "GET", _ONE, tag="hours", roles=OWNERS, problems=("not_found",))
def get_hours_import(connection_id: ConnectionId, import_id: ImportId) -> HoursImportOut:
    """Show an import: where it is, who has to be named, what it comes to."""
    ask = asking(router)
    return import_out(hours_import.show(ask.app, ask.connection(connection_id), import_id))


@endpoint(router, "GET", f"{_ONE}/rows", tag="hours", roles=OWNERS, problems=("not_found", "invalid_cursor"))
def list_hours_import_rows(
    connection_id: ConnectionId,
    import_id: ImportId,
    blocks: Annotated[bool | None, Query(description="Only rows that (do not) stand in the way.")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> HoursImportRowPage:
    """List the rows of the file with the fate of each."""
    ask = asking(router)
    connection = ask.connection(connection_id)
    found = hours_import.show(ask.app, connection, import_id)
    rows, following = hours_import.page(ask.app, connection, found, blocking=blocks, limit=limit, cursor=cursor)
    return HoursImportRowPage(
        items=[row_out(row, ask.language, app_name(connection)) for row in rows], next=following
    )


@endpoint(
    router, "PUT", f"{_ONE}/people", tag="hours", roles=OWNERS,
    problems=(*_OFF, "import_confirmed", "import_person_unknown", "employee_unknown", *KEY_PROBLEMS),
)  # fmt: skip
def put_hours_import_people(connection_id: ConnectionId, import_id: ImportId, named: PeopleNamed) -> HoursImportOut:
    """Say who is meant in the file. What would become of it is foreseen anew.

    Answers are remembered: a name is asked about once, not with each file.
    """
    ask = asking(router)
    connection = ask.connection(connection_id)
    return import_out(hours_import.name_people(ask.app, connection, import_id, named.people))


@endpoint(
    router, "POST", f"{_ONE}/confirm", tag="hours", roles=OWNERS,
    problems=(*_OFF, "import_people_missing", "import_not_ready", "import_refused", *KEY_PROBLEMS),
)  # fmt: skip
def confirm_hours_import(
    connection_id: ConnectionId, import_id: ImportId, confirmation: Confirmation
) -> HoursImportOut:  # fmt: skip
    """Confirm that the hours of the file are approved, and send them.

    For each employee, day, project and task or tag the file states the sum: it takes the place of what earlier files
    said about it. Confirming again changes nothing.
    """
    ask = asking(router)
    by = ask.by(confirmation.by)
    return import_out(hours_import.confirm(ask.app, ask.connection(connection_id), import_id, by))
