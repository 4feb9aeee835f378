"""Telling Svenn which entries the books have. A mark set again changes nothing, so a lost one is simply set again."""

from collections.abc import Sequence

from samspill.exceptions import RetryLater
from samspill.model.kinds import Kind
from samspill.sync.ports.hours import Mark
from samspill.systems.svenn.client import Client
from samspill.systems.svenn.mapping import LISTS
from samspill.systems.svenn.wire import MarksAnswer
from samspill.systems.transport import Request

#: The most marks that one call may set.
MARKS = 1000


class Marker:
    """Marks entries of one account."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def mark(self, marks: Sequence[Mark]) -> dict[str, bool]:
        """By id whether it was noted; not when the entry has another version by now, is approved no more or is gone.
        Raises RetryLater when some may not be noted for another reason: set all of them again."""
        newest = list({mark.id: mark for mark in marks}.values())
        noted: dict[str, bool] = {}
        for start in range(0, len(newest), MARKS):
            noted |= self._send(newest[start : start + MARKS])
        lost = len(newest) - len(noted)
        if lost:
            raise RetryLater(detail=f"{lost} marks were not answered for", uncertain=True)
        return noted

    def _send(self, marks: Sequence[Mark]) -> dict[str, bool]:
        rows = [{"id": mark.id, "version": mark.version, "exported": mark.exported} for mark in marks]
        path = f"{LISTS[Kind.HOURS]}/exported"
        request = Request("PUT", path, body={"marks": rows}, subject=Kind.HOURS.value)
        asked = {mark.id for mark in marks}
        results = [each for each in self._client.ask(request, MarksAnswer).results if each.id in asked]
        return {each.id: each.status == 200 for each in results if each.status < 500}
