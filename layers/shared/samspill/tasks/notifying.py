"""New problems are told by mail: what came up since the last one, by reason, an hour apart at least.

The connection's `told_until` says up to when problems have been told: the newest of them, so that one that is stored
late is told with the next. It moves before the mails go out, `told_at` with it: who is cut off in between has told
nobody, and what came up is in the list of problems all the same; telling twice an hour would make people stop
reading. Only records are told of here; a connection that stands still has mails of its own.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice, takewhile

from samspill.composition import App
from samspill.exceptions import RevisionConflict
from samspill.messages import problem_texts, record_facts, text
from samspill.model.connection import Connection
from samspill.model.problems import CATALOGUE, Problem
from samspill.observability import logger
from samspill.tasks.mailed_links import UNASKED, send_link
from samspill.tasks.problems import Filter, each_problem

#: At most one mail in so long.
APART = timedelta(hours=1)
#: What is younger may be solved by the next change, or an older one not be stored yet: longer than a worker runs.
SETTLED = timedelta(minutes=2)
#: So many problems are told of in one mail, and so many records by name for each reason.
TOLD, NAMED = 500, 3
#: So much of a name.
NAME = 80

_NEVER = datetime.min.replace(tzinfo=UTC)


def tell_new_problems(app: App, connection: Connection) -> int:
    """Write to those who are to be told, if there is something new; how many problems were told of."""
    now = app.clock()
    if not connection.addressees or (connection.told_at and now - connection.told_at < APART):
        return 0
    new = _opened(app, connection, connection.told_until or _NEVER, now - SETTLED)
    if not new or not _claimed(app, connection, new[0].opened_at, now):
        return 0
    facts = {"count": str(len(new)), "list": _listed(connection, new)}
    for address in connection.addressees:
        send_link(app, connection, address, "new_problems", facts, UNASKED)
    logger.info("new problems told", connection=connection.id, problems=len(new))
    return len(new)


def _opened(app: App, connection: Connection, since: datetime, until: datetime) -> list[Problem]:
    """Problems that somebody has to do something about, opened after `since` and not after `until`; newest first."""
    newest, _ = app.stores(connection.id).journal.problems(limit=1)
    if not newest or newest[0].opened_at <= since:  # the usual case, each minute, reads one
        return []
    later = takewhile(lambda problem: problem.opened_at > since, each_problem(app, connection, Filter()))
    asking = (each for each in later if each.opened_at <= until and not CATALOGUE[each.code].note)
    return list(islice(asking, TOLD))


def _claimed(app: App, connection: Connection, until: datetime, at: datetime) -> bool:
    """Whether it is us who tell: of several ticks one is first, and a mail that went out meanwhile counts."""

    def claim(now: Connection) -> Connection:
        if now.told_until != connection.told_until:
            raise RevisionConflict(f"somebody else tells of problems of {connection.id}")
        return now.model_copy(update={"told_until": until, "told_at": at})

    try:
        app.connections.update(connection.id, claim)
    except RevisionConflict:
        return False
    return True


def _listed(connection: Connection, problems: Sequence[Problem]) -> str:
    """A paragraph a reason, the most frequent first: what it is, how many, and some by number and name."""
    language, app = connection.language, connection.integration.capitalize()
    reasons: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        reasons[problem.code].append(problem)
    lines = []
    for found in sorted(reasons.values(), key=len, reverse=True):
        title = problem_texts(found[0], language, app).title
        lines.append(text("mail.new_problems.reason", language, title=title, count=len(found)))
        for each in found[:NAMED]:
            name = " ".join(each.name.split())[:NAME]  # what people typed makes no lines of its own
            facts = record_facts(app, each.key.kind, each.number, name, language)
            lines.append(text("mail.new_problems.record", language, **facts))
    return "\n".join(lines)
