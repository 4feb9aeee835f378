"""Linking two records by hand, and taking a pair apart."""

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Path

from samspill.api.asking import Asking, asking
from samspill.api.endpoints import OWNERS, endpoint, new_router
from samspill.api.models import ConnectionId, Search, app_name
from samspill.api.models_by_hand import (
    ApartForeseenOut,
    ApartWanted,
    CandidateList,
    LinkForeseenOut,
    NoteAnswer,
    Pair,
    PairWanted,
    apart_foreseen_out,
    candidate_out,
    link_foreseen_out,
)
from samspill.api.models_records import RecordOut, record_out
from samspill.model.changes import RecordKey
from samspill.model.connection import Connection
from samspill.model.kinds import Kind, Side
from samspill.tasks import linking, problems, records, unlinking

router = new_router()

OfKind = Annotated[Kind, Path(description="Kind of the record.")]
OfSide = Annotated[Side, Path(description="`tripletex`, or `app` for the other system.")]
RecordId = Annotated[str, Path(description="Id of the record there.", min_length=1, max_length=200)]

_RECORD = "/v1/connections/<connection_id>/records/<kind>/<side>/<record_id>"
_ANY = ("not_found", "wrong_status", "kind_without_links", "breaker_open", "peer_unavailable", "rate_limited")
_LINK = (*_ANY, "record_linked", "partner_taken", "record_gone", "link_not_possible", "partner_not_found")
_UNLINK = (*_ANY, "not_linked", "question_first")


@endpoint(router, "GET", f"{_RECORD}/candidates", tag="records", roles=OWNERS, problems=_ANY)
def list_link_candidates(
    connection_id: ConnectionId, kind: OfKind, side: OfSide, record_id: RecordId, q: Search = ""
) -> CandidateList:
    """List records of the other side that could be linked with this one.

    With `q` those whose name or number contains it; without, those that look like the record.
    """
    ask, connection, key = _asked(connection_id, kind, side, record_id)
    found = linking.candidates(ask.app, connection, key, q)
    return CandidateList(items=[candidate_out(each) for each in found])


@endpoint(router, "POST", f"{_RECORD}/link/preview", tag="records", roles=OWNERS, problems=_LINK)
def preview_link(
    connection_id: ConnectionId, kind: OfKind, side: OfSide, record_id: RecordId, pair: Pair
) -> LinkForeseenOut:
    """Show both side by side, and what linking them would write where. Nothing is changed."""
    ask, connection, key = _asked(connection_id, kind, side, record_id)
    foreseen = linking.preview(ask.app, connection, key, pair.partner)
    return link_foreseen_out(foreseen, ask.language, app_name(connection))


@endpoint(
    router, "POST", f"{_RECORD}/link", tag="records", roles=OWNERS, status=202,
    problems=(*_LINK, "link_needs_confirmation"),
)  # fmt: skip
def link_record(
    connection_id: ConnectionId, kind: OfKind, side: OfSide, record_id: RecordId, pair: PairWanted
) -> RecordOut:
    """Say that the two are the same: they are linked at once and kept equal. Saying it again changes nothing."""
    ask, connection, key = _asked(connection_id, kind, side, record_id)
    linking.link(ask.app, connection, key, pair.partner, pair.confirm, ask.by(pair.by))
    return _shown(ask, connection, key)


@endpoint(
    router, "POST", f"{_RECORD}/unlink/preview", tag="records", roles=OWNERS,
    problems=(*_UNLINK, "choice_not_possible"),
)  # fmt: skip
def preview_unlink(
    connection_id: ConnectionId, kind: OfKind, side: OfSide, record_id: RecordId, wanted: ApartWanted
) -> ApartForeseenOut:
    """Show what hangs on the pair, and what both would be matched with. Nothing is changed."""
    ask, connection, key = _asked(connection_id, kind, side, record_id)
    foreseen = unlinking.foresee(ask.app, connection, key, wanted.choice)
    return apart_foreseen_out(foreseen, ask.language, app_name(connection))


@endpoint(
    router, "POST", f"{_RECORD}/unlink", tag="records", roles=OWNERS, status=202,
    problems=(*_UNLINK, "choice_not_possible"),
)  # fmt: skip
def unlink_record(
    connection_id: ConnectionId, kind: OfKind, side: OfSide, record_id: RecordId, wanted: ApartWanted
) -> RecordOut:
    """Take the pair apart. Only the link goes: nothing is deleted in any system, and linking again undoes it."""
    ask, connection, key = _asked(connection_id, kind, side, record_id)
    unlinking.unlink(ask.app, connection, key, wanted.choice, ask.by(wanted.by))
    return _shown(ask, connection, key)


@endpoint(
    router, "POST", f"{_RECORD}/answer", tag="records", roles=OWNERS, status=202,
    problems=("not_found", "choice_not_possible"),
)  # fmt: skip
def answer_record(
    connection_id: ConnectionId, kind: OfKind, side: OfSide, record_id: RecordId, given: NoteAnswer
) -> RecordOut:
    """Answer what is said of a record that is kept out, e.g. create one after all that was left out.

    Where a problem is open, it is resolved instead.
    """
    ask, connection, key = _asked(connection_id, kind, side, record_id)
    problems.answer_note(ask.app, connection, key, given.choice, ask.by(given.by))
    return _shown(ask, connection, key)


def _asked(connection_id: str, kind: Kind, side: Side, record_id: str) -> tuple[Asking, Connection, RecordKey]:
    ask = asking(router)
    return ask, ask.connection(connection_id), RecordKey(kind=kind, side=side, id=record_id)


def _shown(ask: Asking, connection: Connection, key: RecordKey) -> RecordOut:
    return record_out(records.explain(ask.app, connection, key), ask.language, app_name(connection))
