"""What people do with files of hours: upload, name people, confirm."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from samspill.api.routes_hours_import import XLSX
from samspill.model.hours import DayLedger
from tests.fakes.timeliste import Value, clock, entry, export
from tests.integration.api.client import Answered, Client
from tests.integration.hours.scene import MONDAY, Scene


def line(
    hours: float, *, days: int = 0, person: int = 0, number: Value = "", name: str = "", project: Value = "P0",
    task: str = "", tag: str = "", comment: str = "",
) -> list[Value]:  # fmt: skip
    """A row of a file about somebody of the scene, `days` after its Monday."""
    on: date = MONDAY + timedelta(days=days)
    return entry(
        on.strftime("%d.%m.%Y"), number or str(100 + person), clock(hours), project=project, task=task, tag=tag,
        name=name or f"Kari Lie {person}", comment=comment,
    )  # fmt: skip


def upload(
    scene: Scene, rows: Sequence[Sequence[Value]] | bytes, *, by: Client | None = None, kind: str = XLSX
) -> Answered:  # fmt: skip
    """Upload those rows, or a file as it is."""
    body = rows if isinstance(rows, bytes) else export(rows)
    client = by or scene.product
    headers = {**client.headers, "content-type": kind}
    return client.raw("POST", f"/v1/connections/{scene.id}/hours/import", body, {"by": "Kari"}, headers)


def uploaded(scene: Scene, rows: Sequence[Sequence[Value]]) -> dict[str, Any]:
    """The import of those rows."""
    answered = upload(scene, rows)
    assert answered.status == 201, answered.text
    found: dict[str, Any] = answered.json
    return found


def shown(scene: Scene, found: Mapping[str, Any]) -> dict[str, Any]:
    """The import as it is now."""
    now: dict[str, Any] = scene.get(f"imports/{found['id']}").json
    return now


def rows_of(scene: Scene, found: Mapping[str, Any], **query: object) -> list[dict[str, Any]]:
    """Rows of an import with their fates."""
    items: list[dict[str, Any]] = scene.get(f"imports/{found['id']}/rows", **query).json["items"]
    return items


def fates(scene: Scene, found: Mapping[str, Any]) -> list[tuple[str | None, str | None]]:
    """Move and reason of each row."""
    return [(row["move"], row["reason"] and row["reason"]["code"]) for row in rows_of(scene, found)]


def name_people(scene: Scene, found: Mapping[str, Any], people: Mapping[str, str | None]) -> Answered:
    """Say who is meant."""
    return scene.product.put(f"/v1/connections/{scene.id}/hours/imports/{found['id']}/people", {"people": people})


def confirm(scene: Scene, found: Mapping[str, Any], *, approved: object = True) -> Answered:
    """Say that the hours are approved."""
    path = f"/v1/connections/{scene.id}/hours/imports/{found['id']}/confirm"
    return scene.product.post(path, {"approved": approved, "by": "Kari"})


def sent(scene: Scene, rows: Sequence[Sequence[Value]]) -> dict[str, Any]:
    """A file that was uploaded, confirmed and worked off."""
    found = uploaded(scene, rows)
    answered = confirm(scene, found)
    assert answered.status == 200, answered.text
    scene.work()
    return found


def timesheet(scene: Scene) -> dict[tuple[str, int], float]:
    """Hours in Tripletex by day and row."""
    return {(row["date"], row["id"]): row["hours"] for row in scene.timesheet()}


def hours_by_day(scene: Scene) -> dict[str, float]:
    """Hours in Tripletex by day."""
    found: dict[str, float] = {}
    for (day, _), hours in timesheet(scene).items():
        found[day] = found.get(day, 0) + hours
    return found


def ledger(scene: Scene, person: int = 0, days: int = 0) -> DayLedger | None:
    """What is known of a day."""
    day = scene.day(person, days)
    return scene.stores.hours.days([day]).get(day)
