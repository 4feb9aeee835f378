"""What to do with messages that were given up: bury them with their reason, show them, send them back, discard them.

A message is only a wake-up; what is to be done stands in the inbox. So a dead letter loses nothing by itself, and one
that is sent back twice does nothing twice: the second finds nothing due, or a connection that is off.
"""

import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from samspill.composition import App
from samspill.exceptions import NotFound, RevisionConflict, SamspillError
from samspill.model.dead_letters import MALFORMED, WORKER_ENDED, Cause, DeadLetter
from samspill.model.deeds import What
from samspill.model.problems import CATALOGUE
from samspill.observability import logger, named, place
from samspill.store.dead_letters import DeadLetters
from samspill.store.wakeups import Message, parse
from samspill.tasks import deeds
from samspill.tasks.refusals import Refused

#: About how many letters of a queue one call shows or sends back.
SHOWN = 100
#: How many of a queue one call looks through for those it means.
LOOKED_THROUGH = 2000
#: A queue's letters are counted in less: about a hundred, ten a receive, the last of which waits a second.
COUNTED_IN = timedelta(seconds=10)


@dataclass(frozen=True)
class Listing:
    """Letters as found. `total` is about how many there are in all queues."""

    letters: tuple[DeadLetter, ...]
    total: int


@dataclass(frozen=True)
class Wanted:
    """Which letters are meant: the one with `id`, those of `connection`, or all when both are None."""

    id: str | None = None
    connection: str | None = None

    def means(self, letter: DeadLetter) -> bool:
        """Whether it is one of them."""
        return self.id in (None, letter.id) and self.connection in (None, letter.connection)


@dataclass(frozen=True)
class Replayed:
    """What was sent back, what was meant but says nothing to anybody, and whether there may be `more`."""

    letters: tuple[DeadLetter, ...]
    malformed: tuple[DeadLetter, ...]
    more: bool


@dataclass
class Looked:
    """Which letters were seen on the way to a single one."""

    seen: list[DeadLetter] = field(default_factory=list)

    def at(self, batch: Sequence[DeadLetter]) -> None:
        """These were seen."""
        self.seen += batch

    def not_there(self, app: App, letter_id: str) -> NotFound | RevisionConflict:
        """Why that letter could not be had. One that somebody else looks at, the tick that counts for instance, is
        hidden for a moment, and so are others of a locked group: with more in a queue than were seen it may be one
        of those. SQS counts approximately, so for a minute that may also be said of one that is gone."""
        seen = Counter(letter.queue for letter in self.seen)
        hidden = any(letters.count() > seen[letters.name] for letters in app.dead_letters.values())
        if hidden or any(letter.id == letter_id for letter in self.seen):
            return RevisionConflict(f"dead letter {letter_id} is not to be had right now; try again")
        return NotFound(f"dead letter {letter_id}")


def reason_of(cause: Cause) -> str:
    """The id of the text that says why in a line: of one of our codes its title."""
    if cause.code in CATALOGUE:
        return f"problem.{cause.code}.title"
    return f"dead_letter.{cause.code if cause.code in (WORKER_ENDED, MALFORMED) else 'failed'}"


def look(app: App) -> None:
    """See what lies there now and keep it for whoever looks at it; takes seconds."""
    found = listed(app)
    app.dead_letter_counts.keep(found.letters, max(found.total, len(found.letters)), app.clock())


def bury(app: App, queue: str, message: Message, error: Exception, request: str) -> bool:
    """Put a message of `queue` whose work failed with `error` among the dead letters, if that was its last try or
    another makes no sense. Whether it lies there now; if not, it must be reported as failed. Never raises."""
    try:
        malformed = _is_malformed(message.body)
        letters = app.dead_letters[queue]
        if not malformed and not letters.given_up_after(message.receives):
            return False
        code = MALFORMED if malformed else error.code if isinstance(error, SamspillError) else type(error).__name__
        letters.bury(message.id, message.body, Cause(code, _place(error), app.clock(), message.receives, request))
    except Exception:  # noqa: BLE001 - SQS moves it in the end, without a reason but not lost
        logger.exception("not buried", queue=queue, message_id=message.id)
        return False
    logger.error("message given up", queue=queue, message_id=message.id, code=code)
    return True


def listed(app: App, connection: str | None = None) -> Listing:
    """What lies among the dead letters: all, or those of one connection."""
    wanted, found, total = Wanted(connection=connection), list[DeadLetter](), 0
    for letters in app.dead_letters.values():
        if count := letters.count():
            total += count
            found += filter(wanted.means, _seen(letters, SHOWN if connection is None else LOOKED_THROUGH))
    return Listing(tuple(sorted(found, key=lambda letter: letter.cause.at)), total)


def replay(app: App, wanted: Wanted, by: str) -> Replayed:
    """Send letters back to the queues they came from, and only then delete them: whoever dies in between leaves one
    that is sent again. `by` is who wanted it. For a single one raises NotFound, Refused(dead_letter_malformed), or
    RevisionConflict when it may be there all the same: ask again.
    """
    sent: list[DeadLetter] = []
    malformed: list[DeadLetter] = []
    looked = Looked()
    more = False
    for letters in app.dead_letters.values():

        def send(batch: Sequence[DeadLetter], send_back: Callable[..., list[DeadLetter]] = letters.send_back) -> (
            list[DeadLetter]
        ):  # fmt: skip
            looked.at(batch)
            meant = [letter for letter in batch if wanted.means(letter)]
            malformed.extend(letter for letter in meant if not letter.replayable)
            taken = send_back([letter for letter in meant if letter.replayable])
            sent.extend(taken)
            return taken

        most = SHOWN if wanted.id is None else 1
        more = letters.visit(send, seen=LOOKED_THROUGH, dealt_with=most) or more
        if wanted.id and (sent or malformed):
            break
    if wanted.id and malformed:
        raise Refused("dead_letter_malformed")
    if wanted.id and not sent:
        raise looked.not_there(app, wanted.id)
    for letter in sent:
        _log("replayed", letter, by)
    return Replayed(tuple(sent), tuple(malformed), more and wanted.id is None)


def discard(app: App, letter_id: str, by: str) -> DeadLetter:
    """Delete one letter for good; it as it was. Raises NotFound, or RevisionConflict when it may be there all the
    same: ask again."""
    wanted, looked, found = Wanted(id=letter_id), Looked(), list[DeadLetter]()

    def take(batch: Sequence[DeadLetter]) -> list[DeadLetter]:
        looked.at(batch)
        found.extend(filter(wanted.means, batch))
        return found

    for letters in app.dead_letters.values():
        letters.visit(take, seen=LOOKED_THROUGH)
        if found:
            _log("discarded", found[0], by)
            return found[0]
    raise looked.not_there(app, letter_id)


def note(app: App, letters: Sequence[DeadLetter], what: What, by: str) -> None:
    """`by` sent these back or discarded them: whoever looks sees that they are gone, and their connections tell who
    did it. Apart from doing it: `make replay` reaches queues and no tables."""
    app.dead_letter_counts.dealt_with({letter.id for letter in letters}, app.clock())
    for connection in dict.fromkeys(letter.connection for letter in letters if letter.connection is not None):
        deeds.note(app, connection, what, by)


def count(app: App, until: datetime) -> None:
    """Count each connection's dead letters, for everybody who looks at the connection until the next count. Of all
    queues or, when the time until `until` (UTC) does not suffice, not at all: half a count would tell that letters
    are gone. Never raises: it is done beside what is more important."""
    try:
        found: list[DeadLetter] = []
        total = 0
        for letters in app.dead_letters.values():
            if until - app.clock() < COUNTED_IN:
                logger.info("no time to count dead letters", queue=letters.name)
                return
            there = letters.count()
            total += there
            found += _seen(letters, SHOWN) if there else ()
        counts = Counter(letter.connection for letter in found)
        app.dead_letter_counts.note({name: each for name, each in counts.items() if name is not None}, app.clock())
        app.dead_letter_counts.keep(found, max(total, len(found)), app.clock())
    except Exception:  # noqa: BLE001 - the next tick counts again
        logger.exception("dead letters not counted")


def _seen(letters: DeadLetters, most: int) -> list[DeadLetter]:
    """About that many of a queue's letters, all of which stay."""
    found: list[DeadLetter] = []

    def look(batch: Sequence[DeadLetter]) -> tuple[()]:
        found.extend(batch)
        return ()

    letters.visit(look, seen=most)
    return found


def _is_malformed(body: str) -> bool:
    try:
        parse(body)
    except ValueError:
        return True
    return False


def _place(error: Exception) -> str:
    """The exception's class and where our code raised it. Not its message: a system's answer may name people."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/samspill/" in frame.filename] or frames
    where = f" at {place(ours[-1].filename, ours[-1].lineno or 0)}" if ours else ""
    return f"{named(error)}{where}"


def _log(done: str, letter: DeadLetter, by: str) -> None:
    logger.warning(
        f"dead letter {done}", letter=letter.id, queue=letter.queue, connection=letter.connection, group=letter.group,
        code=letter.cause.code, by=by,
    )  # fmt: skip
