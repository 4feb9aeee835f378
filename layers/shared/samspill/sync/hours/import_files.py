"""What imports put onto the shelf.

<connection>/hours/imports/<import>/import.json
                                  /file.xlsx            as it was uploaded
                                  /<look>/rows          where each row went
                                  /<look>/days/00001 ... sums per day and slot, in the chunks of the run that looks
                                  /<look>/judged        rows with what becomes of them, once that was looked at
"""

from collections.abc import Iterable, Iterator, Sequence

from samspill.model.hours import Day
from samspill.model.hours_imports import HoursImport, ImportRow, JudgedRow, StatedDay
from samspill.sync.ports import Shelf


class ImportFiles:
    """The imports of one connection. Everything read raises NotFound when it is not there, or not any more."""

    def __init__(self, shelf: Shelf, connection: str) -> None:
        self._shelf, self._folder = shelf, f"{connection}/hours/imports"

    def save(self, found: HoursImport) -> HoursImport:
        """Keep the import as it is now."""
        self._shelf.put_json(f"{self._folder}/{found.id}/import.json", found)
        return found

    def get(self, import_id: str) -> HoursImport:
        """The import."""
        return self._shelf.get_json(f"{self._folder}/{import_id}/import.json", HoursImport)

    def put_file(self, import_id: str, body: bytes) -> None:
        """Keep the file itself."""
        self._shelf.put_file(f"{self._folder}/{import_id}/file.xlsx", body)

    def put_rows(self, import_id: str, look: str, rows: Iterable[ImportRow]) -> None:
        """Keep where each row went."""
        self._shelf.put_rows(f"{self._folder}/{import_id}/{look}/rows.jsonl.gz", rows)

    def rows(self, import_id: str, look: str) -> Iterator[ImportRow]:
        """Where each row went."""
        return self._shelf.rows(f"{self._folder}/{import_id}/{look}/rows.jsonl.gz", ImportRow)

    def put_days(self, import_id: str, look: str, chunk: int, days: Iterable[StatedDay]) -> None:
        """Keep what the file says about some days; chunks count from 1."""
        self._shelf.put_rows(self._days(import_id, look, chunk), days)

    def days_of(self, import_id: str, look: str, days: Sequence[Day], chunk: int) -> list[StatedDay]:
        """What the file says about those days, all of which it speaks of. They are looked for in `chunk` first, and
        then everywhere: runs may have been cut otherwise when the file was uploaded."""
        wanted, found = set(days), dict[Day, StatedDay]()
        first = self._days(import_id, look, chunk)
        every = self._shelf.keys(self._days(import_id, look, None))
        for key in sorted(every, key=lambda each: each != first):
            if wanted.issubset(found):
                break
            found |= {each.day: each for each in self._shelf.rows(key, StatedDay) if each.day in wanted}
        return [found[day] for day in days]

    def put_judged(self, import_id: str, look: str, rows: Iterable[JudgedRow]) -> None:
        """Keep what becomes of each row."""
        self._shelf.put_rows(f"{self._folder}/{import_id}/{look}/judged.jsonl.gz", rows)

    def judged(self, import_id: str, look: str) -> Iterator[JudgedRow]:
        """What becomes of each row."""
        return self._shelf.rows(f"{self._folder}/{import_id}/{look}/judged.jsonl.gz", JudgedRow)

    def _days(self, import_id: str, look: str, chunk: int | None) -> str:
        name = "" if chunk is None else f"{chunk:05}.jsonl.gz"
        return f"{self._folder}/{import_id}/{look}/days/{name}"
