"""Dead letters for staff: what they are, why they were given up, sending them back, discarding them.

The list is what the clock saw last, within a minute: to look into the queues takes seconds, and a button does it.
"""

from dataclasses import dataclass

from samspill.exceptions import NotFound, RevisionConflict
from samspill.model.dead_letters import DeadLetter
from samspill.model.deeds import What
from samspill.pages.addresses import packed, unpacked
from samspill.pages.answers import Page
from samspill.pages.routing import STAFF, Audience, Route
from samspill.pages.visiting import StaffVisit
from samspill.store.dead_letter_counts import Sight
from samspill.tasks import dead_letters
from samspill.tasks.dead_letters import Wanted
from samspill.tasks.refusals import Refused
from samspill.tasks.vitals import measure_now

PLACE = "/dead-letters"


@dataclass(frozen=True)
class Shown:
    """A letter as a line. `company` is that of its connection, where that still exists."""

    letter: DeadLetter
    reason: str
    company: str | None

    @property
    def address(self) -> str:
        """The way to it."""
        return packed(self.letter.id)


def show(visit: StaffVisit) -> Page:
    """Those of one connection, or all."""
    connection = visit.asked.query.get("connection") or None
    sight = visit.app.dead_letter_counts.kept(visit.app.clock())
    found = [letter for letter in (sight.letters if sight else ()) if connection in (None, letter.connection)]
    return visit.page(
        "dead_letters", "operations_letters.html", sight=sight, shown=_shown(visit, found), connection=connection,
        company=_company(visit, connection), hidden=_hidden(sight),
    )  # fmt: skip


def look(visit: StaffVisit) -> Page:
    """Look into the queues now."""
    dead_letters.look(visit.app)
    return visit.back(_place(visit))


def replay(visit: StaffVisit) -> Page:
    """Send one back, those of a connection, or all."""
    form = visit.asked.form
    letter, connection = form.get("letter"), form.get("connection") or None
    wanted = Wanted(id=unpacked(letter)) if letter else Wanted(connection=connection)
    try:
        done = dead_letters.replay(visit.app, wanted, visit.visitor.by)
    except NotFound:
        return _gone(visit, wanted.id or "")
    except RevisionConflict:
        return visit.back(_place(visit), "operations.letter_held")
    except Refused:
        return visit.back(_place(visit), "operations.letter_malformed")
    dead_letters.note(visit.app, done.letters, What.REPLAYED, visit.visitor.by)
    for each in dict.fromkeys(one.connection for one in done.letters if one.connection is not None):
        measure_now(visit.app, each)
    said = "replayed_some" if done.more else "replayed" if done.letters else "nothing_replayed"
    return visit.back(_place(visit), f"operations.{said}")


def ask(visit: StaffVisit, letter: str) -> Page:
    """Whether it is really to be discarded."""
    letter_id = unpacked(letter)
    sight = visit.app.dead_letter_counts.kept(visit.app.clock())
    found = [each for each in (sight.letters if sight else ()) if each.id == letter_id]
    if not found:
        return visit.back(PLACE, "operations.letter_gone")
    (one,) = _shown(visit, found)
    return visit.page("dead_letters", "operations_discard.html", one=one, place=_place(visit))


def discard(visit: StaffVisit, letter: str) -> Page:
    """Delete it for good."""
    letter_id = unpacked(letter)
    try:
        gone = dead_letters.discard(visit.app, letter_id, visit.visitor.by)
    except NotFound:
        return _gone(visit, letter_id)
    except RevisionConflict:
        return visit.back(_place(visit), "operations.letter_held")
    dead_letters.note(visit.app, [gone], What.DISCARDED, visit.visitor.by)
    if gone.connection is not None:
        measure_now(visit.app, gone.connection)
    return visit.back(_place(visit), "operations.discarded")


def _gone(visit: StaffVisit, letter_id: str) -> Page:
    """Somebody else has dealt with it since it was seen."""
    visit.app.dead_letter_counts.dealt_with({letter_id}, visit.app.clock())
    return visit.back(_place(visit), "operations.letter_gone")


def _shown(visit: StaffVisit, letters: list[DeadLetter]) -> list[Shown]:
    named = [letter.connection for letter in letters if letter.connection is not None]
    known = visit.app.connections.several(named) if named else {}
    return [
        Shown(
            letter, visit.look.words.term(dead_letters.reason_of(letter.cause)),
            known[letter.connection].tripletex_company.name if letter.connection in known else None,
        ) for letter in letters
    ]  # fmt: skip


def _company(visit: StaffVisit, connection: str | None) -> str | None:
    if connection is None:
        return None
    return visit.app.connections.get(connection).tripletex_company.name


def _hidden(sight: Sight | None) -> int:
    """How many there are besides those that were seen."""
    return max(0, sight.total - len(sight.letters)) if sight else 0


def _place(visit: StaffVisit) -> str:
    """The list as it was filtered."""
    of = visit.asked.form.get("of") or visit.asked.query.get("of") or ""
    return f"{PLACE}?connection={of}" if of.isalnum() else PLACE


ROUTES = (
    Route("GET", f"{STAFF}{PLACE}", show, Audience.STAFF),
    Route("POST", f"{STAFF}{PLACE}", look, Audience.STAFF),
    Route("POST", f"{STAFF}{PLACE}/replay", replay, Audience.STAFF),
    Route("GET", STAFF + PLACE + "/{letter}", ask, Audience.STAFF),
    Route("POST", STAFF + PLACE + "/{letter}", discard, Audience.STAFF),
)
