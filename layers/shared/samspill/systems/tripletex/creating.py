"""Creating records in batches so that no row decides over another and nothing is created twice.

Whether Tripletex stores the good rows of a refused batch is not documented (reference/tripletex.md section 7), so
a refused batch is read again by number: what is there was stored, the rest is sent again in halves.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from samspill.exceptions import ConfigurationWrong, DataRefused, NotFound, RetryLater, SamspillError, VersionConflict
from samspill.model.kinds import Kind
from samspill.model.normalise import folded
from samspill.model.records import Record
from samspill.sync.ports import Done, Draft, NotSent, Outcome, Refused
from samspill.systems.outcomes import Outcomes, in_turn, lost, outcome_of, uncertain
from samspill.systems.transport import Request
from samspill.systems.tripletex.answers import one, page
from samspill.systems.tripletex.bodies import Bodies
from samspill.systems.tripletex.client import Client
from samspill.systems.tripletex.reading import Reader
from samspill.systems.tripletex.registers import Register, register_of

#: The documented maximum of the list endpoints that have one.
BATCH = 100
_SEND_METHOD = "invoiceSendMethod"


@dataclass(frozen=True)
class _New:
    index: int
    draft: Draft
    body: dict[str, Any]


class Creator:
    """Creates records of one connection."""

    def __init__(self, client: Client, reader: Reader, bodies: Bodies, *, expands: bool) -> None:
        self._client, self._reader, self._bodies, self._expands = client, reader, bodies, expands

    def create(self, kind: Kind, drafts: Sequence[Draft]) -> list[Outcome]:
        """One outcome a draft, in order. Raises ConfigurationWrong when nothing could be sent."""
        register = register_of(kind)
        refused: Outcomes = {}
        rows: list[_New] = []
        for index, draft in enumerate(drafts):
            try:
                rows.append(_New(index, draft, self._bodies.new(kind, draft.values)))
            except (DataRefused, RetryLater) as error:
                refused[index] = outcome_of(error)
        sent = in_turn(_batches(rows), lambda part: self._send(register, part))
        outcomes = self._expanded(register, {**refused, **sent})
        return [outcomes[index] for index in range(len(drafts))]

    def _send(self, register: Register, rows: Sequence[_New]) -> Outcomes:
        try:
            records = self._post(register, rows)
        except RetryLater as error:
            return lost(rows, error)
        except ConfigurationWrong as error:
            if len(rows) == 1 or error.code != "right_missing":
                raise
            # Some accounts were seen to refuse list calls only (reference/tripletex.md section 7).
            return in_turn([[row] for row in rows], lambda row: self._send(register, row))
        except (DataRefused, NotFound, VersionConflict) as error:
            if len(rows) == 1:
                other = _without_ehf(rows[0], error)
                return self._send(register, [other]) if other else {rows[0].index: _single_outcome(error)}
            return self._looked_up(register, rows)
        return self._matched(register, rows, records)

    def _post(self, register: Register, rows: Sequence[_New]) -> list[Record]:
        if len(rows) == 1:
            request = Request("POST", register.path, body=rows[0].body, subject=register.kind.value)
            return [self._reader.record(one(self._client.send(request), register.model, request))]
        bodies = [row.body for row in rows]
        request = Request("POST", f"{register.path}/list", body=bodies, subject=register.kind.value)
        return [self._reader.record(row) for row in page(self._client.send(request), register.model, request).values]

    def _matched(self, register: Register, rows: Sequence[_New], records: list[Record]) -> Outcomes:
        """Answers are told apart by number and content; their order means nothing."""
        if len(rows) == 1 and len(records) == 1:
            return {rows[0].index: Done(records[0])}
        outcomes, missing = _pair(rows, records, lambda row, record: _same_number(register, row.draft, record))
        # All were accepted, so nothing may be sent again; what cannot be told apart is looked up later.
        return {**outcomes, **uncertain(missing, RetryLater(detail="not in the answer", uncertain=True))}

    def _looked_up(self, register: Register, rows: Sequence[_New]) -> Outcomes:
        try:
            stored = self._reader.find(register.kind, "number", [row.draft.number for row in rows])
        except (RetryLater, ConfigurationWrong) as error:
            return uncertain(rows, error)
        outcomes, missing = _pair(rows, stored, lambda row, record: _is(register, row.draft, record))
        half = (len(missing) + 1) // 2
        parts = [part for part in (missing[:half], missing[half:]) if part]
        return in_turn(parts, lambda part: self._send(register, part), outcomes)

    def _expanded(self, register: Register, outcomes: Outcomes) -> Outcomes:
        """Answers to writes hold sub-objects as ids only: read them again, all in one call."""
        done = {index: o.record for index, o in outcomes.items() if isinstance(o, Done)}
        if not self._expands or not register.expands or not done:
            return outcomes
        try:
            records = self._reader.get(register.kind, [record.id for record in done.values()])
        except (RetryLater, ConfigurationWrong):
            return outcomes  # created all the same; what the answer did not contain stays unknown
        again = {index: Done(records[record.id] or record) for index, record in done.items()}
        return {**outcomes, **again}


def _batches(rows: Sequence[_New]) -> Iterator[list[_New]]:
    """Rows that could not be found again after a lost batch go alone: without a number, or with one twice."""
    batch: list[_New] = []
    numbers: set[str] = set()
    for row in rows:
        number = row.draft.number
        if not number or number in numbers:
            yield [row]
            continue
        batch.append(row)
        numbers.add(number)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _pair(
    rows: Sequence[_New], records: Sequence[Record], fits: Callable[[_New, Record], bool]
) -> tuple[Outcomes, list[_New]]:
    outcomes: Outcomes = {}
    missing: list[_New] = []
    free = list(records)
    for row in rows:
        match = next((record for record in free if fits(row, record)), None)
        if match is None:
            missing.append(row)
        else:
            free.remove(match)
            outcomes[row.index] = Done(match)
    return outcomes, missing


def _is(register: Register, draft: Draft, record: Record) -> bool:
    """Whether the record is what the draft asked for: number and telling fields."""
    values = record.values()
    given = [name for name in register.alike if name in draft.values]
    return _same_number(register, draft, record) and all(
        folded(values.get(name)) == folded(draft.values[name]) for name in given
    )


def _same_number(register: Register, draft: Draft, record: Record) -> bool:
    mine, theirs = draft.number.strip(), (record.number or "").strip()
    if register.finders["number"].digits:  # stored as a number: 007 is 7
        mine, theirs = mine.lstrip("0"), theirs.lstrip("0")
    return mine == theirs


def _without_ehf(row: _New, error: SamspillError) -> _New | None:
    """The row with invoices by e-mail, when they were to go by EHF and its receiver cannot get them that way.

    Nothing tells beforehand who can: Tripletex looks it up itself and shows it nowhere (no path of OpenAPI 2.75.00
    answers `canReceiveEHF`). A customer is worth more than the way its invoices are sent.
    """
    refused = isinstance(error, DataRefused) and error.code == "customer_cannot_receive_ehf"
    if not refused or row.body.get(_SEND_METHOD) != "EHF":
        return None
    return replace(row, body={**row.body, _SEND_METHOD: "EMAIL"})


def _single_outcome(error: SamspillError) -> Outcome:
    match error:
        case VersionConflict():  # seen when two writes meet, although a create has no version: nothing was stored
            return NotSent(RetryLater(detail=error.detail))
        case NotFound():  # a reference in the body does not exist
            return Refused(DataRefused("data_refused", "", error.detail))
        case _:
            return outcome_of(error)
