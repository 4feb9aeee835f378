"""Linking and unlinking records by hand: choose, see what would happen, confirm."""

from dataclasses import dataclass
from typing import Any

from samspill.exceptions import ConfigurationWrong, RetryLater, SamspillError, WrongStatus
from samspill.messages import ProblemTexts
from samspill.model.changes import RecordKey
from samspill.model.history import SEPARATING
from samspill.model.kinds import Side
from samspill.model.problems import CATALOGUE, Choice
from samspill.model.records import Value
from samspill.pages.answers import Page
from samspill.pages.records import address_of, key_from
from samspill.pages.routing import OWN, Route
from samspill.pages.visiting import Visit
from samspill.tasks import linking, unlinking
from samspill.tasks.linking import FieldForeseen, LinkForeseen
from samspill.tasks.problems import answer_note, called
from samspill.tasks.records import named
from samspill.tasks.refusals import Invalid, Refused

#: What is said when it cannot be done; whatever else goes wrong is our own fault.
_REFUSALS = (Refused, Invalid, WrongStatus, RetryLater, ConfigurationWrong)


@dataclass(frozen=True)
class Compared:
    """A field of both, as people read it."""

    foreseen: FieldForeseen
    tripletex: Value
    app: Value
    value: Value


def choose(visit: Visit, kind: str, side: str, record: str) -> Page:
    """Search the other side; with a partner chosen, show both side by side with what would be written where."""
    key, query = key_from(kind, side, record), visit.asked.query
    partner, q = query.get("partner", "").strip()[:200], query.get("q", "").strip()[:100]
    if partner:
        return _compared(visit, key, partner)
    return _search(visit, key, q)


def link(visit: Visit, kind: str, side: str, record: str) -> Page:
    """Have the two linked, as it was shown; shown anew when something of it is otherwise by now."""
    key, form = key_from(kind, side, record), visit.asked.form
    partner = form.get("partner", "").strip()[:200]
    if not partner:
        return visit.back(f"/records/{address_of(key)}/link", "partner_required")
    try:
        linking.link(visit.app, visit.connection, key, partner, form.get("confirm") or None, visit.visitor.by)
    except Refused as error:
        if error.code == "link_needs_confirmation":
            return _compared(visit, key, partner, again=True)
        return _search(visit, key, "", error)
    except _REFUSALS as error:
        return _search(visit, key, "", error)
    return visit.back(f"/records/{address_of(key)}", "hand.link_asked")


def answer(visit: Visit, kind: str, side: str, record: str) -> Page:
    """Answer what is said of a record that is kept out."""
    key, choice = key_from(kind, side, record), visit.asked.form.get("choice", "")
    place = f"/records/{address_of(key)}"
    try:
        answer_note(visit.app, visit.connection, key, Choice(choice), visit.visitor.by)
    except (Invalid, ValueError):
        return visit.back(place, "choice_not_possible")
    return visit.back(place, "decided")


def ask_apart(visit: Visit, kind: str, side: str, record: str) -> Page:
    """What may become of the two; once chosen, what that brings about."""
    key = key_from(kind, side, record)
    choice = visit.asked.query.get("choice", "")
    chosen = Choice(choice) if choice in SEPARATING else None
    return _apart(visit, key, chosen)


def unlink(visit: Visit, kind: str, side: str, record: str) -> Page:
    """Have the two taken apart."""
    key, choice = key_from(kind, side, record), visit.asked.form.get("choice", "")
    if choice not in SEPARATING:
        return visit.back(f"/records/{address_of(key)}/unlink", "choice_not_possible")
    try:
        unlinking.unlink(visit.app, visit.connection, key, Choice(choice), visit.visitor.by)
    except _REFUSALS as error:
        return _apart(visit, key, None, error)
    return visit.back(f"/records/{address_of(key)}", "hand.unlink_asked")


def _search(visit: Visit, key: RecordKey, q: str, refused: SamspillError | None = None) -> Page:
    found: list[linking.Candidate] = []
    try:
        found = linking.candidates(visit.app, visit.connection, key, q)
    except _REFUSALS as error:
        refused = refused or error
    return visit.page(
        "records", "hand_link.html",
        **_about(visit, key), q=q, found=found, refused=_told(visit, refused),
    )  # fmt: skip


def _compared(visit: Visit, key: RecordKey, partner: str, *, again: bool = False) -> Page:
    try:
        foreseen = linking.preview(visit.app, visit.connection, key, partner)
    except _REFUSALS as error:
        return _search(visit, key, "", error)
    undone = foreseen.undone
    return visit.page(
        "records", "hand_compare.html",
        **_about(visit, key), foreseen=foreseen, lines=_lines(visit, foreseen), again=again,
        both={each: foreseen.records[each] for each in Side},
        undone=visit.look.words.reason(undone.code, undone.facts) if undone and undone.code in CATALOGUE else None,
        lost=sum(each.lost for each in foreseen.fields),
        filled=sum(each.written_to is not None and not each.lost for each in foreseen.fields),
    )  # fmt: skip


def _apart(visit: Visit, key: RecordKey, choice: Choice | None, refused: SamspillError | None = None) -> Page:
    look_at = unlinking.THOROUGHLY if visit.asked.query.get("all") else unlinking.AT_A_GLANCE
    foreseen, told, words = None, {}, visit.look.words
    try:
        foreseen = unlinking.foresee(visit.app, visit.connection, key, choice, look_at)
        told = {side: words.reason(each.code, each.facts) for side, each in foreseen.becomes.items()
                if each.code in CATALOGUE}  # fmt: skip
    except _REFUSALS as error:
        refused = refused or error
    halves: dict[Side, str] = {}
    if foreseen is not None:
        ids = {side: foreseen.link.half(side).id for side in Side}
        halves = {side: called(visit.app, visit.connection, key.model_copy(update={"side": side, "id": ids[side]}))
                  for side in Side}  # fmt: skip
    return visit.page(
        "records", "hand_unlink.html",
        **_about(visit, key), choice=choice, foreseen=foreseen, halves=halves, told=told,
        hanging=[each for each in foreseen.children if each.count or each.at_least] if foreseen else [],
        refused=_told(visit, refused), choices=(Choice.KEEP_APART, Choice.MATCH_ANEW),
    )  # fmt: skip


def _about(visit: Visit, key: RecordKey) -> dict[str, Any]:
    """What each of these pages says of the record, and where it stands."""
    return {
        "key": key, "there": key.side.other, "name": called(visit.app, visit.connection, key),
        "place": f"/records/{address_of(key)}", "address_of": address_of,
    }  # fmt: skip


def _lines(visit: Visit, foreseen: LinkForeseen) -> list[Compared]:
    refs = {each.name: each.ref for each in foreseen.fields if each.ref is not None}
    values = {side: foreseen.records[side].values() for side in Side}
    written = {side: {each.name: each.value for each in foreseen.fields if each.written_to is side} for side in Side}
    known = named(visit.app, visit.connection, refs, values)
    after = named(visit.app, visit.connection, refs, written)
    return [
        Compared(
            each,
            known.get((Side.TRIPLETEX, each.name), each.tripletex),
            known.get((Side.APP, each.name), each.app),
            after.get((each.written_to, each.name), each.value) if each.written_to else None,
        )
        for each in foreseen.fields
    ]


def _told(visit: Visit, refused: SamspillError | None) -> ProblemTexts | None:
    """Why it cannot be done, in words."""
    if refused is None:
        return None
    words, code = visit.look.words, refused.facts.get("code", refused.code)
    if code in CATALOGUE:
        return words.reason(code, refused.facts)
    title, detail = (words.term(f"api.{refused.code}.{part}", **refused.facts) for part in ("title", "detail"))
    return ProblemTexts(title, detail, "")


_RECORD = OWN + "/records/{kind}/{side}/{record}"
ROUTES: tuple[Route, ...] = (
    Route("GET", f"{_RECORD}/link", choose),
    Route("POST", f"{_RECORD}/link", link),
    Route("POST", f"{_RECORD}/answer", answer),
    Route("GET", f"{_RECORD}/unlink", ask_apart),
    Route("POST", f"{_RECORD}/unlink", unlink),
)
