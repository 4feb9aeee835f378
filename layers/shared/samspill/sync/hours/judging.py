"""What becomes of each row of a file, from what was foreseen for the hours it is a part of. Pure."""

from collections.abc import Iterable

from samspill.model.hours_imports import ImportRow, JudgedRow
from samspill.model.hours_runs import RunRow
from samspill.sync.hours.stating import fed_by_app, is_filed

#: The app has sent the same hours itself.
FROM_APP = "hours_file_from_app"


def judged(rows: Iterable[ImportRow], planned: Iterable[RunRow]) -> list[JudgedRow]:
    """Each row with what becomes of it. A row of the timesheet that would be fed by both ways stands in the file's
    way: nobody could tell which hours count."""
    of_entry: dict[str, RunRow] = {}
    from_app: set[str] = set()
    for row in planned:
        filed = [entry for entry in row.entries if is_filed(entry)]
        of_entry |= dict.fromkeys(filed, row)
        if row.code == FROM_APP or fed_by_app(row.entries):
            from_app.update(filed)
    return [_judged(each, of_entry.get(each.entry or ""), from_app) for each in rows]


def _judged(row: ImportRow, planned: RunRow | None, from_app: set[str]) -> JudgedRow:
    if row.code is not None:
        return JudgedRow(was=row, code=row.code, facts=row.facts, blocks=row.blocks)
    if planned is None:
        return JudgedRow(was=row)
    if row.entry in from_app:
        facts = {"name": planned.name, "day": planned.day.on.isoformat()}
        return JudgedRow(was=row, code=FROM_APP, facts=facts, blocks=True)
    return JudgedRow(was=row, move=planned.move, code=planned.code, facts=planned.facts)
