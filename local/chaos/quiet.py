"""After the storm: wait until nothing is under way any more, compare everything once, wait again."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar

import httpx

from local.chaos.duty import Duty
from local.chaos.trouble import QUEUES
from local.chaos.weather import Weather
from local.product import ApiRefused, Json
from local.world import World

#: Seconds after which waiting fails. A change that failed often is tried again after up to some minutes, and an
#: uncertain answer is looked into after the longest time a peer may take (`samspill.sync.desk.PEER_LONGEST`).
LIMIT = 480.0
LOOK_SECONDS = 1.0
#: So many looks in a row must find nothing.
CALM = 3


T = TypeVar("T")


class NeverQuiet(Exception):
    """Something was still under way at the end; the message says what."""


@dataclass
class Quiet:
    """Waits for one world's firms."""

    world: World
    duties: Sequence[Duty]

    def wait(self, what: str, seconds: float = LIMIT) -> float:
        """Until nothing is due, no message waits and no webhook is under way; how many seconds that took.

        Raises NeverQuiet after `seconds`.
        """
        begun, calm = time.monotonic(), 0
        while calm < CALM:
            under_way = self.under_way()
            calm = 0 if under_way else calm + 1
            if time.monotonic() - begun > seconds:
                raise NeverQuiet(f"{what}: not within {seconds:.0f} s: {'; '.join(under_way) or 'it comes and goes'}")
            time.sleep(LOOK_SECONDS)
        return time.monotonic() - begun

    def reconcile(self) -> None:
        """Have everything of every firm compared, as staff would ask for it. Raises ApiRefused."""
        for duty in self.duties:
            patiently(partial(duty.connected.as_seen_by(self.world.staff).do, "reconcile"))

    def under_way(self) -> list[str]:
        """What keeps it from being quiet, in words."""
        found = []
        for duty in self.duties:
            now = duty.attend()
            if now is None or now["status"] != "active" or now["review_pending"] or now["breakers"]:
                found.append(f"{duty.company.name} is {now['status'] if now else 'not to be seen'}")
        found += [f"{item} since {since}, {tries} tries" for item, since, tries in self.due()]
        found += [f"{count} messages in {name}" for name, count in self._messages().items() if count]
        found += [f"{count} webhooks of {name}" for name, count in Weather(self.world).under_way().items() if count]
        return found

    def due(self) -> list[tuple[str, str, int]]:
        """Changes that do not wait for another record: which, due when, tried how often."""
        client = self.world.stack.client("dynamodb")
        rows: list[Json] = []
        for page in client.get_paginator("scan").paginate(TableName=self.world.stack.outputs["InboxTable"]):
            rows += page["Items"]
        now = datetime.now(UTC).isoformat()
        return sorted(
            (row["sk"]["S"], row["due_at"]["S"], int(row["attempts"]["N"]))
            for row in rows
            if "waiting_for" not in row or row["due_at"]["S"] <= now
        )

    def _messages(self) -> dict[str, int]:
        sqs = self.world.stack.client("sqs")
        names = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible")
        found = {}
        for worker, queue in QUEUES.items():
            asked = {"QueueUrl": self.world.stack.outputs[queue], "AttributeNames": list(names)}
            told = sqs.get_queue_attributes(**asked)["Attributes"]
            found[worker] = sum(int(told[name]) for name in names)
        return found


def patiently(do: Callable[[], T], seconds: float = 60) -> T:
    """Ask the API again and again while it cannot answer. Raises what it raised last after `seconds`."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            return do()
        except (ApiRefused, httpx.HTTPError):
            if time.monotonic() > deadline:
                raise
            time.sleep(LOOK_SECONDS)
