"""Trouble from our own side of the line: functions killed, wake-ups that come twice, two workers in one group."""

import json
import os
import random
import signal
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

from local.deployment import STACK
from local.world import World
from samspill.model.kinds import DOCUMENT_GROUPS
from samspill.store.wakeups import Wakeup

#: How often a worker of which function dies, if there is one.
DEADLY: Mapping[str, int] = {
    "changes": 10,
    "documents": 10,
    "webhooks": 4,
    "connect": 3,
    "api": 1,
    "schedule": 1,
    "later": 2,
}
_WORKER = "awslambdaric"
#: Queue of each function that works on groups, by its output of the stack.
QUEUES: Mapping[str, str] = {"changes": "ChangesQueue", "documents": "DocumentsQueue"}


def worker_of(group: str) -> str:
    """The function that works on a group."""
    return "documents" if group in DOCUMENT_GROUPS else "changes"


@dataclass(frozen=True)
class Worker:
    """A running worker process of one of our functions."""

    pid: int
    function: str


@dataclass
class Trouble:
    """Makes trouble in one world; `made` counts it by name."""

    world: World
    made: Counter[str] = field(default_factory=Counter)

    def kill(self, dice: random.Random) -> None:
        """SIGKILL a worker, whatever it is doing."""
        alive = [each for each in self.workers() if each.function in DEADLY]
        if not alive:
            return
        victim = dice.choices(alive, [DEADLY[each.function] for each in alive])[0]
        try:
            os.kill(victim.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        self.made[f"killed: {victim.function}"] += 1

    def workers(self) -> list[Worker]:
        """The workers that the embedded AWS of this world has started, and no other process."""
        found = []
        for pid in _descendants(self.world.stack.aws.process.process.pid):
            try:
                command = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
                environment = Path(f"/proc/{pid}/environ").read_bytes().decode(errors="replace")
            except OSError:
                continue  # it has ended meanwhile
            variables = dict(each.split("=", 1) for each in environment.split("\0") if "=" in each)
            if _WORKER in command:
                name = variables.get("AWS_LAMBDA_FUNCTION_NAME", "")
                found.append(Worker(pid, name.removeprefix(f"{STACK}-")))
        return found

    def duplicate(self, connection: str, group: str) -> None:
        """One more wake-up for a group, with a fresh deduplication id."""
        self.world.stack.client("sqs").send_message(
            QueueUrl=self.world.stack.outputs[QUEUES[worker_of(group)]],
            MessageBody=Wakeup(connection=connection, group=group).model_dump_json(),
            MessageGroupId=f"{connection}#{group}",
            MessageDeduplicationId=uuid4().hex,
        )
        self.made["duplicated wake-up"] += 1

    def meet(self, connection: str, group: str, dice: random.Random) -> None:
        """Have a worker begin on a group whoever else works on it: what a message does that is visible again."""
        record = {
            "messageId": str(UUID(int=dice.getrandbits(128), version=4)),
            "receiptHandle": "none",
            "body": Wakeup(connection=connection, group=group).model_dump_json(),
            "attributes": {"ApproximateReceiveCount": "1", "MessageGroupId": f"{connection}#{group}"},
            "messageAttributes": {},
            "eventSource": "aws:sqs",
            "awsRegion": self.world.stack.aws.client_environment()["AWS_REGION"],
        }
        self.world.stack.client("lambda").invoke(
            FunctionName=f"{STACK}-{worker_of(group)}",
            InvocationType="Event",
            Payload=json.dumps({"Records": [record]}).encode(),
        )
        self.made["second worker in a group"] += 1


def _descendants(pid: int) -> Iterator[int]:
    """All processes below `pid`, by what /proc says of parents."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            after_name = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(after_name[1]), []).append(int(folder.name))
    waiting = [pid]
    while waiting:
        for child in children.get(waiting.pop(), ()):
            waiting.append(child)
            yield child
