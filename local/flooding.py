"""python -m local.flooding CONNECTION FILE: keeps DEPTH changes due in an inbox until those of FILE are used up.

FILE holds a customer's id in the app on each line. The embedded DynamoDB reads a whole partition for every query, so
fifty thousand items lying in one make each of them take seconds there; on AWS a query costs what it returns. To the
workers it makes no difference: whenever they look, more is due than they can carry.
"""

import sys
import time
from itertools import islice
from pathlib import Path

from samspill.composition import App
from samspill.model.changes import Priority, RecordKey
from samspill.model.kinds import GROUPS, Kind, Side

#: More than a worker takes at once.
DEPTH = 150
SECONDS = 1.0


def main() -> int:
    """0 when all were put; each line of the output is how many so far."""
    app, connection, put = App(), sys.argv[1], 0
    inbox = app.stores(connection).inbox
    ids = iter(Path(sys.argv[2]).read_text().split())
    while portion := list(islice(ids, max(1, DEPTH - inbox.count()))):
        keys = [RecordKey(kind=Kind.CUSTOMER, side=Side.APP, id=each) for each in portion]
        put += inbox.put_many(keys, due_at=app.clock(), priority=Priority.CHANGE)
        app.wakeups.wake(connection, GROUPS[Kind.CUSTOMER])
        print(put, flush=True)
        time.sleep(SECONDS)
    return 0


if __name__ == "__main__":
    sys.exit(main())
