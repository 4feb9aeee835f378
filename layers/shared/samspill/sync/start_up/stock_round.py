"""Goes over all linked products once and settles their stock, a slice at a time; who is stopped goes on where it was.

a chunk is worked on, then the place behind it is kept: a crash repeats one chunk, which does nothing twice
what could not be finished waits in the inbox until the connection is active, as in the phases
"""

from datetime import datetime
from itertools import islice

from pydantic import BaseModel, ConfigDict

from samspill.exceptions import NotFound
from samspill.model.changes import Priority
from samspill.model.kinds import Kind
from samspill.sync.desk import Desk, Later
from samspill.sync.ports import Shelf
from samspill.sync.start_up.stock import settle_stock

#: Products between two looks at the clock: four calls each, some fifteen seconds.
CHUNK = 20


class Progress(BaseModel):
    """How far it is: links of products up to `after` have been looked at."""

    model_config = ConfigDict(frozen=True)

    after: str = ""
    looked: int = 0


def book_stock(desk: Desk, shelf: Shelf, folder: str, until: datetime) -> int | None:
    """Settle the stock of every linked product, at the longest until the time is `until` (UTC); how many products
    were looked at, or None when it goes on with the next call. Raises what `settle_stock` raises."""
    place = f"{folder}/stock.json"
    progress = _read(shelf, place)
    while desk.clock() < until:
        pairs = list(islice(desk.stores.links.all(Kind.PRODUCT, progress.after), CHUNK))
        if not pairs:
            return progress.looked
        for key, result in settle_stock(desk, pairs).items():
            if isinstance(result, Later):
                desk.stores.inbox.put(key, due_at=result.due_at, priority=Priority.FIRST_SYNC)
        progress = Progress(after=pairs[-1].id, looked=progress.looked + len(pairs))
        shelf.put_json(place, progress)
    return None


def _read(shelf: Shelf, place: str) -> Progress:
    try:
        return shelf.get_json(place, Progress)
    except NotFound:
        return Progress()
