"""Records: finding one on either side, and everything that is known of it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from samspill.exceptions import NotFound
from samspill.model.changes import RecordKey
from samspill.model.history import Entry, Fate, Standing
from samspill.model.kinds import Kind, Side
from samspill.model.problems import CATALOGUE
from samspill.model.records import Value
from samspill.pages.addresses import packed, unpacked
from samspill.pages.answers import Page
from samspill.pages.logs import Told, told
from samspill.pages.routing import OWN, Route
from samspill.pages.visiting import Visit
from samspill.pages.words import Words
from samspill.sync.breaker import BREAKER_OPEN
from samspill.tasks import problems, records
from samspill.tasks.records import Explained
from samspill.tasks.refusals import Invalid
from samspill.tasks.support import ASKED

#: Records on a page.
AT_ONCE = 50
#: What happens to records, in the words of history; each has a text.
HAPPENED = frozenset({
    "linked", "created", "updated", "deleted", "conflict", "held", "stopped", "released", "renumbered", "decided",
    ASKED,
})  # fmt: skip


@dataclass(frozen=True)
class Found:
    """A record in a list, with the reason why it stands so in a few words."""

    fate: Fate
    reason: str | None

    @property
    def address(self) -> str:
        """The way to its page."""
        key = self.fate.key
        return f"{key.kind.value}/{key.side.value}/{packed(key.id)}"


@dataclass(frozen=True)
class Line:
    """A field with what each side shows, and which way it travels; None where nobody knows."""

    name: str
    tripletex: Value
    app: Value
    flow: str | None
    differs: bool


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
    return visit.page(
        "records", "records.html",
        found=[Found(fate, _title(visit.look.words, fate.code)) for fate in found],
        kinds=visit.app.integration_of(visit.connection).offered, standings=tuple(Standing),
        kind=kind, standing=standing, q=q, filtered=bool(kept),
        following=urlencode({**kept, "cursor": following}) if following else None,
    )  # fmt: skip


def one(visit: Visit, kind: str, side: str, record: str) -> Page:
    """Both sides next to each other, and what happened to them."""
    if kind not in set(Kind) or side not in set(Side):
        raise NotFound(kind)
    key = RecordKey(kind=Kind(kind), side=Side(side), id=unpacked(record))
    explained = records.explain(visit.app, visit.connection, key)
    words = visit.look.words
    return visit.page(
        "records", "record.html",
        key=key, fate=explained.fate, link=explained.link, lines=_lines(visit, explained),
        unavailable={each.side.value: words.reason(each.unavailable, {}).title
                     for each in explained.present if each.unavailable in CATALOGUE},
        gone={each.side.value for each in explained.present if each.values is None and not each.unavailable},
        told=_problem(visit, explained), reason=_reason(words, explained),
        history=[(entry, _happened(entry), _title(words, entry.code)) for entry in explained.history],
        changed=_changed,
        place=f"/records/{kind}/{side}/{record}",
    )  # fmt: skip


def _lines(visit: Visit, explained: Explained) -> list[Line]:
    sides = {each.side: each.values or {} for each in explained.present}
    tripletex, app = sides.get(Side.TRIPLETEX, {}), sides.get(Side.APP, {})
    rules = {rule.kind: rule for rule in visit.app.integration_of(visit.connection).rules}
    fields = {field.name: field for field in rules[explained.key.kind].fields} if explained.key.kind in rules else {}
    names = [*fields, *sorted({*tripletex, *app} - set(fields))]
    lines = []
    for name in names:
        theirs, ours, field = tripletex.get(name), app.get(name), fields.get(name)
        if theirs is None and ours is None:
            continue
        both = name in tripletex and name in app and field is not None and field.ref is None
        differs = both and field is not None and field.normalise(theirs) != field.normalise(ours)
        lines.append(Line(name, theirs, ours, field.flow.value if field and field.flow else None, differs))
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


def _happened(entry: Entry) -> str:
    return entry.what if entry.what in HAPPENED else "changed"


def _changed(entry: Entry) -> list[str]:
    return sorted({*entry.written, *entry.lost})


ROUTES = (
    Route("GET", f"{OWN}/records", show),
    Route("GET", OWN + "/records/{kind}/{side}/{record}", one),
)
