"""Records: finding one on either side, and everything that is known of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from samspill.exceptions import NotFound
from samspill.model.changes import RecordKey
from samspill.model.history import SEPARATING, Fate, Standing
from samspill.model.kinds import Kind, Side
from samspill.model.links import LinkState
from samspill.model.problems import CATALOGUE, Choice
from samspill.model.records import Value
from samspill.pages.addresses import packed, unpacked
from samspill.pages.answers import Page
from samspill.pages.logs import Told, told
from samspill.pages.record_history import shown_history
from samspill.pages.routing import OWN, Route
from samspill.pages.visiting import Visit
from samspill.pages.words import Words
from samspill.sync.breaker import BREAKER_OPEN
from samspill.tasks import problems, records
from samspill.tasks.linking import linked_kinds
from samspill.tasks.records import Explained, named
from samspill.tasks.refusals import Invalid
from samspill.tasks.waiting import Waits, waits_of

#: Records on a page, and characters of a record's id, as in the API.
AT_ONCE, LONGEST_ID = 50, 200


@dataclass(frozen=True)
class Found:
    """A record in a list, with the reason why it stands so in a few words, and what is still to be done with it."""

    fate: Fate
    reason: str | None
    waits: Waits | None

    @property
    def address(self) -> str:
        """The way to its page."""
        return address_of(self.fate.key)


@dataclass(frozen=True)
class Line:
    """A field with what each side shows, and which way it travels; None where nobody knows."""

    name: str
    tripletex: Value
    app: Value
    flow: str | None
    differs: bool


def address_of(key: RecordKey) -> str:
    """The way from all records to the page of one."""
    return f"{key.kind.value}/{key.side.value}/{packed(key.id)}"


def key_from(kind: str, side: str, record: str) -> RecordKey:
    """The record that parts of an address mean. Raises NotFound."""
    if kind not in set(Kind) or side not in set(Side):
        raise NotFound(kind)
    record_id = unpacked(record)
    if len(record_id) > LONGEST_ID:
        raise NotFound(record)
    return RecordKey(kind=Kind(kind), side=Side(side), id=record_id)


def show(visit: Visit) -> Page:
    """A page of records."""
    query = visit.asked.query
    kind, standing, q = query.get("kind", ""), query.get("standing", ""), query.get("q", "")[:100]
    try:
        found, following = records.search(
            visit.app, visit.connection, Kind(kind) if kind in set(Kind) else None,
            Standing(standing) if standing in set(Standing) else None, q, AT_ONCE, query.get("cursor"),
        )  # fmt: skip
    except Invalid:
        return visit.back("/records")
    kept = {name: query[name] for name in ("kind", "standing", "q") if query.get(name)}
    waits = waits_of(visit.app, visit.connection, found)
    return visit.page(
        "records", "records.html",
        found=[Found(fate, _title(visit.look.words, fate.code), waits.get(fate.key)) for fate in _once(found)],
        kinds=visit.app.integration_of(visit.connection).offered, standings=tuple(Standing),
        kind=kind, standing=standing, q=q, filtered=bool(kept), address_of=address_of,
        following=urlencode({**kept, "cursor": following}) if following else None,
    )  # fmt: skip


def _once(found: Sequence[Fate]) -> list[Fate]:
    """One line for a pair of which both halves are on the page."""
    kept: dict[str, Fate] = {}
    for fate in found:
        kept.setdefault(fate.link if fate.link and fate.standing is Standing.LINKED else str(fate.key), fate)
    return list(kept.values())


def one(visit: Visit, kind: str, side: str, record: str) -> Page:
    """Both sides next to each other, and what happened to them."""
    key = key_from(kind, side, record)
    explained = records.explain(visit.app, visit.connection, key, _time(visit.asked.query.get("before")))
    words, link = visit.look.words, explained.link
    apart = link is not None and explained.decision is not None and explained.decision.takes_apart(link.id)
    by_hand = key.kind in linked_kinds(visit.app, visit.connection)
    live = link is not None and link.state is LinkState.LIVE
    return visit.page(
        "records", "record.html",
        key=key, fate=explained.fate, link=explained.link, lines=_lines(visit, explained),
        unavailable={each.side.value: words.reason(each.unavailable, {}).title
                     for each in explained.present if each.unavailable in CATALOGUE},
        gone={each.side.value for each in explained.present if each.values is None and not each.unavailable},
        choices=problems.choices_of_note(explained.fate) if explained.problem is None else (),
        told=_problem(visit, explained), reason=_reason(words, explained), waits=explained.waits,
        history=shown_history(visit, explained), earlier=explained.history.earlier, address_of=address_of,
        before=visit.asked.query.get("before"),
        asked="apart" if apart else _asked(explained), decision=explained.decision,
        may_link=by_hand and not live, may_unlink=by_hand and link is not None and not apart,
        place=f"/records/{kind}/{side}/{record}",
    )  # fmt: skip


def _asked(explained: Explained) -> str | None:
    """What a person has asked for and is not done yet."""
    decision = explained.decision
    if decision is None or decision.choice in SEPARATING:
        return None
    waits = explained.link is None or explained.link.state is LinkState.TOMBSTONE
    return "link" if decision.choice is Choice.LINK and waits else None


def _time(text: str | None) -> datetime | None:
    """The time before which more is to be shown; what is none shows the newest."""
    try:
        at = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return at if at.tzinfo is not None else None


def _lines(visit: Visit, explained: Explained) -> list[Line]:
    sides = {each.side: each.values or {} for each in explained.present}
    rules = {rule.kind: rule for rule in visit.app.integration_of(visit.connection).rules}
    fields = {field.name: field for field in rules[explained.key.kind].fields} if explained.key.kind in rules else {}
    refs = {name: field.ref for name, field in fields.items() if field.ref is not None}
    called = named(visit.app, visit.connection, refs, sides)
    tripletex, app = sides.get(Side.TRIPLETEX, {}), sides.get(Side.APP, {})
    names = [*fields, *sorted({*tripletex, *app} - set(fields))]
    lines = []
    for name in names:
        theirs, ours, field = tripletex.get(name), app.get(name), fields.get(name)
        if theirs is None and ours is None:
            continue
        both = name in tripletex and name in app and field is not None and field.ref is None
        differs = both and field is not None and field.normalise(theirs) != field.normalise(ours)
        shown = {
            side: called.get((side, name), value) for side, value in ((Side.TRIPLETEX, theirs), (Side.APP, ours))
        }
        flow = field.flow.value if field and field.flow else None
        lines.append(Line(name, shown[Side.TRIPLETEX], shown[Side.APP], flow, differs))
    return lines


def _problem(visit: Visit, explained: Explained) -> Told | None:
    if explained.problem is None:
        return None
    return told(visit.look.words, problems.shown(visit.app, visit.connection, [explained.problem])[0])


def _reason(words: Words, explained: Explained) -> object:
    """Why it is not linked, where no problem says so."""
    if explained.problem is not None:
        return None
    if explained.stopped is not None:
        return words.reason(BREAKER_OPEN, explained.stopped.facts)
    code = explained.fate.code if explained.fate else None
    return words.reason(code, {}) if code in CATALOGUE else None


def _title(words: Words, code: str | None) -> str | None:
    return words.reason(code, {}).title if code in CATALOGUE else None


ROUTES = (
    Route("GET", f"{OWN}/records", show),
    Route("GET", OWN + "/records/{kind}/{side}/{record}", one),
)
