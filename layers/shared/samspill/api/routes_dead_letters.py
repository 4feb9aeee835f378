"""Messages that were given up: staff look at them, send them back or discard them."""

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from samspill.api.asking import asking
from samspill.api.endpoints import STAFF_ONLY, endpoint, new_router
from samspill.api.models_dead_letters import (
    DeadLetterOut,
    DeadLetterPage,
    ReplayOut,
    ReplayWanted,
    dead_letter_out,
)
from samspill.model.deeds import What
from samspill.tasks import dead_letters

router = new_router()

LetterId = Annotated[str, Path(description="Id of the dead letter.", min_length=1, max_length=200)]


@endpoint(router, "GET", "/v1/dead-letters", tag="dead letters", roles=STAFF_ONLY)
def list_dead_letters(
    connection: Annotated[
        str | None, Query(description="Only those of this connection.", min_length=1, max_length=100)
    ] = None,
) -> DeadLetterPage:
    """List dead letters, oldest first.

    A queue cannot be read like a table. Of each one about a hundred are shown, and of what the queue itself gave up
    at most ten of one group of a connection; `total` is about how many there are. The others show up once these are
    dealt with.
    """
    ask = asking(router)
    found = dead_letters.listed(ask.app, connection)
    return DeadLetterPage(
        items=[dead_letter_out(each, ask.language) for each in found.letters], total=found.total
    )  # fmt: skip


@endpoint(
    router, "POST", "/v1/dead-letters/replay", tag="dead letters", roles=STAFF_ONLY, status=202,
    problems=("not_found", "dead_letter_malformed", "revision_conflict"),
)  # fmt: skip
def replay_dead_letters(wanted: ReplayWanted) -> ReplayOut:
    """Send dead letters back to their queues.

    Nothing is done twice by it, however often it is called: a message only says where to look. What cannot be
    understood stays where it is. One that somebody else looks at right now is answered with `revision_conflict`: send
    the request again.
    """
    ask = asking(router)
    done = dead_letters.replay(ask.app, wanted.wanted(), ask.by(None))
    dead_letters.note(ask.app, done.letters, What.REPLAYED, ask.by(None))
    return ReplayOut(count=len(done.letters), malformed=len(done.malformed), more=done.more)


@endpoint(
    router, "DELETE", "/v1/dead-letters/<letter_id>", tag="dead letters", roles=STAFF_ONLY,
    problems=("not_found", "revision_conflict"),
)  # fmt: skip
def discard_dead_letter(letter_id: LetterId) -> DeadLetterOut:
    """Delete a dead letter for good.

    What was to be done still stands in the connection's inbox. Who did it is logged. One that somebody else looks
    at right now is answered with `revision_conflict`: send the request again.
    """
    ask = asking(router)
    gone = dead_letters.discard(ask.app, letter_id, ask.by(None))
    dead_letters.note(ask.app, [gone], What.DISCARDED, ask.by(None))
    return dead_letter_out(gone, ask.language)
