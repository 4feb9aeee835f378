"""Sends dead letters back to the queues they came from, and tells why each of them was given up.

python -m local.replay --stage prod                       all of them
python -m local.replay --stage prod --connection ID       those of one connection
python -m local.replay --stage prod --id ID               one
`--queue changes` (or later, documents) looks into that queue only.

It goes to the queues and not through the API: what broke the workers may well have broken the API too, and whoever
may deploy needs no key of staff. Credentials, region and endpoint are those that `make deploy` would use; stage
`local` is the stack that `make demo` has started, or the one that AWS_ENDPOINT_URL points to.
"""

import argparse
import logging
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import sleep
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError
from rich.console import Console
from rich.table import Table

from local.demo.address import address
from samspill.composition import App
from samspill.exceptions import RevisionConflict, SamspillError
from samspill.model.dead_letters import DeadLetter
from samspill.observability import logger
from samspill.store.dead_letters import DeadLetters
from samspill.tasks.dead_letters import Wanted, replay

#: Queue → the output of the stack that has its address.
OUTPUTS = {"changes": "ChangesQueue", "later": "LaterQueue", "documents": "DocumentsQueue"}
HEAD = ("queue", "connection", "group", "reason", "given up", "tries", "where")
WIDTH = 160
#: Seconds between tries for a letter that somebody else looks at: the tick does for a few each minute.
PAUSES = (1.0, 2.0, 4.0, 8.0)


@dataclass(frozen=True)
class Outcome:
    """What was sent back, what cannot be, and whether something may be left that was meant."""

    sent: tuple[DeadLetter, ...]
    malformed: tuple[DeadLetter, ...]
    more: bool


def queues_of(session: boto3.Session, stage: str) -> dict[str, DeadLetters]:
    """The dead letters of every queue of the installation `stage`. Raises botocore's errors."""
    stacks = session.client("cloudformation").describe_stacks(StackName=f"samspill-{stage}")["Stacks"]
    outputs = {output["OutputKey"]: output["OutputValue"] for output in stacks[0]["Outputs"]}
    sqs = session.client("sqs")
    return {name: DeadLetters(name, lambda: sqs, outputs[output]) for name, output in OUTPUTS.items()}


def replay_from(
    queues: Mapping[str, DeadLetters], wanted: Wanted, pause: Callable[[float], None] = sleep
) -> Outcome:  # fmt: skip
    """Replay call by call until all that are meant are back. One that somebody else looks at right now is asked for
    again after a pause (seconds). Raises NotFound, Refused or, in the end, RevisionConflict for a single one."""
    app = App(dead_letters=queues)
    sent: list[DeadLetter] = []
    malformed: dict[str, DeadLetter] = {}
    pauses = iter(PAUSES)
    while True:
        try:
            done = replay(app, wanted, "make replay")
        except RevisionConflict:
            if (seconds := next(pauses, None)) is None:
                raise
            pause(seconds)
            continue
        sent += done.letters
        malformed |= {letter.id: letter for letter in done.malformed}
        if not (done.more and done.letters):
            return Outcome(tuple(sent), tuple(malformed.values()), done.more)


def table(letters: Sequence[DeadLetter]) -> Table:
    """The letters, a row each."""
    made = Table(*HEAD, box=None, padding=(0, 2, 0, 0), header_style="dim")
    for letter in letters:
        cause = letter.cause
        made.add_row(
            letter.queue, letter.connection or "?", letter.group or "?", cause.code, f"{cause.at:%Y-%m-%d %H:%M:%S}",
            str(cause.receives), cause.technical,
        )  # fmt: skip
    return made


def tell(console: Console, outcome: Outcome) -> None:
    """Print what became of them."""
    console.print(f"{len(outcome.sent)} sent back")
    if outcome.sent:
        console.print(table(outcome.sent))
    if outcome.malformed:
        console.print(
            f"{len(outcome.malformed)} left, no wake-ups. GET /v1/dead-letters shows them, DELETE ends them:"
        )
        console.print(table(outcome.malformed))
    if outcome.more:
        console.print("There may be more behind those of others; without CONNECTION all are sent back.")


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when what was meant is back in its queue, else 1."""
    parser = argparse.ArgumentParser(prog="make replay", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--stage", default="dev")
    parser.add_argument("--queue", choices=OUTPUTS)
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--id")
    which.add_argument("--connection")
    asked = parser.parse_args(arguments)
    logger.setLevel(logging.ERROR)  # the table says it all
    console = Console(highlight=False, width=None if sys.stdout.isatty() else WIDTH)
    if asked.stage == "local" and "AWS_ENDPOINT_URL" not in os.environ:
        if not (demo := address()):
            console.print("no demo is running", style="red")
            return 1
        os.environ.update(demo)
    try:
        queues: Mapping[str, Any] = queues_of(boto3.Session(), asked.stage)
        chosen = {name: each for name, each in queues.items() if asked.queue in (None, name)}
        tell(console, replay_from(chosen, Wanted(asked.id, asked.connection)))
    except (SamspillError, BotoCoreError, ClientError) as error:
        console.print(str(error), style="red")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
